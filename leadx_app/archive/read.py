"""Reading an archive that somebody brings: nothing of it is believed before it is checked, and nothing is unpacked."""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

from .tables import FORMAT, VERSION, archived_tables, is_storage_key
from .write import MANIFEST

CHUNK_BYTES = 256 * 1024
MOST_MANIFEST_BYTES = 64 * 1024**2
LONGEST_LINE_BYTES = 8 * 1024**2
MOST_RATIO = 200
"""How much larger an archive may become by unpacking; what LeadX writes grows some twenty times."""
FREE_BYTES = 64 * 1024**2
"""So much may come out of even the smallest archive."""

_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
_NAME = re.compile(r"tables/[a-z_]{1,63}\.jsonl|files/[0-9a-f]{32}(-[a-z]{1,20})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadArchive(Exception):
    """The archive is not brought in; the text says why, in one line for the operator."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the archive as its manifest says it is."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose manifest fits what is in it; the contents are checked by `check`."""

    zip: zipfile.ZipFile
    tenant_id: UUID
    slug: str
    name: str
    schema: str
    made_by: UUID | None
    tables: dict[str, tuple[Entry, int]]
    files: dict[str, Entry]

    def check(self) -> None:
        """Read every entry once and compare it with its size and checksum.

        Raises:
            BadArchive: one is not what the manifest says.
        """
        for entry in [*(entry for entry, _ in self.tables.values()), *self.files.values()]:
            digest, size = hashlib.sha256(), 0
            with _readable(entry.name), self.zip.open(entry.name) as source:
                while chunk := source.read(CHUNK_BYTES):
                    digest.update(chunk)
                    size += len(chunk)
            if size != entry.size or digest.hexdigest() != entry.sha256:
                raise BadArchive(f"{entry.name} is not what it was when the archive was made")

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table as JSON objects.

        Raises:
            BadArchive: a line is none, or there are not as many as the manifest says.
        """
        entry, expected = self.tables[table]
        count = 0
        with _readable(entry.name), self.zip.open(entry.name) as source:
            while line := source.readline(LONGEST_LINE_BYTES):
                count += 1
                yield _object(line, f"{entry.name}, line {count}")
        if count != expected:
            raise BadArchive(f"{entry.name} has {count} rows and not {expected}")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open an archive and hold its manifest against what is in it.

    Raises:
        BadArchive: it is none, of another version, or not as its manifest says.
    """
    try:
        found = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadArchive(f"this is no archive of LeadX ({type(error).__name__})") from None
    with found:
        names = _checked_names(found, path.stat().st_size)
        yield _of_manifest(found, names)


def _checked_names(found: zipfile.ZipFile, archive_bytes: int) -> set[str]:
    infos = found.infolist()
    names = {info.filename for info in infos}
    if len(names) != len(infos):
        raise BadArchive("the archive has a name twice")
    for name in sorted(names - {MANIFEST}):
        if not _NAME.fullmatch(name):
            raise BadArchive(f"the archive has an entry that does not belong there: {name[:80]!r}")
    if MANIFEST not in names:
        raise BadArchive("this is no archive of LeadX (it has no manifest)")
    packed, unpacked = sum(info.compress_size for info in infos), sum(info.file_size for info in infos)
    if packed > archive_bytes or unpacked > FREE_BYTES + MOST_RATIO * archive_bytes:
        raise BadArchive("the archive would become far too large by unpacking")
    if found.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
        raise BadArchive("the manifest is too large")
    return names


def _of_manifest(found: zipfile.ZipFile, names: set[str]) -> Archive:
    with _readable(MANIFEST):
        manifest = _object(found.read(MANIFEST), MANIFEST)
    if (manifest.get("format"), manifest.get("version")) != (FORMAT, VERSION):
        what, version = str(manifest.get("format"))[:40], str(manifest.get("version"))[:20]
        raise BadArchive(f"this LeadX reads {FORMAT} of version {VERSION}, and this is {what} of version {version}")
    try:
        archive = _said(found, manifest)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BadArchive("the manifest cannot be read") from None
    entries = [*(entry for entry, _ in archive.tables.values()), *archive.files.values()]
    if {entry.name for entry in entries} != names - {MANIFEST} or len(entries) != len(names) - 1:
        raise BadArchive("the manifest does not say what is in the archive")
    if list(archive.tables) != [table.name for table in archived_tables()]:
        raise BadArchive("the archive has other tables than this LeadX; bring it in with the one that made it")
    for entry in entries:
        if found.getinfo(entry.name).file_size != entry.size:
            raise BadArchive(f"{entry.name} is not what it was when the archive was made")
    return archive


def _said(found: zipfile.ZipFile, manifest: dict[str, Any]) -> Archive:
    tenant = manifest["tenant"]
    tenant_id = UUID(tenant["id"])
    tables = {
        one["name"]: (_entry(one, f"tables/{one['name']}.jsonl"), _whole(one["rows"])) for one in manifest["tables"]
    }
    files = {one["key"]: _entry(one, f"files/{one['key'].partition('/')[2]}") for one in manifest["files"]}
    if not all(is_storage_key(key, tenant_id) for key in files):
        raise ValueError
    made_by = UUID(manifest["made_by"]) if manifest["made_by"] else None
    return Archive(
        found, tenant_id, str(tenant["slug"]), str(tenant["name"]), str(manifest["schema"]), made_by, tables, files
    )


def _entry(said: dict[str, Any], name: str) -> Entry:
    if said["file"] != name or not _SHA256.fullmatch(said["sha256"]):
        raise ValueError
    return Entry(name, _whole(said["size"]), said["sha256"])


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def _object(text: bytes, where: str) -> dict[str, Any]:
    try:
        found = json.loads(text.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadArchive(f"{where} cannot be read") from None
    if not isinstance(found, dict):
        raise BadArchive(f"{where} cannot be read")
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """What is broken, encrypted or packed in a way that we do not know is no archive of ours."""
    try:
        yield
    except _UNREADABLE as error:
        raise BadArchive(f"{name} cannot be read ({type(error).__name__})") from None

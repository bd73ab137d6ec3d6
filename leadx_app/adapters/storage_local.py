"""Files in a folder of this machine."""

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from leadx_app.adapters.storage_keys import checked
from leadx_app.domain.ports import MissingFile, StorageFull, StorageUnavailable

CHUNK_BYTES = 256 * 1024
ABANDONED_AFTER_SECONDS = 24 * 3600

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class LocalStorage:
    """One private folder: `incoming/` for what is being written, `<tenant>/<aa>/<name>` for what is whole.

    A file appears under its key by one atomic rename after its bytes are on the disk, so a crash or a full disk leaves
    either the whole file or none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def put(self, key: str, content: Path | BinaryIO, content_type: str) -> int:
        """Store the content (`Storage.put`); the type is kept in the database only."""
        target = self._path(key)
        if isinstance(content, Path):
            with content.open("rb") as source:
                return self._write(target, source)
        return self._write(target, content)

    def open(self, key: str) -> Iterator[bytes]:
        """Give the content in chunks (`Storage.open`)."""
        chunks = _chunks(self._path(key))
        next(chunks)  # Opens the file, so that a missing one is known now.
        return chunks

    def delete(self, key: str) -> None:
        """Remove the file (`Storage.delete`)."""
        with _plain_errors():
            self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        """Say whether the file is there (`Storage.exists`)."""
        with _plain_errors():
            return self._path(key).is_file()

    def signed_url(self, key: str, file_name: str, content_type: str, expires_seconds: int) -> str | None:
        """Return None: our own route serves these files."""
        checked(key)
        return None

    def check(self) -> None:
        """Return if a file can be written now (`Storage.check`)."""
        with _plain_errors():
            probe = self._begin()
            try:
                probe.write_bytes(b"x")
            finally:
                probe.unlink()

    def remove_abandoned(self) -> int:
        """Remove what a killed process left half-written more than a day ago, and return the number of files."""
        removed = 0
        with _plain_errors():
            for path in self._incoming.glob("*"):
                if time.time() - path.stat().st_mtime > ABANDONED_AFTER_SECONDS:
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed

    def _path(self, key: str) -> Path:
        tenant, name = checked(key).split("/")
        return self._folder / tenant / name[:2] / name

    def _begin(self) -> Path:
        """Create an empty private file for what comes in."""
        _make_private(self._incoming)
        path = self._incoming / secrets.token_hex(16)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return path

    def _write(self, target: Path, source: BinaryIO) -> int:
        with _plain_errors():
            incoming = self._begin()
        try:
            with _plain_errors():
                file = incoming.open("wb", buffering=0)
            with file:
                size = _copy(source, file)
            with _plain_errors():
                _make_private(target.parent)
                os.replace(incoming, target)
                _sync_folder(target.parent)
            return size
        finally:
            with suppress(OSError):
                incoming.unlink(missing_ok=True)


def _copy(source: BinaryIO, file: BinaryIO) -> int:
    """Copy to the disk itself, not only to its cache. Errors of the source are the caller's and pass unchanged."""
    size = 0
    while chunk := source.read(CHUNK_BYTES):
        with _plain_errors():
            view = memoryview(chunk)
            while view:
                view = view[file.write(view) :]
        size += len(chunk)
    with _plain_errors():
        os.fsync(file.fileno())
    return size


def _chunks(path: Path) -> Iterator[bytes]:
    with _plain_errors():
        try:
            file = path.open("rb")
        except FileNotFoundError as error:
            raise MissingFile from error
        with file:
            yield b""
            while chunk := file.read(CHUNK_BYTES):
                yield chunk


def _make_private(folder: Path) -> None:
    """Create the folder and the missing ones above it, all for their owner only, and make their names durable."""
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        _make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Turn what the system says of the disk into our few errors; neither paths nor names of users are in them."""
    try:
        yield
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "unknown")
        if error.errno in _NO_ROOM:
            raise StorageFull(f"no room on the disk ({reason})") from error
        raise StorageUnavailable(f"the disk refused ({reason})") from error

"""The names under which files are stored, and the name that a person gets to see when downloading."""

import re
import secrets
from urllib.parse import quote
from uuid import UUID

_KEY = re.compile(r"[0-9a-f]{32}/[0-9a-f]{32}(-[a-z]{1,20})?")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|%;]')


def new_key(tenant_id: UUID) -> str:
    """Make the key of a new file: the tenant, then 128 random bits. Nothing of it comes from a user."""
    return f"{tenant_id.hex}/{secrets.token_hex(16)}"


def key_beside(key: str, purpose: str) -> str:
    """Return the key of something derived from a file, such as its `thumbnail`."""
    return checked(f"{key}-{purpose}")


def checked(key: str) -> str:
    """Return the key if it has the form of `new_key` or `key_beside`.

    Raises:
        ValueError: for everything else; so a path that leaves the folder cannot even be written down.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("not a key of a stored file")
    return key


def attachment(file_name: str) -> str:
    """Return the Content-Disposition that makes a browser save a file under this name and never show it (RFC 6266)."""
    name = _UNSAFE.sub("_", file_name).strip(" .") or "file"
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"

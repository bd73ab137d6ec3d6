"""Where the bytes of a file lie, for whoever may read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.files import MEGABYTE, limit_bytes
from leadx_app.domain.find import find_file
from leadx_app.domain.permissions import Actor


@dataclass(frozen=True, slots=True)
class StoredContent:
    """A file's name for people and its keys in the storage; the keys of its pictures are None when there are none."""

    name: str
    content_type: str
    size_bytes: int
    sha256: str
    storage_key: str
    thumbnail_key: str | None
    preview_key: str | None


def stored_content(session: Session, actor: Actor, file_id: UUID, *, now: datetime) -> StoredContent:
    """The file, or NotFound for absent, removed and not visible alike."""
    file = find_file(session, actor, file_id, now=now)
    return StoredContent(
        file.name,
        file.content_type,
        file.size_bytes,
        file.sha256,
        file.storage_key,
        file.thumbnail_key,
        file.preview_key,
    )


def file_limit_mb(session: Session, actor: Actor, most_bytes: int) -> int:
    """How large a file may be that the actor sends, in megabytes; `most_bytes` is what the installation takes."""
    return limit_bytes(session, actor, most_bytes) // MEGABYTE

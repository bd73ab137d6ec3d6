"""Archives of everything that is the tenant's: who may ask for one, and for whom and how long it is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Organization, TenantArchive, new_id

from .errors import NotFound, NotPermitted
from .event_kinds import EventKind
from .events import note
from .jobs import desk, run
from .jobs.run import Claimed
from .permissions import Actor, Permission
from .scope import sees_archive

MAKE = "archive.make"
KEPT = timedelta(hours=24)
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class OpenedArchive:
    """Where the bytes of an archive lie, and what they are called."""

    storage_key: str
    name: str
    size_bytes: int


def require_parent(session: Session, actor: Actor) -> None:
    """Refuse everybody but an Admin who works in the parent organization.

    Raises:
        NotPermitted: another role, or an Admin of a child organization.
    """
    actor.require(Permission.TENANT_EXPORT)
    if session.get_one(Organization, actor.organization_id).parent_id is not None:
        raise NotPermitted("Only an Admin of the parent organization takes everything out.")


def ask(session: Session, actor: Actor, *, now: datetime) -> UUID:
    """Ask for an archive; it is made in the background and kept for 24 hours. Returns its id.

    Raises:
        Conflict: one of this tenant is being made.
    """
    require_parent(session, actor)
    archive = TenantArchive(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        created_at=now,
        expires_at=now + KEPT,
    )
    payload = {"archive_id": str(archive.id)}
    archive.job_id = desk.ask(session, actor, MAKE, about_id=actor.tenant_id, payload=payload, now=now)
    session.add(archive)
    session.flush()
    note(session, actor, EventKind.ARCHIVE_ASKED, now=now, payload=payload)
    return archive.id


def begin(session: Session, job: Claimed, storage_key: str, *, now: datetime) -> str:
    """A job begins: whoever asked may still, and the key is written down before there are bytes. Returns the key.

    Raises:
        NotPermitted: whoever asked may not any more.
        NotFound: it was removed in the meantime.
    """
    require_parent(session, run.who_asked(session, job))
    archive = _of_job(session, job)
    archive.storage_key = archive.storage_key or storage_key
    session.add(archive)
    return archive.storage_key


def finish(session: Session, job: Claimed, size_bytes: int, sha256: str, *, now: datetime) -> None:
    """The bytes are there: from now on it can be opened, for 24 hours."""
    archive = _of_job(session, job)
    archive.size_bytes, archive.sha256, archive.expires_at = size_bytes, sha256, now + KEPT
    session.add(archive)


def open_archive(session: Session, actor: Actor, archive_id: UUID, *, now: datetime) -> OpenedArchive:
    """Open an archive that the actor asked for, and note that they did.

    Raises:
        NotFound: never there, somebody else's, not ready yet, or its time is over.
        NotPermitted: the actor may not take everything out any more.
    """
    query = select(TenantArchive).where(
        TenantArchive.id == archive_id,
        sees_archive(actor),
        TenantArchive.size_bytes.is_not(None),
        TenantArchive.expires_at > now,
    )
    archive = session.exec(query).first()
    if archive is None or archive.storage_key is None or archive.size_bytes is None:
        raise NotFound()
    require_parent(session, actor)
    note(session, actor, EventKind.ARCHIVE_OPENED, now=now, payload={"archive_id": str(archive_id)})
    return OpenedArchive(archive.storage_key, f"leadx-{archive.created_at:%Y-%m-%d-%H%M}.zip", archive.size_bytes)


def take_expired(session: Session, *, now: datetime) -> list[str]:
    """Forget archives whose time is over; returns the storage keys to delete."""
    over = select(TenantArchive).where(TenantArchive.expires_at < now, TenantArchive.storage_key.is_not(None))
    expired = session.exec(over.order_by(TenantArchive.expires_at).limit(_AT_ONCE)).all()
    keys = [archive.storage_key for archive in expired if archive.storage_key]
    for archive in expired:
        session.delete(archive)
    never_begun = (TenantArchive.expires_at < now, TenantArchive.storage_key.is_(None))
    session.connection().execute(sa.delete(TenantArchive).where(*never_begun))
    return keys


def _of_job(session: Session, job: Claimed) -> TenantArchive:
    archive = session.get(TenantArchive, UUID(job.payload["archive_id"]))
    if archive is None:
        raise NotFound()
    return archive

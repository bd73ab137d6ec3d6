"""Files of leads, tickets, news and people: rows here, bytes in the storage (product.md section 5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import File, Lead, Organization, TicketEntry, User, new_id

from .accounts import say_changed
from .errors import Invalid, NotFound, NotPermitted, TooMany
from .event_kinds import EventKind
from .events import record
from .find import find_file, find_lead
from .leads import rules
from .leads.changes import is_new
from .permissions import Actor, Permission
from .scope import sees_lead

KEEP_UNATTACHED = timedelta(hours=24)
MAX_UNATTACHED = 40
MAX_ON_LEAD = 100
WAITING = (
    File.lead_id.is_(None),
    File.news_id.is_(None),
    File.person_id.is_(None),
    File.logo_of_id.is_(None),
    File.ticket_entry_id.is_(None),
    File.deleted_at.is_(None),
)
DAY = timedelta(days=1)
MAX_BYTES_A_DAY = 2 * 1024**3
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes that lie in the storage already, checked and cleaned."""

    name: str
    content_type: str
    size_bytes: int
    sha256: str
    storage_key: str
    thumbnail_key: str | None
    preview_key: str | None = None


def may_upload(session: Session, actor: Actor, lead_id: UUID | None) -> None:
    """Refuse before the bytes are sent: to a lead that the actor may change, or ahead of a lead or an import.

    Raises:
        NotFound, NotPermitted: not the actor's lead, or locked.
        Invalid: too many uploads wait to be attached, or the lead has too many files.
    """
    if lead_id is not None:
        lead = find_lead(session, actor, lead_id)
        _check_attach(session, actor, lead)
        _check_room(session, lead)
        return
    if not actor.may(Permission.IMPORT_CONTACTS):
        actor.require(Permission.LEAD_CREATE)
    waiting = session.exec(select(File.id).where(File.uploader_id == actor.user_id, *WAITING)).all()
    if len(waiting) >= MAX_UNATTACHED:
        raise Invalid("Save the lead before you add more files.", field="files")


def add_file(session: Session, actor: Actor, stored: StoredFile, lead_id: UUID | None, *, now: datetime) -> UUID:
    """Write down a stored file, on a lead or waiting to be attached.

    Raises:
        TooMany: the actor sent too much within a day. What they removed counts, as its bytes are kept for a day.
    """
    may_upload(session, actor, lead_id)
    file = write_stored(session, actor, stored, now, lead_id=lead_id)
    if lead_id is not None:
        lead = find_lead(session, actor, lead_id)
        record(session, actor, EventKind.FILE_ADDED, lead, now=now, payload={"file": file.name})
    return file.id


def set_photo(session: Session, actor: Actor, stored: StoredFile, *, now: datetime) -> UUID:
    """Make a stored picture the actor's photo; the one before is removed.

    Raises:
        TooMany: the actor sent too much within a day.
    """
    file = write_stored(session, actor, stored, now, person_id=actor.user_id)
    _change_photo(session, actor, file.id, now)
    return file.id


def remove_photo(session: Session, actor: Actor, *, now: datetime) -> None:
    """Show the actor's initials again; harmless when repeated."""
    _change_photo(session, actor, None, now)


def _change_photo(session: Session, actor: Actor, file_id: UUID | None, now: datetime) -> None:
    session.flush()
    others = (File.person_id == actor.user_id, File.deleted_at.is_(None), File.id != file_id if file_id else sa.true())
    session.connection().execute(sa.update(File).where(*others).values(deleted_at=now))
    user = session.get_one(User, actor.user_id)
    user.photo_id = file_id
    session.add(user)
    session.flush()
    say_changed(session, user)


def write_stored(session: Session, actor: Actor, stored: StoredFile, now: datetime, **place: UUID | None) -> File:
    """Write down a stored file where it belongs; TooMany as `add_file`."""
    _check_day(session, actor, stored.size_bytes, now)
    file = File(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        uploader_id=actor.user_id,
        name=stored.name,
        content_type=stored.content_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        storage_key=stored.storage_key,
        thumbnail_key=stored.thumbnail_key,
        preview_key=stored.preview_key,
        created_at=now,
        **place,
    )
    session.add(file)
    return file


def is_kept(session: Session, storage_key: str, *, now: datetime) -> bool:
    """Whether a row says that these bytes are kept; for the edge, after a commit of which nobody knows."""
    return session.exec(select(File.id).where(File.storage_key == storage_key)).first() is not None


def attach(session: Session, actor: Actor, lead: Lead, file_ids: tuple[UUID, ...]) -> None:
    """Give the actor's waiting uploads to a lead that is being made."""
    most = _most_on_lead(session, lead.organization_id) if file_ids else MAX_ON_LEAD
    if len(set(file_ids)) > most:
        raise Invalid("A lead holds at most {max} files. Remove one first.", field="file_ids", max=most)
    for file_id in dict.fromkeys(file_ids):
        if not _give(session, actor, file_id, lead_id=lead.id, organization_id=lead.organization_id):
            raise Invalid("A file is no longer there. Upload it again.", field="file_ids")


def attach_to_entry(session: Session, actor: Actor, entry: TicketEntry, file_ids: tuple[UUID, ...]) -> None:
    """Give the actor's waiting uploads to what they say on a ticket."""
    for file_id in dict.fromkeys(file_ids):
        if not _give(session, actor, file_id, ticket_entry_id=entry.id, organization_id=entry.organization_id):
            raise Invalid("A file is no longer there. Upload it again.", field="file_ids")


def attach_picture(session: Session, actor: Actor, news_id: UUID, file_id: UUID | None, *, now: datetime) -> None:
    """Make the actor's waiting upload the picture of an item of news; the one before is removed. None takes it off."""
    old = sa.update(File).where(File.news_id == news_id, File.deleted_at.is_(None))
    session.connection().execute(old.values(deleted_at=now))
    if file_id is None:
        return
    is_picture = File.thumbnail_key.is_not(None)
    if not _give(session, actor, file_id, is_picture, news_id=news_id, organization_id=actor.organization_id):
        raise Invalid("The picture is no longer there. Upload it again.", field="picture_id")


def picture_of(session: Session, news_id: UUID) -> UUID | None:
    """The picture of an item of news."""
    return session.exec(select(File.id).where(File.news_id == news_id, File.deleted_at.is_(None))).first()


def _give(session: Session, actor: Actor, file_id: UUID, *also: sa.ColumnElement[bool], **values: UUID) -> bool:
    """Give a waiting upload of the actor's away, once."""
    mine = (File.id == file_id, File.tenant_id == actor.tenant_id, File.uploader_id == actor.user_id)
    given = sa.update(File).where(*mine, *WAITING, *also).values(values)
    return session.connection().execute(given).rowcount == 1


def remove_file(session: Session, actor: Actor, file_id: UUID, *, now: datetime) -> None:
    """Take a file off its lead, or drop an upload that waits; the bytes are cleaned up later."""
    file = find_file(session, actor, file_id, now=now)
    if file.news_id is not None:
        raise NotPermitted("The picture is changed with the item of news.")
    if file.person_id is not None:
        raise NotPermitted("A photo is changed on the profile of its person.")
    if file.logo_of_id is not None:
        raise NotPermitted("A logo is changed in Organizational Profile.")
    if file.ticket_entry_id is not None:
        raise NotPermitted("What was said on a ticket stays as it was.")
    if file.lead_id is not None:
        lead = find_lead(session, actor, file.lead_id)
        _check_attach(session, actor, lead)
        record(session, actor, EventKind.FILE_REMOVED, lead, now=now, payload={"file": file.name})
    file.deleted_at = now
    session.add(file)


def restore_file(session: Session, actor: Actor, file_id: UUID, *, now: datetime) -> None:
    """Undo the removal of a file while its bytes are kept."""
    query = select(File, Lead).join(Lead, Lead.id == File.lead_id).where(File.id == file_id, sees_lead(actor))
    found = session.exec(query).first()
    if found is None:
        raise NotFound()
    file, lead = found
    _check_attach(session, actor, lead)
    if file.deleted_at is not None:
        _check_room(session, lead)
        file.deleted_at = None
        session.add(file)
        record(session, actor, EventKind.FILE_ADDED, lead, now=now, payload={"file": file.name})


def take_expired(session: Session, *, now: datetime) -> list[str]:
    """Forget uploads that nobody attached and files removed, each for 24 hours; returns the storage keys to delete."""
    border = now - KEEP_UNATTACHED
    expired = session.exec(
        select(File).where(sa.and_(*WAITING, File.created_at < border) | (File.deleted_at < border)).limit(500)
    ).all()
    keys = [key for file in expired for key in (file.storage_key, file.thumbnail_key, file.preview_key) if key]
    for file in expired:
        session.delete(file)
    return keys


def _check_room(session: Session, lead: Lead) -> None:
    on_lead = select(sa.func.count()).select_from(File).where(File.lead_id == lead.id, File.deleted_at.is_(None))
    most = _most_on_lead(session, lead.organization_id)
    if session.exec(on_lead).one() >= most:
        raise Invalid("A lead holds at most {max} files. Remove one first.", field="files", max=most)


def _most_on_lead(session: Session, organization_id: UUID) -> int:
    return session.get_one(Organization, organization_id).files_per_lead or MAX_ON_LEAD


def limit_bytes(session: Session, actor: Actor, most_bytes: int) -> int:
    """How large a file may be that the actor sends: what their organization takes, or else the installation."""
    own = session.get_one(Organization, actor.organization_id).file_limit_mb
    return most_bytes if own is None else min(own * MEGABYTE, most_bytes)


def _check_day(session: Session, actor: Actor, size_bytes: int, now: datetime) -> None:
    sent = select(sa.func.coalesce(sa.func.sum(File.size_bytes), 0)).where(
        File.uploader_id == actor.user_id, File.created_at > now - DAY
    )
    if session.exec(sent).one() + size_bytes > MAX_BYTES_A_DAY:
        raise TooMany("You sent a lot of files today. Try again tomorrow.", retry_after_seconds=3600)


def _check_attach(session: Session, actor: Actor, lead: Lead) -> None:
    if not rules.may_attach(actor, lead, is_new=is_new(session, lead)):
        raise NotPermitted("This lead is locked for you.")

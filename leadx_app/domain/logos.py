"""The logo of an organization: a picture that an Admin sends, in the frame of everybody who works there and on reports.

product.md section 3. It is cleaned like every picture (docs/decisions/0017) and read by the rights of `sees_file`.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import File, Organization

from .errors import Conflict, NotFound
from .event_kinds import EventKind
from .events import Message, announce, record_about
from .files import StoredFile, write_stored
from .find import find_visible_organization
from .permissions import Actor, Permission


def may_set_logo(session: Session, actor: Actor, organization_id: UUID) -> Organization:
    """The organization, whose logo the actor may change.

    Raises:
        NotPermitted: no Admin.
        NotFound: an organization that they do not see to.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    return find_visible_organization(session, actor, organization_id)


def set_logo(session: Session, actor: Actor, stored: StoredFile, organization_id: UUID, *, now: datetime) -> UUID:
    """Make a stored picture the logo; the one before is removed. Raises as `may_set_logo`.

    Raises:
        TooMany: the actor sent too much within a day.
    """
    organization = may_set_logo(session, actor, organization_id)
    file = write_stored(session, actor, stored, now, logo_of_id=organization.id)
    session.flush()
    _change(session, actor, organization, file, now)
    return file.id


def remove_logo(session: Session, actor: Actor, organization_id: UUID, *, now: datetime) -> UUID | None:
    """Show the mark of LeadX again; returns the file that was the logo. Harmless when repeated."""
    organization = may_set_logo(session, actor, organization_id)
    before = organization.logo_id
    if before is not None:
        _change(session, actor, organization, None, now)
    return before


def restore_logo(session: Session, actor: Actor, organization_id: UUID, file_id: UUID, *, now: datetime) -> None:
    """Undo the removal of a logo while its bytes are kept.

    Raises:
        NotFound: no such file of this organization.
        Conflict: there is another logo by now.
    """
    organization = may_set_logo(session, actor, organization_id)
    query = select(File).where(File.id == file_id, File.tenant_id == actor.tenant_id)
    file = session.exec(query.where(File.logo_of_id == organization.id)).first()
    if file is None:
        raise NotFound()
    if organization.logo_id == file.id:
        return
    if organization.logo_id is not None:
        raise Conflict("There is another logo by now.")
    file.deleted_at = None
    session.add(file)
    session.flush()
    _change(session, actor, organization, file, now)


def _change(session: Session, actor: Actor, organization: Organization, file: File | None, now: datetime) -> None:
    """Write which file it is, keep what it was, and let the frames of everybody there follow."""
    before = session.get(File, organization.logo_id) if organization.logo_id else None
    if before is not None:
        others = (File.logo_of_id == organization.id, File.deleted_at.is_(None), File.id == before.id)
        session.connection().execute(sa.update(File).where(*others).values(deleted_at=now))
    organization.logo_id = file.id if file else None
    session.add(organization)
    about = {
        "organization_id": str(organization.id),
        "name": organization.name,
        "from": {"logo": before.name if before else None},
        "to": {"logo": file.name if file else None},
    }
    where = frozenset({actor.organization_id})
    kind = EventKind.ORGANIZATION_CHANGED
    record_about(session, actor, kind, organization.id, now=now, payload=about, shown_in=where)
    say_frame_changed(session, organization, actor)


def say_frame_changed(session: Session, organization: Organization, actor: Actor) -> None:
    """Let the open pages of everybody who works there read again what the frame shows of it."""
    here, kind = frozenset({organization.id}), EventKind.PREFERENCES_CHANGED
    announce(session, Message(organization.tenant_id, here, None, None, kind, actor.user_id))

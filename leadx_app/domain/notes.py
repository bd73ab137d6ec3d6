"""Notes on leads (product.md section 9)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from leadx_app.models import Lead, Membership, Note, Organization, User

from .errors import NotPermitted
from .event_kinds import EventKind
from .events import record
from .find import find_lead
from .leads import rules
from .permissions import GRANTS, Actor, Permission
from .text import paragraph

MOST_MENTIONABLE = 100


class NoteDraft(BaseModel):
    """A note that is being written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: paragraph(5000)


def write_note(session: Session, actor: Actor, lead_id: UUID, draft: NoteDraft, *, now: datetime) -> UUID:
    """Write a note on a lead that the actor created or owns; whoever stands in it as "@Name" is told so.

    Only people who see the lead can be mentioned: of everybody else the text is just text.
    """
    lead = find_lead(session, actor, lead_id)
    if not rules.may_note(actor, lead):
        raise NotPermitted("Only the creator and the owner write notes.")
    note = Note(
        tenant_id=lead.tenant_id,
        organization_id=lead.organization_id,
        lead_id=lead.id,
        author_id=actor.user_id,
        text=draft.text,
        created_at=now,
    )
    session.add(note)
    mentioned = mentioned_in(draft.text, _people_of(session, actor, lead)) if "@" in draft.text else {}
    told = frozenset(mentioned)
    record(session, actor, EventKind.NOTE_ADDED, lead, now=now, untold=told)
    if told:
        names = {"names": ", ".join(sorted(mentioned.values()))}
        record(session, actor, EventKind.NOTE_MENTIONED, lead, now=now, told=told, payload=names)
    return note.id


def mentionable(session: Session, actor: Actor, lead_id: UUID) -> dict[UUID, str]:
    """Names of the people who can be mentioned in a note on a lead that the actor sees, by name; not the actor."""
    return _people_of(session, actor, find_lead(session, actor, lead_id))


def mentioned_in(text: str, people: dict[UUID, str]) -> dict[UUID, str]:
    """Those of the people who stand in the text as "@Name", in any case; "@Ann Berg" is not Ann."""
    rest = text.casefold()
    found: dict[UUID, str] = {}
    for user_id, name in sorted(people.items(), key=lambda item: len(item[1]), reverse=True):
        sign = f"@{name.casefold()}"
        parts = rest.split(sign)
        if any(not part[:1].isalnum() for part in parts[1:]):
            found[user_id] = name
            rest = "\n".join(parts)
    return found


def _people_of(session: Session, actor: Actor, lead: Lead) -> dict[UUID, str]:
    """The lead's creator and owner, and the Managers of its organization and its parent: all of them see it."""
    parent = select(Organization.parent_id).where(Organization.id == lead.organization_id).scalar_subquery()
    here = Membership.organization_id == lead.organization_id
    party = sa.and_(here, User.id.in_([lead.creator_id, lead.owner_id or lead.creator_id]))
    manager = sa.and_(sa.or_(here, Membership.organization_id == parent), Membership.role.in_(_MANAGERS))
    query = (
        select(User.id, User.name)
        .join(Membership, Membership.user_id == User.id)
        .where(User.id != actor.user_id, User.is_active, Membership.is_active, sa.or_(party, manager))
        .order_by(User.name, User.id)
        .limit(MOST_MENTIONABLE)
    )
    return dict(session.exec(query).all())


_MANAGERS = GRANTS[Permission.HANDOVER_ANSWER]

"""Notes on leads (product.md section 9)."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from leadx_app.models import Note

from .errors import NotPermitted
from .events import EventKind, record
from .leads import rules
from .permissions import Actor
from .scope import find_lead
from .text import paragraph


class NoteDraft(BaseModel):
    """A note that is being written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: paragraph(5000)


def write_note(session: Session, actor: Actor, lead_id: UUID, draft: NoteDraft, *, now: datetime) -> UUID:
    """Write a note on a lead that the actor created or owns."""
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
    record(session, actor, EventKind.NOTE_ADDED, lead, now=now)
    return note.id

"""What tasks and sales activities have in common: writing a change of one, and writing down what happened."""

from collections.abc import Set
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import Lead, SalesActivity, Task

from .errors import Conflict, NotPermitted, Stale
from .event_kinds import EventKind
from .events import record, record_about
from .find import find_lead
from .leads import rules
from .permissions import Actor
from .text import fold

TOO_OLD = "Somebody changed this meanwhile. Open it again to change it."
NOT_YOURS = "Only whoever made it, and whoever does it, may change it."


def lead_for(session: Session, actor: Actor, lead_id: UUID | None) -> Lead | None:
    """The lead that something is planned on: its creator and its owner may, as for notes."""
    if lead_id is None:
        return None
    lead = find_lead(session, actor, lead_id)
    if not rules.may_note(actor, lead):
        raise NotPermitted("Only the creator and the owner plan on a lead.")
    return lead


def search_text(title: str, text: str) -> str:
    """What a search in tasks and activities looks at, folded."""
    return fold(f"{title} {text}")


def check_version(row: Task | SalesActivity, version: int) -> None:
    """Raises Conflict when the row was changed since this version was read."""
    if row.version != version:
        raise Conflict(TOO_OLD)


def change(session: Session, row: Task | SalesActivity, *, now: datetime, **values: Any) -> None:
    """Write values on top of the version that was read.

    Raises:
        Stale: somebody else was first; the transaction is run again.
    """
    session.flush()
    table = type(row)
    same = sa.update(table).where(table.id == row.id, table.version == row.version)
    if values.keys() & {"title", "text"}:
        values["search_text"] = search_text(values.get("title", row.title), values.get("text", row.text))
    values |= {"version": row.version + 1, "updated_at": now}
    if session.connection().execute(same.values(values)).rowcount != 1:
        raise Stale()
    session.refresh(row)


def write_down(
    session: Session,
    actor: Actor,
    kind: EventKind,
    row: Task | SalesActivity,
    *,
    now: datetime,
    people: Set[UUID] = frozenset(),
    **payload: str,
) -> None:
    """Write the event, in the history of the lead if there is one here; the pages of these people change."""
    said = {"title": row.title, "id": str(row.id), **payload}
    people = frozenset(people)
    lead = session.get_one(Lead, row.lead_id) if row.lead_id else None
    if lead is not None and lead.organization_id == row.organization_id:
        record(session, actor, kind, lead, now=now, payload=said, also=people)
    else:
        record_about(session, actor, kind, row.organization_id, now=now, payload=said, also=people)

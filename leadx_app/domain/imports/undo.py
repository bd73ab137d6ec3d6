"""Taking an import back: what it made goes, what it changed becomes as it was, and what others use stays."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from leadx_app.domain import points
from leadx_app.domain.contacts import write as contacts
from leadx_app.domain.errors import Refusal
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.jobs.run import Claimed, get_on
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.metrics.kept import keep_gone
from leadx_app.domain.metrics.shares import facts_of
from leadx_app.domain.permissions import Actor
from leadx_app.models import (
    Company,
    ContactChange,
    Event,
    Import,
    ImportState,
    ImportTrace,
    Lead,
    LeadTag,
    Person,
    StageChange,
)

from .changed import say_import_changed
from .pieces import actor_of, end, import_in
from .traces import Kind

AT_ONCE = 200
ORDER = (Kind.LEAD, Kind.PERSON, Kind.COMPANY)
"""What refers to something goes before it."""

TOUCHED = "Somebody has worked with it since."
USED = "Something else needs it by now."
MOVED = "A lead never goes back to an earlier stage."

_TABLES: dict[Kind, type[Lead] | type[Person] | type[Company]] = {
    Kind.LEAD: Lead,
    Kind.PERSON: Person,
    Kind.COMPANY: Company,
}


def undo_piece(session: Session, job: Claimed, most: int | None = None, *, now: datetime) -> bool:
    """Take some more back, at most so much; returns whether there was anything."""
    found = import_in(session, job, ImportState.UNDOING)
    actor = actor_of(session, job, found)
    kind, traces = _next(session, found, most or AT_ONCE)
    if not traces:
        return False
    things = _things(session, kind, traces)
    made = [trace for trace in traces if trace.before is None]
    _remove_made(session, kind, made, things, now)
    for trace in traces:
        if trace.before is not None:
            trace.left = _restored(session, actor, kind, things.get(trace.object_id), trace, now)
    _settle(session, found, traces)
    _count(found, traces, now)
    session.add(found)
    session.flush()
    get_on(session, job, sum(found.undone.values()), _total(session, found), now=now)
    say_import_changed(session, found)
    return True


def finish_undo(session: Session, job: Claimed, *, now: datetime) -> None:
    """All is taken back that could be."""
    found = import_in(session, job, ImportState.UNDOING)
    found.state, found.updated_at = ImportState.UNDONE, now
    end(session, job, found, now)
    payload = {"import_id": str(found.id), "title": found.file_name}
    record_about(
        session, actor_of(session, job, found), EventKind.IMPORT_UNDONE, found.organization_id, now=now, payload=payload
    )


def _next(session: Session, found: Import, most: int) -> tuple[Kind, Sequence[ImportTrace]]:
    for kind in ORDER:
        mine = (ImportTrace.import_id == found.id, ImportTrace.kind == kind.value, ImportTrace.is_undone.is_(False))
        traces = session.exec(select(ImportTrace).where(*mine).order_by(ImportTrace.object_id).limit(most)).all()
        if traces:
            return kind, traces
    return Kind.COMPANY, []


def _total(session: Session, found: Import) -> int:
    mine = sa.select(sa.func.count()).select_from(ImportTrace).where(ImportTrace.import_id == found.id)
    return session.execute(mine).scalar_one()


def _things(session: Session, kind: Kind, traces: Sequence[ImportTrace]) -> dict[UUID, Any]:
    table = _TABLES[kind]
    ids = [trace.object_id for trace in traces]
    query = select(table).where(table.id.in_(ids), table.tenant_id == traces[0].tenant_id)
    if session.get_bind().dialect.name == "postgresql":
        query = query.order_by(table.id).with_for_update()
    return {thing.id: thing for thing in session.exec(query)}


def _settle(session: Session, found: Import, traces: Sequence[ImportTrace]) -> None:
    """Write that these are taken back, all with one statement; why one had to stay the session writes."""
    these = (ImportTrace.import_id == found.id, ImportTrace.object_id.in_([trace.object_id for trace in traces]))
    session.connection().execute(sa.update(ImportTrace).where(*these).values(is_undone=True))


def _count(found: Import, traces: Sequence[ImportTrace], now: datetime) -> None:
    counted = Counter(found.undone)
    for trace in traces:
        counted["left" if trace.left else "removed" if trace.before is None else "restored"] += 1
    found.undone, found.updated_at = dict(counted), now


def _remove_made(
    session: Session, kind: Kind, traces: Sequence[ImportTrace], things: dict[UUID, Any], now: datetime
) -> None:
    """Remove what the import made and nobody has touched; all at once, or one by one where something is in use."""
    removable = []
    later = _with_later_events(session, things) if kind == Kind.LEAD else set()
    for trace in traces:
        thing = things.get(trace.object_id)
        if thing is None:
            continue
        is_merged = kind != Kind.LEAD and thing.merged_into_id is not None
        if thing.version != trace.version or thing.id in later or is_merged:
            trace.left = TOUCHED
        else:
            removable.append((trace, thing))
    remove = partial(_remove_leads, now=now) if kind == Kind.LEAD else _contact_remover(kind)
    if removable and not _tried(session, remove, [thing for _, thing in removable]):
        for trace, thing in removable:
            if not _tried(session, remove, [thing]):
                trace.left = USED


def _tried(session: Session, remove: Callable[[Session, list[Any]], None], things: list[Any]) -> bool:
    """Whether they could be removed: the database refuses where anything still refers to one."""
    try:
        with session.begin_nested():
            remove(session, things)
    except IntegrityError:
        return False
    for thing in things:
        session.expunge(thing)
    return True


def _with_later_events(session: Session, leads: dict[UUID, Lead]) -> set[UUID]:
    """Leads with which something happened after the import made them."""
    query = (
        sa.select(Event.lead_id)
        .join(Lead, Lead.id == Event.lead_id)
        .where(Lead.id.in_(leads), Event.occurred_at > Lead.created_at)
    )
    return {lead_id for lead_id in session.execute(query).scalars() if lead_id}


def _remove_leads(session: Session, leads: list[Lead], *, now: datetime) -> None:
    points.end(session, leads, now=now)
    ids = [lead.id for lead in leads]
    for table in (LeadTag, StageChange, Event):
        session.connection().execute(sa.delete(table).where(table.lead_id.in_(ids)))
    session.connection().execute(sa.delete(Lead).where(Lead.id.in_(ids)))
    keep_gone(session, map(facts_of, leads))


def _contact_remover(kind: Kind) -> Callable[[Session, list[Any]], None]:
    table: Any = _TABLES[kind]

    def remove(session: Session, things: list[Any]) -> None:
        ids = [thing.id for thing in things]
        session.connection().execute(sa.delete(ContactChange).where(ContactChange.contact_id.in_(ids)))
        session.connection().execute(sa.delete(table).where(table.id.in_(ids)))

    return remove


def _restored(session: Session, actor: Actor, kind: Kind, thing: Any, trace: ImportTrace, now: datetime) -> str | None:
    """Write the fields as they were; returns why that was not possible."""
    if thing is None or thing.version != trace.version:
        return TOUCHED
    before = dict(trace.before or {})
    if kind != Kind.LEAD:
        if before.get("company_id"):
            before["company_id"] = UUID(before["company_id"])
        contacts.change(session, actor, thing, before, now=now)
        return None
    stage_id = before.pop("stage_id", None)
    try:
        with session.begin_nested():
            edit(session, actor, thing.id, LeadEdit(version=thing.version, **_typed(before)), now=now)
    except Refusal as refusal:
        return str(refusal)[:200]
    return MOVED if stage_id else None


def _typed(before: dict[str, Any]) -> dict[str, Any]:
    """A lead's fields as they were, as an edit takes them."""
    if before.get("value") is not None:
        before["value"] = Decimal(before["value"])
    if before.get("expected_closing_on") is not None:
        before["expected_closing_on"] = date.fromisoformat(before["expected_closing_on"])
    return before

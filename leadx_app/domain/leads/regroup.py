"""Give all leads of a stage, category, source or reason another one: what an Admin does to a list that is in use.

Kept figures, the journey and the history go with each lead. A few hundred are one transaction; more are a job whose
pieces are transactions, after each of which everything agrees. Whoever wants a lead that is just being moved waits.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, select

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import MOST_LEADS, Message, announce, record_history
from leadx_app.domain.metrics.kept import keep
from leadx_app.domain.metrics.shares import facts_of
from leadx_app.domain.permissions import Actor
from leadx_app.models import Category, Lead, LostReason, Organization, Source, Stage

from .changes import STEP, step_of

Listed: TypeAlias = Stage | Category | Source | LostReason
COLUMNS: dict[type[Listed], str] = {
    Stage: "stage_id",
    Category: "category_id",
    Source: "source_id",
    LostReason: "lost_reason_id",
}

_REGROUPED = sa.update(Lead).where(Lead.id == sa.bindparam("one"))


def count_of(session: Session, row: Listed, most: int) -> int:
    """How many leads of the tenant have it; counts no further than `most`."""
    found = sa.select(Lead.id).where(*_having(row)).limit(most).subquery()
    return int(session.execute(sa.select(sa.func.count()).select_from(found)).scalar_one())


def regroup(session: Session, actor: Actor, row: Listed, to: Listed, most: int, *, now: datetime) -> int:
    """Give at most so many leads that have `row` the other one; returns how many there were.

    It is nobody's change of the lead: its place among the latest stays. Its version grows, so that who read it before
    reads it again before writing. Who may is the calling command's rule.
    """
    session.flush()
    column = COLUMNS[type(row)]
    query = select(Lead).where(*_having(row)).order_by(Lead.id).limit(most).with_for_update(key_share=True)
    leads = list(session.exec(query.execution_options(populate_existing=True)))
    if not leads:
        return 0
    values: dict[str, Any] = {column: to.id} | ({"stage_entered_at": now} if isinstance(to, Stage) else {})
    held = session.exec(select(Organization).where(Organization.id.in_({lead.organization_id for lead in leads}))).all()
    for lead in leads:
        before = facts_of(lead)
        keep(session, before, replace(before, **values))
    written: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in values}
    changes = [{"one": lead.id, **{f"new_{name}": value for name, value in values.items()}} for lead in leads]
    session.connection().execute(_REGROUPED.values(version=Lead.version + 1, **written), changes)
    for lead in leads:
        for name, value in (values | {"version": lead.version + 1}).items():
            set_committed_value(lead, name, value)
    _write_history(session, actor, leads, row, to, now)
    _tell_pages(session, actor, leads)
    del held
    return len(leads)


def _having(row: Listed) -> Sequence[sa.ColumnElement[bool]]:
    return Lead.tenant_id == row.tenant_id, getattr(Lead, COLUMNS[type(row)]) == row.id


def _write_history(
    session: Session, actor: Actor, leads: Sequence[Lead], row: Listed, to: Listed, now: datetime
) -> None:
    """A step of the journey and a line of the history each; why a lead was lost is told by the line of its closing."""
    if isinstance(row, LostReason):
        return
    if isinstance(row, Stage):
        steps = [step_of(actor, lead, now, row.id, lead.sub_stage) for lead in leads]
        session.connection().execute(STEP, steps)
    by_organization: dict[UUID, list[tuple[UUID | None, EventKind, dict]]] = {}
    for lead in leads:
        act = _act(lead, row, to)
        by_organization.setdefault(lead.organization_id, []).append((lead.id, *act))
    for organization_id, acts in by_organization.items():
        record_history(session, replace(actor, organization_id=organization_id), acts, now=now)


def _act(lead: Lead, row: Listed, to: Listed) -> tuple[EventKind, dict]:
    if isinstance(row, Stage):
        return EventKind.STAGE_MOVED, {"version": lead.version, "from_stage": row.name, "to_stage": to.name}
    changed = {"field": COLUMNS[type(row)], "from": row.name, "to": to.name}
    return EventKind.LEAD_UPDATED, {"version": lead.version, "changes": [changed]}


def _tell_pages(session: Session, actor: Actor, leads: Sequence[Lead]) -> None:
    """Let open leads read again; the lists hear of the setting."""
    for first in range(0, len(leads), MOST_LEADS):
        some = leads[first : first + MOST_LEADS]
        here = frozenset(lead.organization_id for lead in some)
        ids = frozenset(lead.id for lead in some)
        announce(
            session,
            Message(actor.tenant_id, here, None, frozenset(), EventKind.LEAD_UPDATED, actor.user_id, ids),
        )

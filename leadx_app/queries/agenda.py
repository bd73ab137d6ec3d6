"""Tasks and sales activities as people look at them: by day, on a lead, in a calendar (product.md sections 9, 10)."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.find import find_lead
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import Condition, sees_activity, sees_task
from leadx_app.models import SalesActivity, Task
from leadx_app.queries.agenda_filters import (
    AgendaFilters,
    Tab,
    What,
    WhosePlans,
    activities_in,
    plans_between,
    tasks_in,
    whose_plans,
)
from leadx_app.queries.agenda_rows import AgendaRow, agenda_rows

PAGE_SIZE = 40
MAX_PAGE_SIZE = 100
COUNTED = 100
EXPORTED = 500
CALENDAR_LIMIT = 500
LEAD_LIMIT = 50


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """Rows in order; `today` and `overdue` say how much waits there, 100 for more than 99."""

    rows: list[AgendaRow]
    next_cursor: str | None
    today: int
    overdue: int


def agenda_page(
    session: Session, actor: Actor, filters: AgendaFilters, *, now: datetime, limit: int = PAGE_SIZE
) -> AgendaPage:
    """A page of a tab: what comes first on top, of what is done the latest on top.

    Today is by the reader's clock. What was planned for an earlier day and not done is overdue; an activity whose
    moment has come is done.

    Raises:
        NotPermitted: without Activities, or a colleague's without the right to look at it.
        NotFound: an organization that the actor does not read.
        Invalid: on `cursor`, when it cannot be read.
    """
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    whose = whose_plans(session, actor, filters)
    is_done = filters.tab == Tab.DONE
    firsts = _firsts(whose, filters, actor, now, limit + 1, _beyond(filters.cursor))
    found = session.execute(_in_order(sa.union_all(*firsts).subquery(), is_done).limit(limit + 1)).all()
    rows = agenda_rows(session, actor, found[:limit], now)
    cursor = _cursor(found[limit - 1]) if len(found) > limit else None
    today, overdue = _counts(session, actor, whose, filters, now)
    return AgendaPage(rows, cursor, today, overdue)


def exported_agenda(
    session: Session, actor: Actor, filters: AgendaFilters, *, now: datetime
) -> Iterator[list[AgendaRow]]:
    """All pages of `agenda_page` in its order, for files.

    Raises:
        NotPermitted, NotFound: as `agenda_page`.
    """
    whose, is_done = whose_plans(session, actor, filters), filters.tab == Tab.DONE
    beyond = None
    while True:
        firsts = sa.union_all(*_firsts(whose, filters, actor, now, EXPORTED, beyond)).subquery()
        found = session.execute(_in_order(firsts, is_done).limit(EXPORTED)).all()
        yield agenda_rows(session, actor, found, now)
        if len(found) < EXPORTED:
            return
        beyond = found[-1].at, found[-1].id


def agenda_between(
    session: Session, actor: Actor, filters: AgendaFilters, first: date, last: date, *, now: datetime
) -> list[AgendaRow]:
    """What lies on the days from the first to the last by the reader's clock, done or not; at most 500."""
    whose = whose_plans(session, actor, filters)
    tasks, activities = plans_between(actor, first, last)
    parts = [
        *([_part(Task, Task.due_at, [*whose.tasks, *tasks])] if whose.has_tasks else []),
        *([_part(SalesActivity, SalesActivity.happens_at, [*whose.activities, *activities])] if whose.has_rest else []),
    ]
    found = session.execute(_in_order(sa.union_all(*parts).subquery(), False).limit(CALENDAR_LIMIT)).all()
    return agenda_rows(session, actor, found, now)


def lead_agenda(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> list[AgendaRow]:
    """What is planned and was done on a lead, for everybody who sees it: open tasks, then activities, latest first."""
    find_lead(session, actor, lead_id)
    tasks = [Task.lead_id == lead_id, Task.deleted_at.is_(None), Task.done_at.is_(None)]
    activities = [SalesActivity.lead_id == lead_id, SalesActivity.deleted_at.is_(None)]
    parts = [
        _part(Task, Task.due_at, tasks).order_by(Task.due_at).limit(LEAD_LIMIT),
        _part(SalesActivity, SalesActivity.happens_at, activities)
        .order_by(SalesActivity.happens_at.desc())
        .limit(LEAD_LIMIT),
    ]
    every = sa.union_all(*(part.subquery().select() for part in parts)).subquery()
    rows = agenda_rows(session, actor, session.execute(_in_order(every, False)).all(), now)
    planned = [row for row in rows if row.what == What.TASK]
    return planned + [row for row in reversed(rows) if row.what == What.ACTIVITY]


def agenda_row(session: Session, actor: Actor, row_id: UUID, *, now: datetime) -> AgendaRow | None:
    """One task or activity of the actor's, or of a colleague's for who may look at it; None for absent and not theirs.

    Raises:
        NotPermitted: without Activities.
    """
    actor.require(Permission.ACTIVITIES)
    parts = [
        _part(Task, Task.due_at, [Task.id == row_id, Task.deleted_at.is_(None), sees_task(actor)]),
        _part(
            SalesActivity,
            SalesActivity.happens_at,
            [SalesActivity.id == row_id, SalesActivity.deleted_at.is_(None), sees_activity(actor)],
        ),
    ]
    rows = agenda_rows(session, actor, session.execute(sa.union_all(*parts)).all(), now)
    return rows[0] if rows else None


def _firsts(
    whose: WhosePlans,
    filters: AgendaFilters,
    actor: Actor,
    now: datetime,
    limit: int,
    beyond: tuple[datetime, UUID] | None,
) -> list[sa.Select]:
    """The first rows of tasks and of activities, each read by its own index."""
    is_done = filters.tab == Tab.DONE
    parts = []
    if whose.has_tasks:
        at = Task.done_at if is_done else Task.due_at
        when = [Task.done_at.is_not(None)] if is_done else tasks_in(filters.tab, actor, now)
        parts.append(_first(Task, at, [*whose.tasks, *when], is_done, limit, beyond))
    if whose.has_rest and filters.tab != Tab.OVERDUE:
        at = SalesActivity.happens_at
        parts.append(
            _first(
                SalesActivity, at, [*whose.activities, *activities_in(filters.tab, actor, now)], is_done, limit, beyond
            )
        )
    return parts or [_part(Task, Task.due_at, [sa.false()])]


def _part(table: Any, at: Any, where: list[Condition]) -> sa.Select:
    what = What.TASK if table is Task else What.ACTIVITY
    return sa.select(sa.literal(what.value).label("what"), table.id.label("id"), at.label("at")).where(*where)


def _first(
    table: Any, at: Any, where: list[Condition], is_done: bool, limit: int, beyond: tuple[datetime, UUID] | None
) -> sa.Select:
    if beyond:
        moment, last = beyond
        after, tie = (at < moment, table.id < last) if is_done else (at > moment, table.id > last)
        bound = at <= moment if is_done else at >= moment
        where = [*where, bound, sa.or_(after, sa.and_(at == moment, tie))]
    order = (at.desc(), table.id.desc()) if is_done else (at, table.id)
    return _part(table, at, where).order_by(*order).limit(limit).subquery().select()


def _in_order(every: sa.Subquery, is_done: bool) -> sa.Select:
    order = (every.c.at.desc(), every.c.id.desc()) if is_done else (every.c.at, every.c.id)
    return sa.select(every).order_by(*order)


def _counts(
    session: Session, actor: Actor, whose: WhosePlans, filters: AgendaFilters, now: datetime
) -> tuple[int, int]:
    counts = []
    for tab in (Tab.TODAY, Tab.OVERDUE):
        one = AgendaFilters(tab=tab, whose=filters.whose, kind=filters.kind)
        found = sa.union_all(*_firsts(whose, one, actor, now, COUNTED, None)).subquery()
        counts.append(sa.select(sa.func.count()).select_from(found).scalar_subquery())
    today, overdue = session.execute(sa.select(*counts)).one()
    return min(today, COUNTED), min(overdue, COUNTED)


def _cursor(row: sa.Row) -> str:
    place = json.dumps([row.at.isoformat(), str(row.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(last)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None

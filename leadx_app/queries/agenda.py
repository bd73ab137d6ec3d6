"""Tasks and sales activities as people look at them: by day, on a lead, in a calendar (product.md sections 9, 10)."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.activities import ends_at
from leadx_app.domain.days import as_day, day_begins, today_in
from leadx_app.domain.errors import Invalid
from leadx_app.domain.find import find_lead
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import Condition, pipeline_of, require_agenda, sees_activity, sees_lead, sees_task
from leadx_app.domain.tasks.rules import due_day, may_change
from leadx_app.models import (
    ActivityKind,
    Company,
    Lead,
    Person,
    Priority,
    Reminder,
    SalesActivity,
    SubStage,
    Task,
    User,
)
from leadx_app.models.alias import alias_of
from leadx_app.queries import full_text
from leadx_app.queries.choices import Option, PersonOption, sales_team

PAGE_SIZE = 40
MAX_PAGE_SIZE = 100
COUNTED = 100
EXPORTED = 500
CALENDAR_LIMIT = 500
LEAD_LIMIT = 50
LEADS_OFFERED = 100


class Tab(StrEnum):
    """Which part of somebody's plans."""

    TODAY = "today"
    OVERDUE = "overdue"
    UPCOMING = "upcoming"
    DONE = "done"


class Whose(StrEnum):
    """Tasks that somebody does, or that they gave to others."""

    MINE = "mine"
    GIVEN = "given"


class What(StrEnum):
    """What a row is."""

    TASK = "task"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class AgendaFilters:
    """Whose plans, and which of them. `kind` is "" for all, "task", or the kind of an activity.

    Attributes:
        person_id: None is oneself; `organization_id`: None is one's own.
        lead_id: only what is planned on this lead.
        priority: only tasks of this priority.
        due_from, due_to: only what is planned for these days by the reader's clock, both included.
        search: words of title or text, or parts of them.
    """

    tab: Tab = Tab.TODAY
    whose: Whose = Whose.MINE
    kind: str = ""
    lead_id: UUID | None = None
    priority: Priority | None = None
    due_from: date | None = None
    due_to: date | None = None
    person_id: UUID | None = None
    organization_id: UUID | None = None
    search: str = ""
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A task or an activity.

    Attributes:
        at: when it is, or was done; of a task without an hour 00:00 UTC of its day.
        day: the day of that for the reader.
        kind: of an activity; "" for a task.
        person: who does or did it; `giver` who gave the task, "" for themselves.
        lead_id, lead, company: None and "" where the reader does not see the lead.
        company_id, contact_id: whom an activity is with, None where the reader does not see the lead.
        is_late: it should have been done by now.
    """

    id: UUID
    what: What
    kind: str
    title: str
    text: str
    at: datetime
    ends_at: datetime
    day: date
    has_time: bool
    is_late: bool
    done_at: datetime | None
    priority: Priority
    reminder: Reminder | None
    repeats: str | None
    person_id: UUID
    person: str
    giver: str
    lead_id: UUID | None
    lead: str
    company: str
    contact: str
    duration_minutes: int | None
    may_change: bool
    version: int
    updated_at: datetime
    company_id: UUID | None = None
    contact_id: UUID | None = None


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
    whose = _whose(session, actor, filters)
    is_done = filters.tab == Tab.DONE
    firsts = _firsts(whose, filters, actor, now, limit + 1, _beyond(filters.cursor))
    found = session.execute(_in_order(sa.union_all(*firsts).subquery(), is_done).limit(limit + 1)).all()
    rows = _rows(session, actor, found[:limit], now)
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
    whose, is_done = _whose(session, actor, filters), filters.tab == Tab.DONE
    beyond = None
    while True:
        firsts = sa.union_all(*_firsts(whose, filters, actor, now, EXPORTED, beyond)).subquery()
        found = session.execute(_in_order(firsts, is_done).limit(EXPORTED)).all()
        yield _rows(session, actor, found, now)
        if len(found) < EXPORTED:
            return
        beyond = found[-1].at, found[-1].id


def agenda_between(
    session: Session, actor: Actor, filters: AgendaFilters, first: date, last: date, *, now: datetime
) -> list[AgendaRow]:
    """What lies on the days from the first to the last by the reader's clock, done or not; at most 500."""
    whose = _whose(session, actor, filters)
    tasks, activities = _between(actor, first, last)
    parts = [
        *([_part(Task, Task.due_at, [*whose.tasks, *tasks])] if whose.has_tasks else []),
        *([_part(SalesActivity, SalesActivity.happens_at, [*whose.activities, *activities])] if whose.has_rest else []),
    ]
    found = session.execute(_in_order(sa.union_all(*parts).subquery(), False).limit(CALENDAR_LIMIT)).all()
    return _rows(session, actor, found, now)


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
    rows = _rows(session, actor, session.execute(_in_order(every, False)).all(), now)
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
    rows = _rows(session, actor, session.execute(sa.union_all(*parts)).all(), now)
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class _Whose:
    """The conditions that say whose plans are looked at."""

    tasks: list[Condition]
    activities: list[Condition]
    has_tasks: bool
    has_rest: bool


def _whose(session: Session, actor: Actor, filters: AgendaFilters) -> _Whose:
    person_id = filters.person_id or actor.user_id
    organization_id = filters.organization_id or actor.organization_id
    require_agenda(actor, person_id, organization_id)
    given = filters.whose == Whose.GIVEN
    does = Task.creator_id == person_id if given else Task.assignee_id == person_id
    tasks = [Task.organization_id == organization_id, does, Task.deleted_at.is_(None)]
    tasks += [Task.assignee_id != person_id] if given else []
    activities = [
        SalesActivity.organization_id == organization_id,
        SalesActivity.author_id == person_id,
        SalesActivity.deleted_at.is_(None),
    ]
    if filters.lead_id:
        tasks.append(Task.lead_id == filters.lead_id)
        activities.append(SalesActivity.lead_id == filters.lead_id)
    if filters.priority:
        tasks.append(Task.priority == filters.priority)
    due_tasks, due_activities = _between(actor, filters.due_from, filters.due_to)
    tasks += due_tasks
    activities += due_activities
    tasks += _found(session, actor, filters.search, Task, person_id)
    activities += _found(session, actor, filters.search, SalesActivity, person_id)
    if filters.kind not in ("", What.TASK):
        activities.append(SalesActivity.kind == ActivityKind(filters.kind))
    has_rest = filters.kind != What.TASK and not given and not filters.priority
    return _Whose(tasks, activities, filters.kind in ("", What.TASK), has_rest)


def _between(actor: Actor, first: date | None, last: date | None) -> tuple[list[Condition], list[Condition]]:
    """What lies on the days from the first to the last by the reader's clock, of tasks and of activities."""
    tasks, activities = [], []
    if first is not None:
        begin, day = day_begins(first, actor.time_zone), as_day(first)
        tasks += [sa.or_(_timed(Task.due_at >= begin), _untimed(Task.due_at >= day)), Task.due_at >= min(begin, day)]
        activities.append(SalesActivity.happens_at >= begin)
    if last is not None:
        end, day = day_begins(last + timedelta(days=1), actor.time_zone), as_day(last)
        tasks += [sa.or_(_timed(Task.due_at < end), _untimed(Task.due_at <= day)), Task.due_at <= max(end, day)]
        activities.append(SalesActivity.happens_at < end)
    return tasks, activities


def _found(session: Session, actor: Actor, search: str, table: Any, person_id: UUID) -> list[Condition]:
    """The person's plans that hold the words; the same question for tasks and activities."""
    look = full_text.sought(search)
    if not look.words:
        return full_text.holds_signs(look, table.search_text)
    hits = full_text.found(
        session,
        actor,
        look,
        [full_text.Of.PLAN],
        [(full_text.Whose.OWNER, person_id), (full_text.Whose.CREATOR, person_id)],
    )
    return [table.id.in_(hits), *full_text.holds_signs(look, table.search_text)]


def _firsts(
    whose: _Whose, filters: AgendaFilters, actor: Actor, now: datetime, limit: int, beyond: tuple[datetime, UUID] | None
) -> list[sa.Select]:
    """The first rows of tasks and of activities, each read by its own index."""
    is_done = filters.tab == Tab.DONE
    parts = []
    if whose.has_tasks:
        at = Task.done_at if is_done else Task.due_at
        when = [Task.done_at.is_not(None)] if is_done else _tasks_in(filters.tab, actor, now)
        parts.append(_first(Task, at, [*whose.tasks, *when], is_done, limit, beyond))
    if whose.has_rest and filters.tab != Tab.OVERDUE:
        at = SalesActivity.happens_at
        parts.append(
            _first(SalesActivity, at, [*whose.activities, *_rest_in(filters.tab, actor, now)], is_done, limit, beyond)
        )
    return parts or [_part(Task, Task.due_at, [sa.false()])]


def _tasks_in(tab: Tab, actor: Actor, now: datetime) -> list[Condition]:
    """Open tasks of a tab; the last condition is the bound that the index is entered by."""
    today = today_in(actor.time_zone, now)
    begin, end = day_begins(today, actor.time_zone), day_begins(today + timedelta(days=1), actor.time_zone)
    day, next_day = as_day(today), as_day(today + timedelta(days=1))
    is_open = Task.done_at.is_(None)
    if tab == Tab.OVERDUE:
        return [
            is_open,
            sa.or_(_timed(Task.due_at < begin), _untimed(Task.due_at < day)),
            Task.due_at < max(begin, day),
        ]
    if tab == Tab.UPCOMING:
        later = sa.or_(_timed(Task.due_at >= end), _untimed(Task.due_at >= next_day))
        return [is_open, later, Task.due_at >= min(end, next_day)]
    here = sa.or_(_timed(Task.due_at >= begin, Task.due_at < end), _untimed(Task.due_at == day))
    return [is_open, here, Task.due_at >= min(begin, day), Task.due_at < max(end, next_day)]


def _rest_in(tab: Tab, actor: Actor, now: datetime) -> list[Condition]:
    """Activities of a tab: those that have happened are done."""
    end = day_begins(today_in(actor.time_zone, now) + timedelta(days=1), actor.time_zone)
    at = SalesActivity.happens_at
    if tab == Tab.DONE:
        return [at <= now]
    return [at > now, at < end] if tab == Tab.TODAY else [at > now, at >= end]


def _timed(*conditions: Condition) -> Condition:
    return sa.and_(Task.due_time.is_not(None), *conditions)


def _untimed(*conditions: Condition) -> Condition:
    return sa.and_(Task.due_time.is_(None), *conditions)


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


def _counts(session: Session, actor: Actor, whose: _Whose, filters: AgendaFilters, now: datetime) -> tuple[int, int]:
    counts = []
    for tab in (Tab.TODAY, Tab.OVERDUE):
        one = AgendaFilters(tab=tab, whose=filters.whose, kind=filters.kind)
        found = sa.union_all(*_firsts(whose, one, actor, now, COUNTED, None)).subquery()
        counts.append(sa.select(sa.func.count()).select_from(found).scalar_subquery())
    today, overdue = session.execute(sa.select(*counts)).one()
    return min(today, COUNTED), min(overdue, COUNTED)


_DOES, _GIVES = alias_of(User, "does"), alias_of(User, "gives")


def _rows(session: Session, actor: Actor, found: Any, now: datetime) -> list[AgendaRow]:
    """The rows in the order in which they were found; two statements, and one for each that has none."""
    by_id: dict[UUID, AgendaRow] = {}
    tasks = [row.id for row in found if row.what == What.TASK]
    if tasks:
        query = (
            sa.select(Task, _DOES.name, _GIVES.name, Lead.id, Lead.title, Company.name)
            .join(_DOES, _DOES.id == Task.assignee_id)
            .join(_GIVES, _GIVES.id == Task.creator_id)
            .outerjoin(Lead, sa.and_(Lead.id == Task.lead_id, sees_lead(actor)))
            .outerjoin(Company, Company.id == Lead.company_id)
            .where(Task.id.in_(tasks))
        )
        by_id |= {row[0].id: _task_row(actor, row, now) for row in session.execute(query)}
    activities = [row.id for row in found if row.what == What.ACTIVITY]
    if activities:
        query = (
            sa.select(SalesActivity, _DOES.name, Lead.id, Lead.title, Company.name, Person.name)
            .join(_DOES, _DOES.id == SalesActivity.author_id)
            .outerjoin(Lead, sa.and_(Lead.id == SalesActivity.lead_id, sees_lead(actor)))
            .outerjoin(Company, Company.id == SalesActivity.company_id)
            .outerjoin(Person, Person.id == SalesActivity.person_id)
            .where(SalesActivity.id.in_(activities))
        )
        by_id |= {row[0].id: _activity_row(actor, row, now) for row in session.execute(query)}
    return [by_id[row.id] for row in found]


def _task_row(actor: Actor, row: sa.Row, now: datetime) -> AgendaRow:
    task, person, giver, lead_id, lead, company = row
    has_time = task.due_time is not None
    day = due_day(task.due_at, has_time, actor.time_zone)
    late = task.due_at < now if has_time else day < today_in(actor.time_zone, now)
    return AgendaRow(
        id=task.id,
        what=What.TASK,
        kind="",
        title=task.title,
        text=task.text,
        at=task.due_at,
        ends_at=task.due_at + timedelta(minutes=30),
        day=day,
        has_time=has_time,
        is_late=late and task.done_at is None,
        done_at=task.done_at,
        priority=task.priority,
        reminder=task.reminder,
        repeats=task.repeats,
        person_id=task.assignee_id,
        person=person,
        giver=giver if task.creator_id != task.assignee_id else "",
        lead_id=lead_id,
        lead=lead or "",
        company=company or "",
        contact="",
        duration_minutes=None,
        may_change=may_change(actor, creator_id=task.creator_id, assignee_id=task.assignee_id),
        version=task.version,
        updated_at=task.updated_at,
    )


def _activity_row(actor: Actor, row: sa.Row, now: datetime) -> AgendaRow:
    activity, person, lead_id, lead, company, contact = row
    hidden = activity.lead_id is not None and lead_id is None
    return AgendaRow(
        id=activity.id,
        what=What.ACTIVITY,
        kind=activity.kind.value,
        title=activity.title,
        text=activity.text,
        at=activity.happens_at,
        ends_at=ends_at(activity.happens_at, activity.duration_minutes),
        day=today_in(actor.time_zone, activity.happens_at),
        has_time=True,
        is_late=False,
        done_at=activity.happens_at if activity.happens_at <= now else None,
        priority=Priority.NORMAL,
        reminder=None,
        repeats=None,
        person_id=activity.author_id,
        person=person,
        giver="",
        lead_id=lead_id,
        lead=lead or "",
        company="" if hidden else company or "",
        contact="" if hidden else contact or "",
        duration_minutes=activity.duration_minutes,
        may_change=may_change(actor, creator_id=activity.author_id, assignee_id=activity.author_id),
        version=activity.version,
        updated_at=activity.updated_at,
        company_id=None if hidden else activity.company_id,
        contact_id=None if hidden else activity.person_id,
    )


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


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What the forms of tasks and activities offer: the sales team, and the actor's open leads, latest change first."""

    team: list[PersonOption]
    leads: list[Option]


def plan_choices(session: Session, actor: Actor) -> PlanChoices:
    """The lists behind the forms; at most 100 leads."""
    actor.require(Permission.ACTIVITIES)
    mine = sa.or_(*pipeline_of(actor, actor.user_id, actor.organization_id))
    query = sa.select(Lead.id, Lead.title).where(mine, Lead.sub_stage == SubStage.OPEN)
    found = session.execute(query.order_by(Lead.updated_at.desc(), Lead.id).limit(LEADS_OFFERED))
    return PlanChoices(sales_team(session, actor), [Option(row.id, row.title) for row in found])

"""Which tasks and activities are asked for, as conditions: whose, which tab, which days, which words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.days import as_day, day_begins, today_in
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition, require_agenda
from leadx_app.models import ActivityKind, Priority, SalesActivity, Task
from leadx_app.queries import full_text


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
class WhosePlans:
    """The conditions that say whose plans are looked at."""

    tasks: list[Condition]
    activities: list[Condition]
    has_tasks: bool
    has_rest: bool


def whose_plans(session: Session, actor: Actor, filters: AgendaFilters) -> WhosePlans:
    """The conditions behind the filters, whatever the tab.

    Raises:
        NotPermitted: without Activities, or a colleague's without the right to look at it.
        NotFound: an organization that the actor does not read.
    """
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
    due_tasks, due_activities = plans_between(actor, filters.due_from, filters.due_to)
    tasks += due_tasks
    activities += due_activities
    tasks += _found(session, actor, filters.search, Task, person_id)
    activities += _found(session, actor, filters.search, SalesActivity, person_id)
    if filters.kind not in ("", What.TASK):
        activities.append(SalesActivity.kind == ActivityKind(filters.kind))
    has_rest = filters.kind != What.TASK and not given and not filters.priority
    return WhosePlans(tasks, activities, filters.kind in ("", What.TASK), has_rest)


def plans_between(actor: Actor, first: date | None, last: date | None) -> tuple[list[Condition], list[Condition]]:
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


def tasks_in(tab: Tab, actor: Actor, now: datetime) -> list[Condition]:
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


def activities_in(tab: Tab, actor: Actor, now: datetime) -> list[Condition]:
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

"""Make, change, give away, move and remove tasks."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain.days import moment_at, today_in
from leadx_app.domain.errors import Conflict, Invalid, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.find import find_sales_user, find_task
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.plans import NOT_YOURS, change, check_version, lead_for, search_text, write_down
from leadx_app.domain.text import BadInput
from leadx_app.models import Task, User, new_id

from . import rules
from .draft import TaskDraft, TaskEdit
from .repeat import choice_of, rule_of


class Snooze(StrEnum):
    """When to be reminded again."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    WEEK = "week"


def create(session: Session, actor: Actor, draft: TaskDraft, *, now: datetime) -> UUID:
    """Plan a task, for oneself or for a colleague of sales, who is told.

    Raises:
        NotPermitted: without Activities, or on a lead that the actor neither made nor owns.
        Invalid: an assignee who is not of the team, an hour that does not exist on that day.
    """
    actor.require(Permission.ACTIVITIES)
    if draft.draft_id and (made := _made_before(session, actor, draft.draft_id)):
        return made
    lead_for(session, actor, draft.lead_id)
    assignee = _assignee(session, actor, draft.assignee_id or actor.user_id)
    day = draft.due_on or today_in(assignee.time_zone, now)
    _check_hour(day, draft.due_time, assignee)
    task = Task(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        creator_id=actor.user_id,
        assignee_id=assignee.id,
        title=draft.title,
        text=draft.text or "",
        search_text=search_text(draft.title, draft.text or ""),
        due_at=rules.due_moment(day, draft.due_time, assignee.time_zone),
        due_time=draft.due_time,
        reminder=draft.reminder,
        priority=draft.priority,
        lead_id=draft.lead_id,
        repeats=rule_of(draft.repeat, day, draft.weekdays),
        draft_id=draft.draft_id,
        created_at=now,
        updated_at=now,
    )
    task.remind_at = rules.remind_moment(task, assignee.time_zone, now)
    session.add(task)
    write_down(session, actor, EventKind.TASK_CREATED, task, now=now, people={assignee.id})
    _tell(session, actor, task, assignee, now)
    return task.id


def edit(session: Session, actor: Actor, task_id: UUID, changes: TaskEdit, *, now: datetime) -> None:
    """Save the fields that were set.

    Raises:
        Conflict: it was changed since `changes.version`.
    """
    task = own_task(session, actor, task_id)
    check_version(task, changes.version)
    before = task.assignee_id
    wanted = changes.model_fields_set
    assignee = _assignee(session, actor, (changes.assignee_id if "assignee_id" in wanted else None) or before)
    kept = wanted & {"title", "text", "reminder", "priority"}
    values: dict[str, Any] = {name: getattr(changes, name) for name in kept}
    values |= {"text": values["text"] or ""} if "text" in values else {}
    was = rules.due_day(task.due_at, task.due_time is not None, _zone(session, before))
    day = changes.due_on or was
    hour = changes.due_time if "due_time" in wanted else task.due_time
    if wanted & {"due_on", "due_time"}:
        _check_hour(day, hour, assignee)
    repeat, weekdays = choice_of(task.repeats)
    if wanted & {"repeat", "weekdays"}:
        repeat, weekdays = changes.repeat, changes.weekdays
    if day != was or wanted & {"repeat", "weekdays"}:
        values["repeats"] = rule_of(repeat, day, weekdays)
    values |= {"due_time": hour, "due_at": rules.due_moment(day, hour, assignee.time_zone)}
    _save(session, actor, task, assignee, values, now)
    if assignee.id != before:
        _given(session, actor, task, assignee, before, now)


def assign(session: Session, actor: Actor, task_id: UUID, user_id: UUID, *, now: datetime) -> None:
    """Give the task to somebody of sales, who is told; harmless when they have it.

    Raises:
        Conflict: it is done.
        Invalid: somebody who is not of the team.
    """
    task = own_task(session, actor, task_id)
    _refuse_done(task)
    assignee = _assignee(session, actor, user_id)
    before = task.assignee_id
    if assignee.id == before:
        return
    day = rules.due_day(task.due_at, task.due_time is not None, _zone(session, before))
    _save(session, actor, task, assignee, {"due_at": rules.due_moment(day, task.due_time, assignee.time_zone)}, now)
    _given(session, actor, task, assignee, before, now)


def move(session: Session, actor: Actor, task_id: UUID, day: date, *, now: datetime) -> date:
    """Move the task to another day, at the same hour; returns the day that it was on."""
    task = own_task(session, actor, task_id)
    _refuse_done(task)
    assignee = session.get_one(User, task.assignee_id)
    before = rules.due_day(task.due_at, task.due_time is not None, assignee.time_zone)
    if day != before:
        due_at = rules.due_moment(day, task.due_time, assignee.time_zone)
        _save(session, actor, task, assignee, {"due_at": due_at}, now)
    return before


def snooze(session: Session, actor: Actor, task_id: UUID, until: Snooze, *, now: datetime) -> datetime:
    """Remind the assignee again later; returns when."""
    task = own_task(session, actor, task_id)
    _refuse_done(task)
    time_zone = _zone(session, task.assignee_id)
    days = {Snooze.TOMORROW: 1, Snooze.WEEK: 7}.get(until)
    later = now + timedelta(hours=1)
    if days:
        later = moment_at(today_in(time_zone, now) + timedelta(days=days), rules.MORNING, time_zone)
    change(session, task, now=now, remind_at=later)
    write_down(session, actor, EventKind.TASK_CHANGED, task, now=now, people={task.assignee_id})
    return later


def remove(session: Session, actor: Actor, task_id: UUID, *, now: datetime) -> None:
    """Take the task away; it can be restored. One that repeats does not come again."""
    task = own_task(session, actor, task_id)
    change(session, task, now=now, deleted_at=now)
    write_down(session, actor, EventKind.TASK_REMOVED, task, now=now, people=parties(task))


def restore(session: Session, actor: Actor, task_id: UUID, *, now: datetime) -> None:
    """Undo the removal; harmless when it is there."""
    task = own_task(session, actor, task_id, removed=True)
    if task.deleted_at is not None:
        change(session, task, now=now, deleted_at=None)
        write_down(session, actor, EventKind.TASK_RESTORED, task, now=now, people=parties(task))


def own_task(session: Session, actor: Actor, task_id: UUID, *, removed: bool = False) -> Task:
    """A task that the actor may change; NotPermitted for one that they only see."""
    task = find_task(session, actor, task_id, removed=removed)
    if not rules.may_change(actor, creator_id=task.creator_id, assignee_id=task.assignee_id):
        raise NotPermitted(NOT_YOURS)
    return task


def parties(task: Task) -> frozenset[UUID]:
    """Whose pages show the task."""
    return frozenset({task.creator_id, task.assignee_id})


def _save(session: Session, actor: Actor, task: Task, assignee: User, values: dict[str, Any], now: datetime) -> None:
    """Write what is different, and the reminder that follows from it."""
    values["assignee_id"] = assignee.id
    changed = {name for name, value in values.items() if getattr(task, name) != value}
    if not changed:
        return
    after = Task(**{**task.model_dump(), **values})
    if changed & {"due_at", "reminder", "assignee_id"} and task.done_at is None:
        values["remind_at"] = rules.remind_moment(after, assignee.time_zone, now)
    change(session, task, now=now, **values)
    if changed - {"assignee_id"}:
        write_down(session, actor, EventKind.TASK_CHANGED, task, now=now, people=parties(task))


def _given(session: Session, actor: Actor, task: Task, assignee: User, before: UUID, now: datetime) -> None:
    if task.lead_id:
        people = parties(task) | {before}
        write_down(session, actor, EventKind.TASK_ASSIGNED, task, now=now, people=people, assignee=assignee.name)
    _tell(session, actor, task, assignee, now, also=frozenset({before, task.creator_id}))


def _tell(
    session: Session,
    actor: Actor,
    task: Task,
    assignee: User,
    now: datetime,
    also: frozenset[UUID] = frozenset(),
) -> None:
    """Tell the assignee of a task that somebody else gave them; they need not see the lead that it is on."""
    if assignee.id != actor.user_id or also:
        payload = {"title": task.title, "id": str(task.id), "assignee": assignee.name}
        told = frozenset({assignee.id})
        kind = EventKind.TASK_ASSIGNED
        record_about(session, actor, kind, task.organization_id, now=now, payload=payload, told=told, also=also)


def _assignee(session: Session, actor: Actor, user_id: UUID) -> User:
    if user_id == actor.user_id:
        return session.get_one(User, user_id)
    try:
        return find_sales_user(session, actor, actor.organization_id, user_id)
    except Invalid as refusal:
        raise Invalid("Choose a sales person of the team.", field="assignee_id") from refusal


def _check_hour(day: date, hour: time | None, assignee: User) -> None:
    try:
        rules.check_hour(day, hour, assignee.time_zone)
    except BadInput as bad:
        raise Invalid(bad.template, field="due_time", **bad.params) from bad


def _refuse_done(task: Task) -> None:
    if task.done_at is not None:
        raise Conflict("This task is done. Reopen it first.")


def _zone(session: Session, user_id: UUID) -> str:
    return session.get_one(User, user_id).time_zone


def _made_before(session: Session, actor: Actor, draft_id: UUID) -> UUID | None:
    mine = (Task.creator_id == actor.user_id, Task.draft_id == draft_id)
    return session.exec(select(Task.id).where(*mine)).first()

"""Tasks and activities as rows: what one says, and whether its reader may change it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.activities import ends_at
from leadx_app.domain.days import today_in
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import sees_lead
from leadx_app.domain.tasks.rules import due_day, may_change
from leadx_app.models import Company, Lead, Person, Priority, Reminder, SalesActivity, Task, User
from leadx_app.models.alias import alias_of
from leadx_app.queries.agenda_filters import What

_DOES, _GIVES = alias_of(User, "does"), alias_of(User, "gives")


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


def agenda_rows(session: Session, actor: Actor, found: Any, now: datetime) -> list[AgendaRow]:
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

"""The weeks of the sales people of the demo: what they did, what waits for them today, what is planned."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain import activities
from leadx_app.domain.activities import ActivityDraft
from leadx_app.domain.days import moment_at, today_in
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tasks.draft import TaskDraft
from leadx_app.domain.tasks.finish import complete
from leadx_app.domain.tasks.plan import create
from leadx_app.domain.tasks.repeat import Repeat
from leadx_app.models import ActivityKind, Lead, Priority, Reminder, SubStage

HIGH, LOW = Priority.HIGH, Priority.LOW

TASKS = (
    (-6, None, "Send the revised offer", {"priority": HIGH}),
    (-2, time(10), "Call back about the delivery", {}),
    (0, None, "Prepare the demo for Thursday", {}),
    (0, time(15, 30), "Ring before the weekend", {"priority": HIGH, "reminder": Reminder.MINUTES_30}),
    (0, None, "Go through new leads", {"repeat": Repeat.WEEKLY, "weekdays": (0, 1, 2, 3, 4)}),
    (1, time(9), "Confirm the site visit", {"reminder": Reminder.HOUR}),
    (3, None, "Ask for references", {"priority": LOW}),
    (8, time(13), "Follow up on the offer", {}),
    (20, None, "Renew the price list", {"repeat": Repeat.MONTHLY}),
)
"""Days from today, the hour, the title and what else."""

DONE = ((-5, "Update the customer's address"), (-3, "Send minutes of the meeting"), (-1, "Book a room"))

ACTIVITIES = (
    (-9, time(9, 15), ActivityKind.CALL, "First talk about what they need", 20),
    (-4, time(13), ActivityKind.MEETING, "Walked through the offer", 60),
    (-1, time(11, 40), ActivityKind.EMAIL, "Sent drawings and prices", None),
    (1, time(10, 30), ActivityKind.VISIT, "Look at the building", 90),
    (2, time(14), ActivityKind.DEMO, "Show the new system", 45),
    (6, time(12), ActivityKind.MEETING, "Lunch with the board", 60),
)


def plan_weeks(session: Session, actor: Actor, *, until: datetime, colleague: Actor | None = None) -> None:
    """Fill the weeks around this moment with tasks and activities, some on the person's own leads.

    Args:
        colleague: who gets one of the tasks.
    """
    leads = _own_leads(session, actor)
    today = today_in(actor.time_zone, until)
    for number, (days, hour, title, more) in enumerate(TASKS):
        lead_id = leads[number % len(leads)] if leads and number % 2 else None
        draft = TaskDraft(title=title, due_on=today + timedelta(days=days), due_time=hour, lead_id=lead_id, **more)
        create(session, actor, draft, now=_before(until, days))
    for days, title in DONE:
        made = _before(until, days)
        task_id = create(session, actor, TaskDraft(title=title, due_on=today + timedelta(days=days)), now=made)
        complete(session, actor, task_id, now=made + timedelta(hours=1))
    for number, (days, hour, kind, title, minutes) in enumerate(ACTIVITIES):
        happens_at = moment_at(today + timedelta(days=days), hour, actor.time_zone)
        lead_id = leads[number % len(leads)] if leads else None
        draft = ActivityDraft(kind=kind, title=title, happens_at=happens_at, duration_minutes=minutes, lead_id=lead_id)
        activities.log(session, actor, draft, now=min(happens_at + timedelta(hours=1), until))
    if colleague:
        given = TaskDraft(title="Check the figures for me", due_on=today, assignee_id=colleague.user_id)
        create(session, actor, given, now=until - timedelta(hours=2))


def _before(until: datetime, days: int) -> datetime:
    """When something for a day was planned: two days ahead of it, and never in time to come."""
    return until + timedelta(days=min(days, 0) - 2)


def _own_leads(session: Session, actor: Actor) -> list[UUID]:
    mine = (Lead.owner_id == actor.user_id, Lead.organization_id == actor.organization_id)
    query = select(Lead.id).where(*mine, Lead.sub_stage == SubStage.OPEN).order_by(Lead.created_at, Lead.id)
    return list(session.exec(query.limit(6)))

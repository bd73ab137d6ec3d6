"""What the page does to a row of which it knows the id: the command of a task or of an activity."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain import activities
from leadx_app.domain.activities import ActivityDraft, ActivityEdit
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.quick_add import Quick
from leadx_app.domain.tasks import plan
from leadx_app.domain.tasks.draft import TaskDraft, TaskEdit
from leadx_app.state.doors import Form

PLANS = frozenset(kind for kind in EventKind if kind.startswith(("activity.", "task.")))
"""What may change a plan on a screen."""


def move_plan(session: Session, actor: Actor, plan_id: UUID, day: date, *, now: datetime) -> date:
    """Move a task or an activity to a day; returns the day that it was on."""
    try:
        return plan.move(session, actor, plan_id, day, now=now)
    except NotFound:
        return activities.move(session, actor, plan_id, day, now=now)


def remove_plan(session: Session, actor: Actor, plan_id: UUID, *, now: datetime) -> None:
    """Take a task or an activity away."""
    try:
        plan.remove(session, actor, plan_id, now=now)
    except NotFound:
        activities.remove(session, actor, plan_id, now=now)


def restore_plan(session: Session, actor: Actor, plan_id: UUID, *, now: datetime) -> None:
    """Bring a task or an activity back."""
    try:
        plan.restore(session, actor, plan_id, now=now)
    except NotFound:
        activities.restore(session, actor, plan_id, now=now)


def quick_task(session: Session, actor: Actor, quick: Quick, lead_id: str, draft_id: object, *, now: datetime) -> UUID:
    """Plan what one line said."""
    said = {
        "title": quick.title,
        "due_on": quick.due_on,
        "due_time": quick.due_time,
        "priority": quick.priority,
        "repeat": quick.repeat,
        "weekdays": quick.weekdays,
        "lead_id": lead_id,
        "draft_id": draft_id,
    }
    return plan.create(session, actor, parse_draft(TaskDraft, said), now=now)


def save_task(session: Session, actor: Actor, plan_id: str, form: Form, *, now: datetime) -> None:
    """Make or change a task as the form says."""
    fields = {name: form.get(name) for name in ("title", "text", "due_on", "due_time", "reminder", "assignee_id")}
    fields["priority"] = form.get("priority") or "normal"
    fields["repeat"] = form.get("repeat")
    fields["weekdays"] = [number for number in range(7) if form.get(f"weekday_{number}")]
    if plan_id:
        edit = parse_draft(TaskEdit, {**fields, "version": form.get("version")})
        plan.edit(session, actor, UUID(plan_id), edit, now=now)
    else:
        made = {**fields, "lead_id": form.get("lead_id"), "draft_id": form.get("draft_id")}
        plan.create(session, actor, parse_draft(TaskDraft, made), now=now)


def _picked(form: Form, name: str) -> str | None:
    """The id of the contact that was picked; Invalid for one that was only typed."""
    picked = str(form.get(f"{name}_id") or "")
    if not picked and str(form.get(name) or "").strip():
        raise Invalid("Choose one from the list, or make it in Contacts first.", field=name)
    return picked or None


def save_activity(session: Session, actor: Actor, plan_id: str, form: Form, *, now: datetime) -> None:
    """Keep or change an activity as the form says."""
    fields = {name: form.get(name) for name in ("title", "text", "kind", "happens_at", "duration_minutes")}
    fields |= {"company_id": _picked(form, "company_name"), "person_id": _picked(form, "person_name")}
    if plan_id:
        changes = parse_draft(ActivityEdit, {**fields, "version": form.get("version")}, time_zone=actor.time_zone)
        activities.edit(session, actor, UUID(plan_id), changes, now=now)
    else:
        made = {**fields, "lead_id": form.get("lead_id"), "draft_id": form.get("draft_id")}
        activities.log(session, actor, parse_draft(ActivityDraft, made, time_zone=actor.time_zone), now=now)

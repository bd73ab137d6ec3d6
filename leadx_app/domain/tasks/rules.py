"""Row rules of tasks as named questions, and the moments that follow from their fields."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from leadx_app.domain.days import as_day, moment_at, today_in
from leadx_app.domain.moments import parse_moment
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Reminder, Task

MORNING = time(8, 0)
"""When people are reminded of tasks that have a day and no hour."""

BEFORE = {
    Reminder.ON_TIME: timedelta(0),
    Reminder.MINUTES_10: timedelta(minutes=10),
    Reminder.MINUTES_30: timedelta(minutes=30),
    Reminder.HOUR: timedelta(hours=1),
}


def may_change(actor: Actor, *, creator_id: UUID, assignee_id: UUID) -> bool:
    """Whether the actor may do, change, give away and remove the task: who made it and who does it."""
    return actor.user_id in (creator_id, assignee_id) and actor.may(Permission.ACTIVITIES)


def due_moment(day: date, hour: time | None, time_zone: str) -> datetime:
    """How day and hour by the clock of the time zone are kept (see `Task.due_at`)."""
    return as_day(day) if hour is None else moment_at(day, hour, time_zone)


def check_hour(day: date, hour: time | None, time_zone: str) -> None:
    """Raises BadInput for an hour that clocks leap over on this day."""
    if hour is not None:
        parse_moment(f"{day.isoformat()} {hour:%H:%M}", time_zone)


def due_day(due_at: datetime, has_time: bool, time_zone: str) -> date:
    """The day on which the task is due in the time zone."""
    return today_in(time_zone, due_at) if has_time else due_at.date()


def remind_moment(task: Task, time_zone: str, now: datetime) -> datetime | None:
    """When the assignee, who lives in this time zone, is reminded; None without a reminder, and for what is past."""
    if task.reminder is None:
        return None
    day = due_day(task.due_at, task.due_time is not None, time_zone)
    hour = MORNING if task.due_time is None else task.due_at.astimezone(ZoneInfo(time_zone)).time()
    due_at = moment_at(day, hour, time_zone)
    if due_at < now:
        return None
    if task.reminder == Reminder.DAY:
        return moment_at(day - timedelta(days=1), hour, time_zone)
    return due_at - BEFORE[task.reminder]

"""When a task comes again: rules as in calendars (RFC 5545), reckoned on days, so that clocks cannot disturb them."""

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum

from dateutil.rrule import rrulestr

NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SHORTEST_MONTH = 28


class Repeat(StrEnum):
    """How often a task comes again."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


def rule_of(repeat: Repeat | None, due_on: date, weekdays: Iterable[int] = ()) -> str | None:
    """The RRULE of a choice; None for once.

    Without weekdays, weekly is on the weekday of the due day. Monthly on a day that a month does not have is on its
    last day, and on the right day again in the next month that has it.
    """
    if repeat == Repeat.DAILY:
        return "FREQ=DAILY"
    if repeat == Repeat.WEEKLY:
        days = sorted(set(weekdays)) or [due_on.weekday()]
        return f"FREQ=WEEKLY;BYDAY={','.join(NAMES[day] for day in days)}"
    if repeat == Repeat.MONTHLY:
        if due_on.day <= SHORTEST_MONTH:
            return f"FREQ=MONTHLY;BYMONTHDAY={due_on.day}"
        last = ",".join(str(day) for day in range(SHORTEST_MONTH, due_on.day + 1))
        return f"FREQ=MONTHLY;BYMONTHDAY={last};BYSETPOS=-1"
    return None


def choice_of(rule: str | None) -> tuple[Repeat | None, tuple[int, ...]]:
    """The choice and the weekdays behind a rule of `rule_of`."""
    if rule is None:
        return None, ()
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    days = tuple(NAMES.index(name) for name in parts.get("BYDAY", "").split(",") if name)
    return Repeat(parts["FREQ"].lower()), days


def next_day(rule: str, due_on: date, after: date) -> date | None:
    """The first day of the rule that is later than both; None when no calendar has one.

    Args:
        due_on: the day of the occurrence before.
        after: usually today: what was missed is not made up for.
    """
    start = datetime.combine(due_on, time.min)
    latest = datetime.combine(max(due_on, after), time.min)
    found = rrulestr(rule, dtstart=start).after(latest)
    return found.date() if found else None

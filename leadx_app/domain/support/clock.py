"""The clocks of a ticket: what their columns become when it is raised, moved, or judged by another severity."""

from datetime import datetime, timedelta
from typing import Any

from leadx_app.models import Severity, Ticket, TicketStatus

from .hours import SupportHours, due_at, support_time
from .rules import ENDED, STANDING, TARGETS


def at_begin(hours: SupportHours, severity: Severity, now: datetime) -> dict[str, Any]:
    """A new ticket: both clocks run."""
    respond_due_at = due_at(hours, now, TARGETS[severity].response)
    return {"clock_since": now, "used_seconds": 0, "respond_due_at": respond_due_at, "due_at": respond_due_at}


def at_move(ticket: Ticket, hours: SupportHours, to: TicketStatus, now: datetime) -> dict[str, Any]:
    """A ticket that goes to another status: the clock goes on, or stands with what it has used."""
    used = used_until(ticket, hours, now)
    values: dict[str, Any] = {"status": to, "moved_at": now, "used_seconds": int(used.total_seconds())}
    if ticket.responded_at is None:
        late = now > ticket.respond_due_at
        values |= {"responded_at": now, "is_response_late": late, "overdue_notified_at": None}
    if to in STANDING:
        values |= {"clock_since": None, "due_at": None}
    else:
        left = TARGETS[ticket.severity].resolution - used
        values |= {"clock_since": now, "due_at": due_at(hours, now, left)}
    if to == TicketStatus.RESOLVED:
        values |= {"resolved_at": now, "is_resolution_late": used > TARGETS[ticket.severity].resolution}
    elif to not in ENDED:
        values |= {"resolved_at": None, "is_resolution_late": None}
    return values


def at_judgement(
    ticket: Ticket, hours: SupportHours, severity: Severity, now: datetime, *, before: SupportHours | None = None
) -> dict[str, Any]:
    """A ticket that is judged anew, or whose support is open at other hours than `before`: what it used counts on."""
    used = used_until(ticket, before or hours, now)
    values: dict[str, Any] = {"severity": severity, "used_seconds": int(used.total_seconds())}
    if ticket.responded_at is None:
        values["respond_due_at"] = due_at(hours, ticket.created_at, TARGETS[severity].response)
    if ticket.clock_since is not None:
        values["clock_since"] = now
        left = TARGETS[severity].resolution - used
        values["due_at"] = values["respond_due_at"] if ticket.responded_at is None else due_at(hours, now, left)
        if values["due_at"] > now:
            values["overdue_notified_at"] = None
    return values


def used_until(ticket: Ticket, hours: SupportHours, now: datetime) -> timedelta:
    """Support time that the resolution has used, without what passed while the ticket waited for the customer."""
    before = timedelta(seconds=ticket.used_seconds)
    return before if ticket.clock_since is None else before + support_time(hours, ticket.clock_since, now)

"""What may become of a ticket, who may do it, and how quickly support promises to be (product.md section 11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Severity, Ticket, TicketStatus

HOUR = timedelta(hours=1)
REOPEN_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Target:
    """Support time until the first response, and until the resolution."""

    response: timedelta
    resolution: timedelta


TARGETS: dict[Severity, Target] = {
    Severity.S1: Target(1 * HOUR, 8 * HOUR),
    Severity.S2: Target(4 * HOUR, 24 * HOUR),
    Severity.S3: Target(8 * HOUR, 72 * HOUR),
    Severity.S4: Target(16 * HOUR, 120 * HOUR),
}

MOVES: dict[TicketStatus, tuple[TicketStatus, ...]] = {
    TicketStatus.NEW: (TicketStatus.ACKNOWLEDGED,),
    TicketStatus.ACKNOWLEDGED: (TicketStatus.IN_PROGRESS,),
    TicketStatus.IN_PROGRESS: (TicketStatus.RESOLVED, TicketStatus.WAITING),
    TicketStatus.WAITING: (TicketStatus.IN_PROGRESS, TicketStatus.RESOLVED),
    TicketStatus.RESOLVED: (TicketStatus.CLOSED, TicketStatus.IN_PROGRESS),
    TicketStatus.CLOSED: (TicketStatus.IN_PROGRESS,),
}
"""Where a ticket may go from where it is; to be in progress again after an end is to be reopened."""

ENDED = frozenset({TicketStatus.RESOLVED, TicketStatus.CLOSED})
STANDING = ENDED | {TicketStatus.WAITING}
"""Where the clock of the resolution stands still."""
OPEN = tuple(status for status in TicketStatus if status not in ENDED)


def works_tickets(actor: Actor, organization_id: UUID) -> bool:
    """Whether the actor helps the people of this organization."""
    return actor.may(Permission.TICKET_WORK) and organization_id in actor.organization_ids


def is_reopening(before: TicketStatus, after: TicketStatus) -> bool:
    """Whether a move takes an end back."""
    return before in ENDED and after not in ENDED


def may_reopen(ticket: Ticket, now: datetime) -> bool:
    """Whether the end of a ticket may still be taken back: a closed one for 14 days."""
    return ticket.status == TicketStatus.RESOLVED or ticket.moved_at + REOPEN_WITHIN > now


def allowed_moves(actor: Actor, ticket: Ticket, now: datetime) -> tuple[TicketStatus, ...]:
    """Where the actor may move the ticket: who works it anywhere the flow goes, its reporter beyond an end only."""
    works = works_tickets(actor, ticket.organization_id)
    if not works and (ticket.reporter_id != actor.user_id or ticket.status not in ENDED):
        return ()
    return tuple(to for to in MOVES[ticket.status] if not is_reopening(ticket.status, to) or may_reopen(ticket, now))


def may_reply(actor: Actor, ticket: Ticket) -> bool:
    """Whether the actor may write on the ticket: reporter and helpers, until it is closed."""
    mine = ticket.reporter_id == actor.user_id or works_tickets(actor, ticket.organization_id)
    return mine and ticket.status != TicketStatus.CLOSED

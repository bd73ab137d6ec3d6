"""Tickets whose clock has run out: those who help there hear of it, once per clock (product.md section 11).

A ticket has two clocks one after the other, the first response's and the resolution's; `due_at` is always that of the
one that runs, counted in support hours. Whoever works it hears of it together with everybody else who helps there.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.permissions import on_behalf_of
from leadx_app.models import Ticket

from .helpers import helpers_of

MOST_AT_ONCE = 200


def overdue_tickets(session: Session, *, now: datetime) -> list[UUID]:
    """Tickets of all tenants whose clock has run out and of which nobody was told yet, the longest overdue first.

    It stands above the tenants, for the clock only; at most 200 of them.
    """
    query = select(Ticket.id).where(*_run_out(now)).order_by(Ticket.due_at, Ticket.id).limit(MOST_AT_ONCE)
    return list(session.exec(query))


def tell_overdue(session: Session, ticket_id: UUID, *, now: datetime) -> bool:
    """Tell those who help there that a ticket is overdue, on behalf of its reporter.

    The database decides who does it: of two processes at once one writes, and a repetition finds nothing left to do.

    Returns:
        Whether this call was the one that told them.
    """
    claim = sa.update(Ticket).where(Ticket.id == ticket_id, *_run_out(now)).values(overdue_notified_at=now)
    if session.connection().execute(claim).rowcount != 1:
        return False
    ticket = session.get_one(Ticket, ticket_id, populate_existing=True)
    answered = ticket.responded_at is not None
    record_about(
        session,
        on_behalf_of(ticket.reporter_id, ticket.tenant_id, ticket.organization_id),
        EventKind.TICKET_RESOLUTION_OVERDUE if answered else EventKind.TICKET_RESPONSE_OVERDUE,
        ticket.organization_id,
        now=now,
        payload={"ticket_id": str(ticket.id), "title": ticket.subject},
        told=helpers_of(session, ticket.organization_id),
        by_clock=True,
    )
    return True


def _run_out(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """The moment itself is still in time, as it is for the figures; a clock that stands has no `due_at`."""
    return Ticket.overdue_notified_at.is_(None), Ticket.due_at < now

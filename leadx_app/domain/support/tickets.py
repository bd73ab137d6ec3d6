"""Tickets: raise them, talk on them, move them on (product.md section 11)."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, select

from leadx_app.domain import files
from leadx_app.domain.errors import Conflict, NotPermitted, Stale
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.find import find_ticket
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Severity, Ticket, TicketEntry, TicketKind, TicketStatus, new_id

from . import clock, rules
from .desk import hours_of
from .draft import ReplyDraft, TicketDraft
from .helpers import helpers_of

REACHED: dict[TicketStatus, EventKind] = {
    TicketStatus.ACKNOWLEDGED: EventKind.TICKET_ACKNOWLEDGED,
    TicketStatus.IN_PROGRESS: EventKind.TICKET_STARTED,
    TicketStatus.WAITING: EventKind.TICKET_WAITING,
    TicketStatus.RESOLVED: EventKind.TICKET_RESOLVED,
    TicketStatus.CLOSED: EventKind.TICKET_CLOSED,
}
"""What it is called that a ticket comes to a status; from an end back it is reopened."""


def raise_ticket(session: Session, actor: Actor, draft: TicketDraft, *, now: datetime) -> UUID:
    """Ask support for something; both clocks begin, and those who help there are told.

    The same `draft_id` again is harmless and returns the ticket that was made.
    """
    actor.require(Permission.SUPPORT_USE)
    made = select(Ticket.id).where(Ticket.reporter_id == actor.user_id, Ticket.draft_id == draft.draft_id)
    if draft.draft_id and (known := session.exec(made).first()):
        return known
    ticket = Ticket(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        reporter_id=actor.user_id,
        kind=draft.kind,
        severity=draft.severity,
        subject=draft.subject,
        page=draft.page or "",
        moved_at=now,
        draft_id=draft.draft_id,
        created_at=now,
        updated_at=now,
        **clock.at_begin(hours_of(session, actor), draft.severity, now),
    )
    session.add(ticket)
    session.flush()
    _say(session, actor, ticket, draft.text, draft.file_ids, now=now, to=TicketStatus.NEW)
    _tell(session, actor, ticket, EventKind.TICKET_RAISED, now=now)
    return ticket.id


def reply(session: Session, actor: Actor, ticket_id: UUID, draft: ReplyDraft, *, now: datetime) -> None:
    """Write on a ticket. A helper's first word acknowledges it; the reporter's answer sets it going again.

    Raises:
        Conflict: it is closed.
    """
    ticket = find_ticket(session, actor, ticket_id)
    said = select(TicketEntry.id).where(TicketEntry.author_id == actor.user_id, TicketEntry.draft_id == draft.draft_id)
    if draft.draft_id and session.exec(said).first():
        return
    if not rules.may_reply(actor, ticket):
        raise Conflict("This ticket is closed. Reopen it to write on it.")
    before, to = ticket.status, _moved_by_reply(actor, ticket)
    kind = EventKind.TICKET_REPLIED
    values: dict[str, Any] = {}
    if to is not None:
        values = clock.at_move(ticket, hours_of(session, actor), to, now)
        kind = EventKind.TICKET_REOPENED if rules.is_reopening(before, to) else kind
    _write(session, ticket, now, **values, **_taken(actor, ticket))
    _say(session, actor, ticket, draft.text, draft.file_ids, now=now, before=before, to=to, draft_id=draft.draft_id)
    _tell(session, actor, ticket, kind, now=now)


def move(session: Session, actor: Actor, ticket_id: UUID, to: TicketStatus, *, now: datetime) -> None:
    """Move a ticket on by the flow; where it is already is harmless.

    Raises:
        Conflict: the flow does not lead there from where it is, or it was closed too long ago to be reopened.
        NotPermitted: the actor may not move it there.
    """
    ticket = find_ticket(session, actor, ticket_id)
    before = ticket.status
    if before == to:
        return
    if to not in rules.MOVES[before]:
        raise Conflict("The ticket cannot go there from where it is now.")
    if rules.is_reopening(before, to) and not rules.may_reopen(ticket, now):
        raise Conflict("It was closed more than 14 days ago. Raise a new ticket.")
    if to not in rules.allowed_moves(actor, ticket, now):
        raise NotPermitted()
    values = clock.at_move(ticket, hours_of(session, actor), to, now)
    _write(session, ticket, now, **values, **_taken(actor, ticket))
    _say(session, actor, ticket, "", (), now=now, before=before, to=to)
    kind = EventKind.TICKET_REOPENED if rules.is_reopening(before, to) else REACHED[to]
    _tell(session, actor, ticket, kind, now=now)


def judge(
    session: Session, actor: Actor, ticket_id: UUID, kind: TicketKind, severity: Severity, *, now: datetime
) -> None:
    """Say what a ticket is and how bad: its clocks run to the targets of the severity. Harmless when it is so already.

    Raises:
        Conflict: it is not open any more.
    """
    ticket = _worked(session, actor, ticket_id)
    if (ticket.kind, ticket.severity) == (kind, severity):
        return
    if ticket.status in rules.ENDED:
        raise Conflict("The ticket cannot go there from where it is now.")
    _write(session, ticket, now, kind=kind, **clock.at_judgement(ticket, hours_of(session, actor), severity, now))
    _tell(session, actor, ticket, EventKind.TICKET_CHANGED, now=now)


def take(session: Session, actor: Actor, ticket_id: UUID, *, now: datetime) -> None:
    """Become the one who works the ticket; harmless when the actor is already."""
    ticket = _worked(session, actor, ticket_id)
    if ticket.assignee_id != actor.user_id:
        _write(session, ticket, now, assignee_id=actor.user_id)
        _tell(session, actor, ticket, EventKind.TICKET_CHANGED, now=now)


def _worked(session: Session, actor: Actor, ticket_id: UUID) -> Ticket:
    """A ticket that the actor works.

    Raises:
        NotFound: absent or not visible; NotPermitted: it is the actor's own, and they are no helper.
    """
    ticket = find_ticket(session, actor, ticket_id)
    if not rules.works_tickets(actor, ticket.organization_id):
        raise NotPermitted()
    return ticket


def _moved_by_reply(actor: Actor, ticket: Ticket) -> TicketStatus | None:
    """Where a reply moves the ticket by itself; None is nowhere."""
    if actor.user_id == ticket.reporter_id:
        goes_on = ticket.status in (TicketStatus.WAITING, TicketStatus.RESOLVED)
        return TicketStatus.IN_PROGRESS if goes_on else None
    return TicketStatus.ACKNOWLEDGED if ticket.status == TicketStatus.NEW else None


def _taken(actor: Actor, ticket: Ticket) -> dict[str, Any]:
    """Who works a ticket first keeps it, until somebody else takes it."""
    works = rules.works_tickets(actor, ticket.organization_id) and actor.user_id != ticket.reporter_id
    return {"assignee_id": actor.user_id} if works and ticket.assignee_id is None else {}


def _say(
    session: Session,
    actor: Actor,
    ticket: Ticket,
    text: str,
    file_ids: tuple[UUID, ...],
    *,
    now: datetime,
    before: TicketStatus | None = None,
    to: TicketStatus | None = None,
    draft_id: UUID | None = None,
) -> None:
    """Write down what was said or done, with its files."""
    entry = TicketEntry(
        id=new_id(),
        tenant_id=ticket.tenant_id,
        organization_id=ticket.organization_id,
        ticket_id=ticket.id,
        author_id=actor.user_id,
        text=text,
        from_status=before if to is not None else None,
        to_status=to,
        draft_id=draft_id,
        created_at=now,
    )
    session.add(entry)
    session.flush()
    files.attach_to_entry(session, actor, entry, file_ids)


def _write(session: Session, ticket: Ticket, now: datetime, **values: Any) -> None:
    """Write on top of what was read; Stale when somebody wrote first, and the rules are asked again."""
    values |= {"version": ticket.version + 1, "updated_at": now}
    mine = sa.update(Ticket).where(Ticket.id == ticket.id, Ticket.version == ticket.version)
    if session.connection().execute(mine.values(values)).rowcount != 1:
        raise Stale()
    for name, value in values.items():
        set_committed_value(ticket, name, value)


def _tell(session: Session, actor: Actor, ticket: Ticket, kind: EventKind, *, now: datetime) -> None:
    """Record what happened: the reporter hears of what others do, whoever works it of what the reporter does."""
    if kind == EventKind.TICKET_CHANGED:
        told: set[UUID] = set()
    elif actor.user_id != ticket.reporter_id:
        told = {ticket.reporter_id}
    else:
        told = {ticket.assignee_id} if ticket.assignee_id else helpers_of(session, ticket.organization_id)
    record_about(
        session,
        actor,
        kind,
        ticket.organization_id,
        now=now,
        payload={"ticket_id": str(ticket.id), "title": ticket.subject},
        told=told,
        also=frozenset({ticket.reporter_id}),
    )

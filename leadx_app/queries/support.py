"""Tickets as people see them: the list with what is overdue first, one ticket, and the figures (product.md section 11).

| figure | formula |
|---|---|
| Open | tickets that are neither resolved nor closed, by severity |
| Overdue | open tickets of which the clock that runs out next has run out |
| Within SLA | of the tickets resolved in the last 90 days, those answered and resolved in time, in percent |
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import Condition, sees_ticket, shown_photo
from leadx_app.domain.support import rules
from leadx_app.domain.support.clock import used_until
from leadx_app.domain.support.desk import hours_of
from leadx_app.models import File, Organization, Severity, Ticket, TicketEntry, TicketKind, TicketStatus, User
from leadx_app.models.alias import alias_of
from leadx_app.models.base import UtcDateTime

PAGE_SIZE = 50
MAX_PAGE_SIZE = 100
MOST_ENTRIES = 500
MOST_FILES = 500
LATELY = timedelta(days=90)
FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""Where a ticket without a running clock stands among those with one."""

_PLACE = sa.func.coalesce(Ticket.due_at, sa.literal(FAR, UtcDateTime), type_=UtcDateTime)
_ASSIGNEE = alias_of(User, "assignees")


class TicketsShown(StrEnum):
    """Which tickets a list shows."""

    OPEN = "open"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """What a list of tickets shows; None and False are no filter."""

    shown: TicketsShown = TicketsShown.OPEN
    severity: Severity | None = None
    mine: bool = False


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket.

    Attributes:
        due_at: when the clock that runs out next does; None where none runs.
        respond_due_at: when the first response is due, or was.
        responded_at, is_response_late: the first response; None while it is awaited.
        is_resolution_late: None while it is not resolved.
    """

    id: UUID
    subject: str
    kind: TicketKind
    severity: Severity
    status: TicketStatus
    organization: str
    reporter_id: UUID
    reporter: str
    assignee: str | None
    page: str
    due_at: datetime | None
    is_overdue: bool
    respond_due_at: datetime
    responded_at: datetime | None
    is_response_late: bool | None
    resolved_at: datetime | None
    is_resolution_late: bool | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TicketPage:
    """Tickets, what is due first before what is due later, then those whose clock stands, the newest first."""

    rows: list[TicketRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class TicketFileRow:
    """A file that was sent with an entry; its bytes are at `/files/{id}`."""

    id: UUID
    entry_id: UUID
    name: str
    size: int
    has_thumbnail: bool


@dataclass(frozen=True, slots=True)
class TicketEntryRow:
    """What was said (`text`), where the ticket came from and to, or both."""

    id: UUID
    author: str
    is_reporter: bool
    text: str
    from_status: TicketStatus | None
    to_status: TicketStatus | None
    created_at: datetime
    files: tuple[TicketFileRow, ...]
    author_photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """A ticket with everything that was said on it, the oldest first, and what the actor may do.

    Attributes:
        used: support time that the resolution has used.
        target: support time that the severity gives it.
    """

    ticket: TicketRow
    entries: list[TicketEntryRow]
    used: timedelta
    target: timedelta
    moves: tuple[TicketStatus, ...]
    may_reply: bool
    may_work: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class SupportFigures:
    """The figures of the tickets that the actor sees; `within_percent` is None when nothing was resolved lately."""

    open: dict[Severity, int] = field(default_factory=dict)
    overdue: int = 0
    resolved: int = 0
    within: int = 0
    within_percent: float | None = None


@dataclass(frozen=True)
class HoursShown:
    """When support is open: times of the wall clock ("08:00"), weekdays as digits (Monday is "0")."""

    time_zone: str = ""
    opens: str = "08:00"
    closes: str = "16:00"
    weekdays: list[str] = field(default_factory=list)
    country: str = ""
    may_change: bool = False


def ticket_page(
    session: Session,
    actor: Actor,
    wanted: TicketFilter | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    *,
    now: datetime,
) -> TicketPage:
    """A page of the tickets that the actor sees.

    Raises:
        Invalid: on `cursor`, when it cannot be read.
    """
    actor.require(Permission.SUPPORT_USE)
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    where = [sees_ticket(actor), *_wanted(actor, wanted or TicketFilter()), *_beyond(cursor)]
    query = _tickets().where(*where).order_by(_PLACE, Ticket.id.desc()).limit(limit + 1)
    found = session.execute(query).all()
    rows = [_row(*one, now=now) for one in found[:limit]]
    return TicketPage(rows, _cursor(rows[-1]) if len(found) > limit else None)


def ticket_detail(session: Session, actor: Actor, ticket_id: UUID, *, now: datetime) -> TicketDetail:
    """One ticket, or NotFound for absent and not visible alike."""
    actor.require(Permission.SUPPORT_USE)
    found = session.execute(_tickets().where(Ticket.id == ticket_id, sees_ticket(actor))).first()
    if found is None:
        raise NotFound()
    ticket: Ticket = found[0]
    return TicketDetail(
        ticket=_row(*found, now=now),
        entries=_entries(session, actor, ticket),
        used=used_until(ticket, hours_of(session, actor), now),
        target=rules.TARGETS[ticket.severity].resolution,
        moves=rules.allowed_moves(actor, ticket, now),
        may_reply=rules.may_reply(actor, ticket),
        may_work=rules.works_tickets(actor, ticket.organization_id),
        is_mine=ticket.assignee_id == actor.user_id,
    )


def support_figures(session: Session, actor: Actor, *, now: datetime) -> SupportFigures:
    """The figures of the tickets that the actor sees; one statement."""
    actor.require(Permission.SUPPORT_USE)
    is_open = Ticket.status.in_(rules.OPEN)
    lately = sa.and_(Ticket.status.in_(rules.ENDED), Ticket.resolved_at > now - LATELY)
    in_time = sa.and_(lately, Ticket.is_response_late.is_(False), Ticket.is_resolution_late.is_(False))
    query = (
        sa.select(
            Ticket.severity,
            _count(is_open),
            _count(sa.and_(is_open, Ticket.due_at < now)),
            _count(lately),
            _count(in_time),
        )
        .where(sees_ticket(actor), sa.or_(is_open, lately))
        .group_by(Ticket.severity)
        .order_by(Ticket.severity)
    )
    found = session.execute(query).all()
    open_by = dict.fromkeys(Severity, 0) | {Severity(row[0]): int(row[1]) for row in found}
    overdue, resolved, within = (sum(int(row[place]) for row in found) for place in (2, 3, 4))
    return SupportFigures(open_by, overdue, resolved, within, 100 * within / resolved if resolved else None)


def support_hours(session: Session, actor: Actor) -> HoursShown:
    """When support is open for the actor's tenant; `may_change` for Admins of its parent organization."""
    actor.require(Permission.SUPPORT_USE)
    hours = hours_of(session, actor)
    is_parent = sa.select(Organization.parent_id.is_(None)).where(Organization.id == actor.organization_id)
    return HoursShown(
        time_zone=hours.time_zone,
        opens=_clock_time(hours.opens),
        closes=_clock_time(hours.closes),
        weekdays=[str(day) for day in sorted(hours.weekdays)],
        country=hours.country,
        may_change=actor.may(Permission.TICKET_WORK) and bool(session.execute(is_parent).scalar()),
    )


def _clock_time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _count(condition: Condition) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _wanted(actor: Actor, wanted: TicketFilter) -> list[Condition]:
    where: list[Condition] = []
    if wanted.shown != TicketsShown.ALL:
        where.append(Ticket.status.in_(rules.OPEN if wanted.shown == TicketsShown.OPEN else rules.ENDED))
    if wanted.severity is not None:
        where.append(Ticket.severity == wanted.severity)
    if wanted.mine:
        where.append(sa.or_(Ticket.assignee_id == actor.user_id, Ticket.reporter_id == actor.user_id))
    return where


def _tickets() -> sa.Select:
    return (
        sa.select(Ticket, Organization.name, User.name, _ASSIGNEE.name)
        .join(Organization, Organization.id == Ticket.organization_id)
        .join(User, User.id == Ticket.reporter_id)
        .outerjoin(_ASSIGNEE, _ASSIGNEE.id == Ticket.assignee_id)
    )


def _row(ticket: Ticket, organization: str, reporter: str, assignee: str | None, *, now: datetime) -> TicketRow:
    return TicketRow(
        id=ticket.id,
        subject=ticket.subject,
        kind=ticket.kind,
        severity=ticket.severity,
        status=ticket.status,
        organization=organization,
        reporter_id=ticket.reporter_id,
        reporter=reporter,
        assignee=assignee,
        page=ticket.page,
        due_at=ticket.due_at,
        is_overdue=ticket.due_at is not None and ticket.due_at < now,
        respond_due_at=ticket.respond_due_at,
        responded_at=ticket.responded_at,
        is_response_late=ticket.is_response_late,
        resolved_at=ticket.resolved_at,
        is_resolution_late=ticket.is_resolution_late,
        created_at=ticket.created_at,
        updated_at=ticket.updated_at,
    )


def _entries(session: Session, actor: Actor, ticket: Ticket) -> list[TicketEntryRow]:
    """What was said on a ticket, the oldest first; two statements."""
    query = (
        sa.select(TicketEntry, User.name, User.photo_id, User.organization_id)
        .join(User, User.id == TicketEntry.author_id)
        .where(TicketEntry.ticket_id == ticket.id)
        .order_by(TicketEntry.created_at, TicketEntry.id)
        .limit(MOST_ENTRIES)
    )
    found = session.execute(query).all()
    files: dict[UUID, list[TicketFileRow]] = {}
    for file in _files(session, [entry.id for entry, *_ in found]):
        files.setdefault(file.entry_id, []).append(file)
    return [
        TicketEntryRow(
            id=entry.id,
            author=author,
            is_reporter=entry.author_id == ticket.reporter_id,
            text=entry.text,
            from_status=entry.from_status,
            to_status=entry.to_status,
            created_at=entry.created_at,
            files=tuple(files.get(entry.id, ())),
            author_photo_id=shown_photo(actor, photo_id, home_id),
        )
        for entry, author, photo_id, home_id in found
    ]


def _files(session: Session, entry_ids: list[UUID]) -> list[TicketFileRow]:
    query = (
        sa.select(File.id, File.ticket_entry_id, File.name, File.size_bytes, File.thumbnail_key.is_not(None))
        .where(File.ticket_entry_id.in_(entry_ids), File.deleted_at.is_(None))
        .order_by(File.created_at, File.id)
        .limit(MOST_FILES)
    )
    return [TicketFileRow(*row) for row in session.execute(query)]


def _cursor(row: TicketRow) -> str:
    return f"{(row.due_at or FAR).isoformat()}~{row.id}"


def _beyond(cursor: str | None) -> list[Condition]:
    """What comes after the cursor's row."""
    if not cursor:
        return []
    moment, _, last = cursor.partition("~")
    try:
        place, ticket_id = datetime.fromisoformat(moment).astimezone(UTC), UUID(last)
    except (ValueError, OverflowError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    at = sa.literal(place, UtcDateTime)
    return [sa.or_(at < _PLACE, sa.and_(at == _PLACE, Ticket.id < ticket_id))]

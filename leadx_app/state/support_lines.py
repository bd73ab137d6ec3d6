"""Tickets and articles as the screens show them, every value in the reader's words."""

from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import UUID

from leadx_app.models import Severity, TicketKind, TicketStatus
from leadx_app.queries.articles import ArticleLine
from leadx_app.queries.support import SupportFigures, TicketDetail, TicketEntryRow, TicketFileRow, TicketRow
from leadx_app.state.format import DASH, Look, initials, photo_of, tint
from leadx_app.state.lead_shown import size_shown

KINDS: dict[TicketKind, str] = {
    TicketKind.QUESTION: "Question",
    TicketKind.INCIDENT: "Incident",
    TicketKind.SERVICE_REQUEST: "Service request",
    TicketKind.CHANGE_REQUEST: "Change request",
}
SEVERITIES: dict[Severity, str] = {
    Severity.S1: "S1 Critical",
    Severity.S2: "S2 High",
    Severity.S3: "S3 Medium",
    Severity.S4: "S4 Low",
}
STATUSES: dict[TicketStatus, tuple[str, str]] = {
    TicketStatus.NEW: ("New", "waiting"),
    TicketStatus.ACKNOWLEDGED: ("Acknowledged", "waiting"),
    TicketStatus.IN_PROGRESS: ("In progress", "accent"),
    TicketStatus.WAITING: ("Waiting for customer", "parked"),
    TicketStatus.RESOLVED: ("Resolved", "won"),
    TicketStatus.CLOSED: ("Closed", "neutral"),
}
"""The words of each status and the tone of its chip."""
MOVES: dict[TicketStatus, str] = {
    TicketStatus.ACKNOWLEDGED: "Acknowledge",
    TicketStatus.IN_PROGRESS: "Start work",
    TicketStatus.WAITING: "Wait for customer",
    TicketStatus.RESOLVED: "Resolve",
    TicketStatus.CLOSED: "Close ticket",
}
GO_ON, REOPEN = "Go on working", "Reopen ticket"
LANGUAGES = {"en": "English", "nb": "Norsk"}
ENDS = (TicketStatus.RESOLVED, TicketStatus.CLOSED)


@dataclass(frozen=True)
class TicketLine:
    """A ticket in a list and at the top of its page; `due` is a moment for the browser, "" where no clock runs."""

    id: str = ""
    href: str = ""
    subject: str = ""
    about: str = ""
    kind: str = ""
    kind_name: str = ""
    severity: str = ""
    severity_name: str = ""
    status: str = ""
    status_name: str = ""
    tone: str = "neutral"
    reporter: str = ""
    organization: str = ""
    assignee: str = ""
    page: str = ""
    due: str = ""
    due_words: str = ""
    is_overdue: bool = False
    verdict: str = ""
    is_late: bool = False
    age: str = ""
    moment: str = ""


@dataclass(frozen=True)
class TicketFile:
    """A file with its address; `thumbnail` is "" for what has no picture."""

    id: str
    name: str
    about: str
    href: str
    thumbnail: str


@dataclass(frozen=True)
class TicketEntryLine:
    """Something that was said or done on a ticket; `moved` says where it went, "" for nowhere."""

    id: str
    author: str
    initials: str
    photo: str
    tint: int
    is_reporter: bool
    text: str
    moved: str
    age: str
    moment: str
    files: list[TicketFile] = field(default_factory=list)


@dataclass(frozen=True)
class TicketMove:
    """A button that moves the ticket on."""

    status: str
    label: str
    is_main: bool


@dataclass(frozen=True)
class SupportFigure:
    """A key figure with its formula; `severity` is what a click shows, "" for none."""

    slug: str
    label: str
    figure: str
    formula: str
    severity: str


@dataclass(frozen=True)
class ArticleShort:
    """An article in a list."""

    id: str
    href: str
    title: str
    excerpt: str
    language: str
    language_name: str
    about: str


def ticket_line(row: TicketRow, look: Look, here: str) -> TicketLine:
    """A row as the reader who works in the organization `here` reads it."""
    kind, severity, (status, tone) = KINDS[row.kind], SEVERITIES[row.severity], STATUSES[row.status]
    elsewhere = row.organization if row.organization != here else ""
    about = " · ".join(filter(None, (look.say(kind), row.reporter, elsewhere)))
    is_late = bool(row.is_response_late or row.is_resolution_late)
    return TicketLine(
        id=str(row.id),
        href=f"/support/tickets/{row.id}",
        subject=row.subject,
        about=about,
        kind=row.kind.value,
        kind_name=look.say(kind),
        severity=row.severity.value,
        severity_name=look.say(severity),
        status=row.status.value,
        status_name=look.say(status),
        tone=tone,
        reporter=row.reporter,
        organization=row.organization,
        assignee=row.assignee or DASH,
        page=row.page,
        due=row.due_at.isoformat() if row.due_at else "",
        due_words=look.near_moment(row.due_at) if row.due_at else "",
        is_overdue=row.is_overdue,
        verdict=_verdict(row, look) if row.status in ENDS else "",
        is_late=is_late,
        age=look.age(row.created_at),
        moment=look.moment(row.created_at),
    )


def _verdict(row: TicketRow, look: Look) -> str:
    """How an ended ticket kept what was promised."""
    if row.is_resolution_late:
        return look.say("Resolved late")
    return look.say("Answered late") if row.is_response_late else look.say("Within SLA")


def response_words(row: TicketRow, look: Look) -> str:
    """When the first response came, or has to."""
    if row.responded_at is None:
        return look.say("Due {moment}", moment=look.moment(row.respond_due_at))
    return look.say(
        "Late, {moment}" if row.is_response_late else "In time, {moment}", moment=look.moment(row.responded_at)
    )


def entry_line(row: TicketEntryRow, look: Look) -> TicketEntryLine:
    """What was said or done, in the reader's words."""
    moved = ""
    if row.from_status is not None and row.to_status is not None:
        moved = look.say("Moved to {status}", status=look.say(STATUSES[row.to_status][0]))
        if row.from_status in ENDS and row.to_status not in ENDS:
            moved = look.say("Reopened the ticket")
    return TicketEntryLine(
        id=str(row.id),
        author=row.author,
        initials=initials(row.author),
        photo=photo_of(row.author_photo_id),
        tint=tint(row.author),
        is_reporter=row.is_reporter,
        text=row.text,
        moved=moved,
        age=look.age(row.created_at),
        moment=look.moment(row.created_at),
        files=[_file(file, look) for file in row.files],
    )


def _file(row: TicketFileRow, look: Look) -> TicketFile:
    href = f"/files/{row.id}"
    return TicketFile(
        str(row.id), row.name, size_shown(row.size, look), href, f"{href}/thumbnail" if row.has_thumbnail else ""
    )


def move_lines(detail: TicketDetail, look: Look) -> list[TicketMove]:
    """The buttons that move the ticket on, the usual one first."""
    status, lines = detail.ticket.status, []
    for place, to in enumerate(detail.moves):
        words = MOVES[to]
        if to == TicketStatus.IN_PROGRESS and status in ENDS:
            words = REOPEN
        elif to == TicketStatus.IN_PROGRESS and status == TicketStatus.WAITING:
            words = GO_ON
        lines.append(TicketMove(to.value, look.say(words), place == 0 and words != REOPEN))
    return lines


def figure_lines(figures: SupportFigures, look: Look) -> list[SupportFigure]:
    """Open ones by severity, overdue ones, and how many were in time."""
    formula = look.say("Tickets of this severity that are neither resolved nor closed.")
    lines = [
        SupportFigure(
            one.value,
            look.say("Open {severity}", severity=look.say(words)),
            look.number(figures.open.get(one, 0)),
            formula,
            one.value,
        )
        for one, words in SEVERITIES.items()
    ]
    overdue = look.say("Open tickets whose next clock has run out: the first response, then the resolution.")
    within = look.say(
        "Of {count} tickets resolved in the last 90 days, those answered and resolved in time.",
        count=look.number(figures.resolved),
    )
    return [
        *lines,
        SupportFigure("overdue", look.say("Overdue"), look.number(figures.overdue), overdue, ""),
        SupportFigure("within", look.say("Within SLA"), look.percent(figures.within_percent), within, ""),
    ]


def article_short(row: ArticleLine, look: Look) -> ArticleShort:
    """An article in a list."""
    return ArticleShort(
        id=str(row.id),
        href=article_href(row.id),
        title=row.title,
        excerpt=row.excerpt,
        language=row.language,
        language_name=LANGUAGES[row.language] if row.language != look.language else "",
        about=look.say("Changed {age}", age=look.ago(row.updated_at)),
    )


def article_href(article_id: UUID | str) -> str:
    """The page of an article."""
    return f"/support/articles/{article_id}"


def raise_href(page: str) -> str:
    """The page on which a ticket about a page of ours is raised."""
    return f"/support/new?page={quote(page, safe='/')}" if page else "/support/new"

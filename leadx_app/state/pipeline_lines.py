"""The pipeline as the screen shows it: every figure, date and word already in the user's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from leadx_app.domain.metrics.kpis import Unit
from leadx_app.domain.text import fold, words_of
from leadx_app.models import HandoverState, SubStage
from leadx_app.queries.board import BoardColumn
from leadx_app.queries.choices import StageOption
from leadx_app.queries.contacts import ContactRow
from leadx_app.queries.figures import KpiFigure
from leadx_app.queries.leads import LeadRow, Status
from leadx_app.state.format import MINUS, NBSP, Look, call_to, initials, mail_to, phone, photo_of, tint
from leadx_app.state.tag_lines import TagLine, tag_lines

TAGS_SHOWN = 2
OUTCOMES = ("won", "closed", "parked")


@dataclass(frozen=True)
class Choice:
    """A choice of a drop-down."""

    value: str
    label: str


@dataclass(frozen=True)
class MoveChoice:
    """A choice of the **Move to stage** menu: a stage with its colour, or an outcome with its icon."""

    key: str
    label: str
    color: str
    icon: str


@dataclass(frozen=True)
class KpiLine:
    """A key figure; `status` and `handshakes` are the filter that shows the leads behind it.

    `points` draw its sparkline, a point per period of 30 days, the last one at the right; "" when nothing was known.
    """

    slug: str
    label: str
    figure: str
    formula: str
    change: str
    against: str
    trend: str
    status: str
    handshakes: str
    points: str = ""


@dataclass(frozen=True)
class Cell:
    """A value in a column that was chosen: the column's name and what stands there, "" for nothing."""

    name: str
    text: str


@dataclass(frozen=True)
class LeadLine:
    """A lead in the list or on the board.

    Attributes:
        hands: "", "none", "waiting" or "accepted"; outcome: "", "won", "closed" or "parked".
        quiet: words when nobody touched it for too long, else "".
        targets: ids of later stages and outcomes that the user may move it to.
        fresh: somebody else just changed it.
        tags: the first ones; `more_tags` says how many are not shown, "" for none.
        cells: the further columns that were chosen.
        found: the contact person, where what is looked for stands in their name and not on the line anyway.
        answer_due: when sales should have answered (ISO 8601), "" where it does not wait or no time was set.
    """

    id: str
    title: str
    company: str
    value: str
    stage: str
    color: str
    owner: str
    initials: str
    photo: str
    tint: int
    hands: str
    age: str
    dates: str
    quiet: str
    outcome: str
    may_accept: bool
    targets: list[str]
    target_keys: str
    fresh: bool
    answer_due: str
    answer_due_words: str
    may_edit: bool = False
    tags: list[TagLine] = field(default_factory=list)
    more_tags: str = ""
    cells: list[Cell] = field(default_factory=list)
    found: str = ""


@dataclass(frozen=True)
class ColumnLine:
    """A column of the board; `more` says how many cards are not shown, "" when all are."""

    id: str
    name: str
    color: str
    count: str
    total: str
    more: str
    cards: list[LeadLine] = field(default_factory=list)


@dataclass(frozen=True)
class ContactLine:
    """A company of the contact list; `mail` and `call` are links, "" when there is nothing to link to."""

    id: str
    company_id: str
    person_id: str
    company: str
    person: str
    email: str
    phone: str
    mail: str
    call: str
    leads: str
    initials: str
    tint: int


@dataclass(frozen=True)
class Viewer:
    """Who looks at the lines of one journey, and what they may do there; `later` keeps what `_targets` found."""

    look: Look
    is_own: bool
    hands_over: bool
    changed: frozenset[UUID] = frozenset()
    later: dict[int, list[str]] = field(default_factory=dict, compare=False)
    columns: tuple[str, ...] = ()
    search: str = ""


def lead_line(row: LeadRow, viewer: Viewer, journey: list[StageOption]) -> LeadLine:
    """A row as the viewer sees it; in a colleague's pipeline nothing can be done."""
    waits = row.handover_state == HandoverState.WAITING
    owner, creator = (row.owner, row.owner_id, row.owner_photo_id), (row.creator, row.creator_id, row.creator_photo_id)
    person, person_id, photo_id = creator if waits and row.may_answer else owner
    targets = _targets(row, viewer, journey) if row.may_move and viewer.is_own else []
    return LeadLine(
        id=str(row.id),
        title=row.title,
        company=row.company,
        value=viewer.look.money(row.value, row.currency),
        stage=row.stage,
        color=row.stage_color,
        owner=person,
        initials=initials(person),
        photo=photo_of(photo_id),
        tint=tint(person_id),
        hands=_hands(row, viewer),
        age=viewer.look.age(row.created_at),
        dates=_dates(row, viewer.look),
        quiet=_quiet(row, viewer.look),
        outcome="" if row.sub_stage == SubStage.OPEN else row.sub_stage.value,
        may_accept=row.may_answer and viewer.is_own,
        targets=targets,
        target_keys=" ".join(targets),
        fresh=row.id in viewer.changed,
        answer_due=row.answer_due_at.isoformat() if row.answer_due_at else "",
        answer_due_words=viewer.look.near_moment(row.answer_due_at) if row.answer_due_at else "",
        may_edit=row.may_edit and viewer.is_own,
        tags=tag_lines(row.tags[:TAGS_SHOWN]),
        more_tags=f"+{viewer.look.number(len(row.tags) - TAGS_SHOWN)}" if len(row.tags) > TAGS_SHOWN else "",
        cells=_cells(row, viewer),
        found=_found(row, viewer),
    )


def _found(row: LeadRow, viewer: Viewer) -> str:
    """Why a row was found whose title and company do not say it."""
    if not (viewer.search and row.person):
        return ""
    shown, person = fold(f"{row.title} {row.company}"), fold(row.person)
    return row.person if any(word in person and word not in shown for word in words_of(fold(viewer.search))) else ""


def _cells(row: LeadRow, viewer: Viewer) -> list[Cell]:
    """What stands in the chosen columns beside the usual ones, in the order of the list."""
    if not viewer.columns:
        return []
    look = viewer.look
    texts = {
        "person": ("Contact person", row.person),
        "category": ("Category", row.category),
        "source": ("Source", row.source),
        "creator": ("Brought in by", row.creator),
        "closing": ("Closing date", look.date(row.closing_on) if row.closing_on else ""),
        "created": ("Created", look.date(row.created_at)),
        "changed": ("Changed", look.date(row.updated_at)),
    }
    return [Cell(look.say(texts[key][0]), texts[key][1]) for key in viewer.columns if key in texts]


def _hands(row: LeadRow, viewer: Viewer) -> str:
    """The handshake; who cannot hand over needs no sign for what was never handed over."""
    return "" if row.handover_state == HandoverState.NONE and not viewer.hands_over else row.handover_state.value


def _dates(row: LeadRow, look: Look) -> str:
    made, changed = look.moment(row.created_at), look.ago(row.updated_at)
    return look.say("Created {date}, changed {age}", date=made, age=changed)


def _quiet(row: LeadRow, look: Look) -> str:
    days = (look.now - row.updated_at).days
    return look.say("Nothing happened for {count} days", count=look.number(days)) if row.is_quiet else ""


def _targets(row: LeadRow, viewer: Viewer, journey: list[StageOption]) -> list[str]:
    known = viewer.later.get(row.stage_position)
    if known is None:
        known = [*(str(stage.id) for stage in journey if stage.position > row.stage_position), *OUTCOMES]
        viewer.later[row.stage_position] = known
    return known


def move_choices(journey: list[StageOption], look: Look) -> list[MoveChoice]:
    """All stages but the first, then the outcomes."""
    stages = [MoveChoice(str(stage.id), stage.name, stage.color, "") for stage in journey[1:]]
    return [
        *stages,
        MoveChoice("won", look.say("Won"), "", "trophy"),
        MoveChoice("closed", look.say("Closed"), "", "ban"),
        MoveChoice("parked", look.say("Parked"), "", "circle-pause"),
    ]


def column_line(column: BoardColumn, currency: str, viewer: Viewer, journey: list[StageOption]) -> ColumnLine:
    """A column with its first cards."""
    more = column.count - len(column.cards)
    return ColumnLine(
        id=str(column.stage_id),
        name=column.stage,
        color=column.color,
        count=viewer.look.number(column.count),
        total=viewer.look.round_money(column.base_sum, currency),
        more=viewer.look.say("{count} more", count=viewer.look.number(more)) if more > 0 else "",
        cards=[lead_line(card, viewer, journey) for card in column.cards],
    )


def contact_line(row: ContactRow, look: Look) -> ContactLine:
    """A company with its person."""
    return ContactLine(
        id=f"{row.company_id}-{row.person_id or ''}",
        company_id=str(row.company_id),
        person_id=str(row.person_id or ""),
        company=row.company,
        person=row.person,
        email=row.email,
        phone=phone(row.phone),
        mail=mail_to(row.email),
        call=call_to(row.phone),
        leads=look.count("{count} lead", "{count} leads", row.lead_count),
        initials=initials(row.person or row.company),
        tint=tint(row.company_id),
    )


_BEHIND = {
    "revenue": (Status.WON, ""),
    "leads_total": (Status.COUNTED, ""),
    "hit_rate": (Status.ENDED, ""),
    "handshakes": (Status.COUNTED, "1"),
}


def kpi_line(figure: KpiFigure, look: Look) -> KpiLine:
    """A key figure with its change: the last 30 days against the 30 days before."""
    status, handshakes = _BEHIND[figure.slug]
    change, trend = _change(figure, look)
    formula = look.say(figure.formula, currency=figure.currency)
    if change:
        recent, before = _figure(figure, figure.recent, look), _figure(figure, figure.before, look)
        formula += " " + look.say("Last 30 days: {recent}. The 30 days before: {before}.", recent=recent, before=before)
    points = spark_points([None if value is None else float(value) for value in figure.trend])
    if points:
        formula += " " + look.say("The line: twelve periods of 30 days.")
    return KpiLine(
        slug=figure.slug,
        label=look.say(figure.label, currency=figure.currency),
        figure=_figure(figure, figure.value, look),
        formula=formula,
        change=change,
        against=_against(change, trend, look),
        trend=trend,
        status=status.value,
        handshakes=handshakes,
        points=points,
    )


def spark_points(values: Sequence[float | None]) -> str:
    """The points of a sparkline (110 by 28), oldest first; unknown values are left out, "" for fewer than two known."""
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(value for _, value in known), max(value for _, value in known)
    reach, step = (high - low) or 1, 110 / (len(values) - 1)
    return " ".join(f"{index * step:.1f},{26 - 24 * (value - low) / reach:.1f}" for index, value in known)


def _against(change: str, trend: str, look: Look) -> str:
    """What the change is measured against, as the rest of its sentence."""
    if not change:
        return ""
    return look.say("as the 30 days before") if trend == "flat" else look.say("on the 30 days before")


def _figure(figure: KpiFigure, value: Decimal | float | int | None, look: Look) -> str:
    return look.percent(value) if figure.unit == Unit.PERCENT or value is None else look.round_number(value)


def _change(figure: KpiFigure, look: Look) -> tuple[str, str]:
    """ "+14%" for money, "+3" for counts, "+3.1 points" for rates, with "up", "down" or "flat"; "" for unknown."""
    if figure.recent is None or figure.before is None:
        return "", "flat"
    difference = figure.recent - figure.before
    if difference == 0:
        return look.say("Same"), "flat"
    trend, sign = ("up", "+") if difference > 0 else ("down", MINUS)
    if figure.unit == Unit.PERCENT:
        return look.say("{change} points", change=f"{sign}{look.number(abs(difference), 1)}"), trend
    if figure.unit == Unit.MONEY and figure.before:
        percent = look.number(100 * abs(difference) / figure.before)
        return f"{sign}{percent}{NBSP if look.language == 'nb' else ''}%", trend
    return f"{sign}{look.short_number(abs(difference))}", trend

"""Goals as the screen shows them: every figure, date and word already in the user's language."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from leadx_app.domain.metrics.spans import Period, Span
from leadx_app.models import GoalMeasure
from leadx_app.queries.goals import GoalRow
from leadx_app.reward_words import MEASURES, period_words
from leadx_app.state.format import Look

SPANS: dict[Span, str] = {Span.MONTH: "Month", Span.QUARTER: "Quarter", Span.YEAR: "Year"}
WHOLE = 100


@dataclass(frozen=True)
class GoalLine:
    """A goal.

    Attributes:
        what: its name, or what it counts.
        figures: "12 of 50".
        percent: whole, never 100 before it is reached; "bar" the same, at most 100.
        whose: the team, or that it is everybody's.
        status: in words; `tone` is "reached", "lost", "over" or "open".
    """

    id: str
    what: str
    measure: str
    figures: str
    percent: str
    bar: str
    when: str
    whose: str
    status: str
    tone: str


@dataclass(frozen=True)
class Chosen:
    """Something to choose, as a drop-down takes it."""

    value: str
    label: str


def goal_line(row: GoalRow, look: Look) -> GoalLine:
    """A goal with its figures as people write them."""
    percent = int((row.done / row.target * WHOLE).to_integral_value(ROUND_FLOOR))
    measure = look.say(MEASURES[row.measure])
    tone = _tone(row)
    return GoalLine(
        id=str(row.id),
        what=row.name or measure,
        measure=measure if row.name else "",
        figures=look.say(
            "{done} of {target}", done=_amount(row, row.done, look), target=_amount(row, row.target, look)
        ),
        percent=look.percent(percent, 0),
        bar=str(min(max(percent, 0), WHOLE)),
        when=period_words(row.period, look.language),
        whose=", ".join(row.people) or look.say("The whole organization"),
        status=_status(row, tone, look),
        tone=tone,
    )


def time_choice(period: Period, look: Look) -> Chosen:
    """A time of a new goal: "month 2026-11-01", "November 2026"."""
    words = look.say("{span}: {period}", span=look.say(SPANS[period.span]), period=period_words(period, look.language))
    return Chosen(f"{period.span} {period.first.isoformat()}", words)


def _tone(row: GoalRow) -> str:
    if row.is_reached:
        return "reached"
    if row.is_over:
        return "over"
    return "lost" if row.reached_at else "open"


def _status(row: GoalRow, tone: str, look: Look) -> str:
    if tone == "reached":
        return look.say("Reached on {date}", date=look.date(row.reached_at)) if row.reached_at else look.say("Reached")
    if tone == "over":
        return look.say("Not reached")
    if tone == "lost":
        return look.say("Was reached, then something was taken back")
    return look.say("{count} to go", count=_amount(row, row.target - row.done, look))


def _amount(row: GoalRow, value: Decimal, look: Look) -> str:
    if row.measure == GoalMeasure.REVENUE:
        return look.round_money(value, row.currency)
    return look.number(value)

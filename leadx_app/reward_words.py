"""Words of Rewards that pages and reports share: times, and what goals count."""

from datetime import date

from leadx_app.domain.metrics.spans import Period, Span
from leadx_app.format import MONTH_NAMES
from leadx_app.models import GoalMeasure

MEASURES: dict[GoalMeasure, str] = {
    GoalMeasure.LEADS: "Leads created",
    GoalMeasure.HANDSHAKES: "Handshakes",
    GoalMeasure.WON: "Leads won",
    GoalMeasure.REVENUE: "Revenue",
    GoalMeasure.POINTS: "Points",
}


def period_words(period: Period, language: str) -> str:
    """ "March 2026", "January – March 2026", "2026", or a year that begins otherwise with both its ends."""
    first, last = period.first, period.last
    if period.span == Span.YEAR and first.month == 1:
        return str(first.year)
    if period.span == Span.MONTH:
        return _month(first, language)
    if first.year == last.year:
        return f"{MONTH_NAMES[language][first.month - 1]} – {_month(last, language)}"
    return f"{_month(first, language)} – {_month(last, language)}"


def _month(day: date, language: str) -> str:
    return f"{MONTH_NAMES[language][day.month - 1]} {day.year}"

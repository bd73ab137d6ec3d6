"""Badges (product.md section 10): what the ledger of points says of a person, counted anew whenever somebody looks.

Nothing of them is kept, so that a badge is there as long as the facts are: a lead that is removed or reopened takes
the badge along that it had brought. They count leads, handshakes and wins, not what those are worth, so that another
worth of points takes no badge from anybody; the best month goes by points that were given, which never change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class BadgeKind(StrEnum):
    """What a badge is given for."""

    LEADS = "leads"
    HANDSHAKES = "handshakes"
    WON = "won"
    STREAK = "streak"
    BEST_MONTH = "best_month"


STEPS: dict[BadgeKind, tuple[int, ...]] = {
    BadgeKind.LEADS: (1, 10, 50, 100, 500, 1_000),
    BadgeKind.HANDSHAKES: (1, 10, 50, 100),
    BadgeKind.WON: (1, 10, 50, 100),
    BadgeKind.STREAK: (3, 6, 12),
}
"""How many there must be; of a streak months in a row in which the person brought in leads."""

MONTHS_TO_COMPARE = 3


@dataclass(frozen=True, slots=True)
class MonthOfPoints:
    """What a person's ledger says of a month, by its first day."""

    month: date
    leads: int
    handshakes: int
    won: int
    points: int


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge that stands.

    Attributes:
        number: the step, or the points of the best month.
        month: the one in which it was earned, by its first day.
        before: how many there were when that month began.
    """

    kind: BadgeKind
    number: int
    month: date
    before: int = 0


@dataclass(frozen=True, slots=True)
class NextBadge:
    """The nearest step that is not reached yet, and how many there are."""

    kind: BadgeKind
    number: int
    so_far: int


def badges_of(months: Sequence[MonthOfPoints], today: date) -> list[Badge]:
    """All badges that stand, by kind and step; `months` in their order, those without entries may be missing."""
    counted = {
        BadgeKind.LEADS: [(one.month, one.leads) for one in months],
        BadgeKind.HANDSHAKES: [(one.month, one.handshakes) for one in months],
        BadgeKind.WON: [(one.month, one.won) for one in months],
    }
    found = [badge for kind, counts in counted.items() for badge in _reached(kind, counts)]
    return [*found, *_streaks(months), *_best(months, today)]


def next_badge(months: Sequence[MonthOfPoints]) -> NextBadge | None:
    """The step that is relatively nearest; None when all are reached."""
    totals = {
        BadgeKind.LEADS: sum(one.leads for one in months),
        BadgeKind.HANDSHAKES: sum(one.handshakes for one in months),
        BadgeKind.WON: sum(one.won for one in months),
    }
    nearest = [
        NextBadge(kind, step, max(so_far, 0))
        for kind, so_far in totals.items()
        if (step := next((step for step in STEPS[kind] if step > so_far), None))
    ]
    return max(nearest, key=lambda one: one.so_far / one.number, default=None)


def _reached(kind: BadgeKind, counts: Iterable[tuple[date, int]]) -> list[Badge]:
    """The steps that the count stands at, each with the month since whose end it does."""
    standing: dict[int, Badge] = {}
    total = 0
    for month, count in counts:
        before, total = total, total + count
        for step in STEPS[kind]:
            if total < step:
                standing.pop(step, None)
            elif before < step:
                standing[step] = Badge(kind, step, month, before)
    return [standing[step] for step in sorted(standing)]


def _streaks(months: Sequence[MonthOfPoints]) -> list[Badge]:
    first: dict[int, Badge] = {}
    length, last = 0, date.min
    for one in months:
        if one.leads <= 0:
            continue
        follows = last != date.min and (last + timedelta(days=31)).replace(day=1) == one.month
        length, last = (length + 1 if follows else 1), one.month
        if length in STEPS[BadgeKind.STREAK] and length not in first:
            first[length] = Badge(BadgeKind.STREAK, length, one.month)
    return [first[step] for step in sorted(first)]


def _best(months: Sequence[MonthOfPoints], today: date) -> list[Badge]:
    """The month with the most points of those that are over; the earlier one of two, none while there are few."""
    over = [one for one in months if one.points > 0 and one.month < today.replace(day=1)]
    if len(over) < MONTHS_TO_COMPARE:
        return []
    best = max(over, key=lambda one: (one.points, -one.month.toordinal()))
    return [Badge(BadgeKind.BEST_MONTH, best.points, best.month)]

"""Badges as the screen shows them, in the user's language."""

from dataclasses import dataclass

from leadx_app.domain.metrics.badges import BadgeKind
from leadx_app.domain.metrics.spans import Period, Span
from leadx_app.queries.badges import BadgeRow, PersonBadges
from leadx_app.reward_words import period_words
from leadx_app.state.format import Look

ICONS: dict[BadgeKind, str] = {
    BadgeKind.LEADS: "flag",
    BadgeKind.HANDSHAKES: "handshake",
    BadgeKind.WON: "trophy",
    BadgeKind.STREAK: "calendar-check",
    BadgeKind.BEST_MONTH: "star",
}
NAMES: dict[BadgeKind, str] = {
    BadgeKind.LEADS: "{number} leads",
    BadgeKind.HANDSHAKES: "{number} handshakes",
    BadgeKind.WON: "{number} leads won",
    BadgeKind.STREAK: "{number} months in a row",
    BadgeKind.BEST_MONTH: "Best month",
}
FIRSTS: dict[BadgeKind, str] = {
    BadgeKind.LEADS: "First lead",
    BadgeKind.HANDSHAKES: "First handshake",
    BadgeKind.WON: "First win",
}
REASONS: dict[BadgeKind, str] = {
    BadgeKind.LEADS: "Lead number {number} was brought in, {when}",
    BadgeKind.HANDSHAKES: "Sales accepted lead number {number}, {when}",
    BadgeKind.WON: "Lead number {number} was won, {when}",
    BadgeKind.STREAK: "New leads in {number} months after each other, until {when}",
    BadgeKind.BEST_MONTH: "{number} points in {when}",
}


@dataclass(frozen=True)
class BadgeLine:
    """A badge with its reason and when it was earned."""

    id: str
    icon: str
    name: str
    reason: str


def badge_lines(badges: PersonBadges, look: Look) -> list[BadgeLine]:
    """The highest badge of each kind."""
    highest = {row.kind: row for row in badges.rows}
    return [_line(row, look) for row in highest.values()]


def next_words(badges: PersonBadges, look: Look) -> str:
    """What the next badge takes; "" when there is none."""
    if badges.next is None:
        return ""
    name = _name(badges.next.kind, badges.next.number, look)
    missing = look.number(badges.next.number - badges.next.so_far)
    return look.say("Next: {name}, {count} to go", name=name, count=missing)


def _line(row: BadgeRow, look: Look) -> BadgeLine:
    month = period_words(Period(Span.MONTH, row.month, row.month), look.language)
    when = look.date(row.day) if row.day else month
    reason = look.say(REASONS[row.kind], number=look.number(row.number), when=when)
    return BadgeLine(row.kind.value, ICONS[row.kind], _name(row.kind, row.number, look), reason)


def _name(kind: BadgeKind, number: int, look: Look) -> str:
    if number == 1 and kind in FIRSTS:
        return look.say(FIRSTS[kind])
    return look.say(NAMES[kind], number=look.number(number))

"""Rewards as the screen shows it: every figure, date and word already in the user's language."""

from dataclasses import dataclass, field
from uuid import UUID

from leadx_app.models import PointKind
from leadx_app.queries.badges import NO_BADGES, PersonBadges
from leadx_app.queries.point_lines import PointLine
from leadx_app.queries.rewards import Card, RewardFigures
from leadx_app.state.badge_lines import BadgeLine, badge_lines
from leadx_app.state.format import Look, initials, photo_of, tint

REASONS = {PointKind.CREATED: "Lead created", PointKind.HANDSHAKE: "Handshake", PointKind.WON: "Lead won"}
TAKEN_BACK = {
    PointKind.CREATED: "Lead removed",
    PointKind.HANDSHAKE: "Handshake taken back",
    PointKind.WON: "Lead reopened",
}


@dataclass(frozen=True)
class CardLine:
    """A person's card; `place` is their number on the leaderboard, "" without one."""

    id: str
    name: str
    initials: str
    photo: str
    tint: int
    leads: str
    won: str
    points: str
    place: str
    is_me: bool
    badges: list[BadgeLine] = field(default_factory=list)


@dataclass(frozen=True)
class FigureLine:
    """A key figure of the organization; `formula` says how it is counted."""

    slug: str
    label: str
    figure: str
    formula: str


@dataclass(frozen=True)
class PointShown:
    """An entry of the ledger; `href` is "" for a lead that cannot be opened."""

    id: str
    reason: str
    title: str
    href: str
    when: str
    points: str
    is_less: bool


def card_line(card: Card, look: Look, me: UUID, badges: PersonBadges = NO_BADGES) -> CardLine:
    """A card with its figures as people write them."""
    return CardLine(
        id=str(card.user_id),
        name=card.name,
        initials=initials(card.name),
        photo=photo_of(card.photo_id),
        tint=tint(card.user_id),
        leads=look.number(card.leads),
        won=look.number(card.won),
        points=look.number(card.points),
        place=str(card.place or ""),
        is_me=card.user_id == me,
        badges=badge_lines(badges, look),
    )


def figure_lines(figures: RewardFigures, look: Look) -> list[FigureLine]:
    """The four figures, each with its formula."""
    return [
        FigureLine(
            "employees",
            look.say("Employees"),
            look.number(figures.employees),
            look.say("People who have access to the organization now."),
        ),
        FigureLine(
            "total_leads",
            look.say("Total Leads"),
            look.number(figures.leads),
            look.say("Leads made in this time, parked ones excluded."),
        ),
        FigureLine(
            "total_revenue",
            look.say("Total Revenue"),
            look.round_money(figures.revenue, figures.currency),
            look.say("The value of the leads won in this time, at the rate of the day they were won."),
        ),
        FigureLine(
            "revenue_per_month",
            look.say("Revenue per month"),
            look.round_money(figures.revenue_per_month, figures.currency),
            look.say("Total Revenue by the months that have begun."),
        ),
    ]


def point_shown(line: PointLine, place: int, look: Look) -> PointShown:
    """An entry in words."""
    reason = (TAKEN_BACK if line.is_reversal else REASONS)[line.kind]
    sign = "" if line.points < 0 else "+"
    return PointShown(
        id=str(place),
        reason=look.say(reason),
        title=line.title or look.say("A lead that you cannot open"),
        href=f"/leads/{line.lead_id}" if line.lead_id else "",
        when=look.say("{date}, rule {version}", date=look.date(line.day), version=line.rule_version),
        points=f"{sign}{look.number(line.points)}",
        is_less=line.points < 0,
    )

"""Everything that Rewards shows, read from kept figures (product.md section 10)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.find import find_visible_organizations
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.metrics.spans import MONTHS_OF_YEAR, Period, Span, period_of, today_in
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import (
    CENT,
    HIGH,
    DayFigure,
    LeaderboardAbsence,
    Membership,
    Organization,
    PointTotal,
    User,
)
from leadx_app.queries.choices import Option

TOP = 10
PAGE_SIZE = 24
MAX_PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class RewardFilters:
    """Which organization and which time; `day` is any day of the time, None is today; `after` where cards go on."""

    organization_id: UUID | None = None
    span: Span = Span.MONTH
    day: date | None = None
    after: int = 0
    limit: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Card:
    """A person's rewards in the period.

    Attributes:
        leads: leads that they made, less those that were removed; unit: leads.
        won: leads that they won, less those that were reopened; unit: leads.
        points: all entries of the ledger together.
        place: on the leaderboard, equal points share one; None for who is not on it.
    """

    user_id: UUID
    name: str
    leads: int
    won: int
    points: int
    place: int | None = None
    photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RewardFigures:
    """What the organization did in the period.

    Attributes:
        employees: people with access now.
        leads: leads made in the period that are not parked.
        revenue: value of the leads won in it, in base currency, at the rates frozen when won.
        revenue_per_month: that by the months of the period that have begun.
    """

    employees: int
    leads: int
    revenue: Decimal
    revenue_per_month: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Rewards:
    """The page as the actor may see it.

    Attributes:
        figures: None for who sees only their own card.
        own: None for who does not work in the organization shown.
        top: the first of the leaderboard, at most `TOP`, only people with points; empty for who sees none.
        cards: a page of everybody, most points first; empty for who does not see everybody.
        next_after: where the next page of cards begins, None at the end.
    """

    organization_id: UUID
    period: Period
    is_current: bool
    figures: RewardFigures | None
    own: Card | None
    is_hidden: bool
    top: list[Card] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    next_after: int | None = None
    organizations: list[Option] = field(default_factory=list)


def rewards(session: Session, actor: Actor, filters: RewardFilters, *, now: datetime) -> Rewards:
    """The own card, the leaderboard and everybody's cards, each as far as the role sees them.

    Raises:
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.REWARDS_READ)
    organizations = find_visible_organizations(session, actor, actor.organization_ids)
    asked = filters.organization_id or actor.organization_id
    organization = next((one for one in organizations if one.id == asked), None)
    if organization is None:
        raise NotFound()
    settle(session)
    today, period = today_in(organization, now), period_at(organization, filters, now=now)
    standings, cards = _standings(session, actor, organization, period, filters)
    own = next((card for card, _ in standings if card.user_id == actor.user_id), None)
    is_hidden = any(hidden for card, hidden in standings if card.user_id == actor.user_id)
    sees_board = actor.may(Permission.REWARDS_LEADERBOARD)
    top = [card for card, hidden in standings if sees_board and card.place is not None and not hidden]
    more = len(cards) > filters.limit
    return Rewards(
        organization_id=organization.id,
        period=period,
        is_current=period.first <= today <= period.last,
        figures=_figures(session, organization, period, today) if sees_board else None,
        own=own if own is None or sees_board else replace(own, place=None),
        is_hidden=is_hidden,
        top=[card for card in top if (card.place or 0) <= TOP][:TOP],
        cards=cards[: filters.limit],
        next_after=filters.after + filters.limit if more else None,
        organizations=[Option(one.id, one.name) for one in organizations],
    )


def exported_rewards(session: Session, actor: Actor, filters: RewardFilters, *, now: datetime) -> Iterator[list[Card]]:
    """Everybody's cards, most points first, in chunks.

    Raises:
        NotPermitted: who does not see everybody.
        NotFound: an organization that the actor does not read.
    """
    actor.require(Permission.REWARDS_EVERYBODY)
    asked = filters.organization_id or actor.organization_id
    (organization,) = find_visible_organizations(session, actor, [asked])
    settle(session)
    period = period_at(organization, filters, now=now)
    page = replace(filters, after=0, limit=MAX_PAGE_SIZE)
    while cards := _cards(session, organization, period, page):
        yield cards[:MAX_PAGE_SIZE]
        page = replace(page, after=page.after + MAX_PAGE_SIZE)
        if len(cards) <= MAX_PAGE_SIZE:
            return


def period_at(organization: Organization, filters: RewardFilters, *, now: datetime) -> Period:
    """The time that the filters ask for; without a day the one that today is in, where the organization is."""
    return period_of(organization, filters.span, filters.day or today_in(organization, now))


def _sums(organization: Organization, period: Period) -> sa.Select:
    """Everybody who works there with their sums of the period."""
    totals = sa.and_(
        PointTotal.organization_id == Membership.organization_id,
        PointTotal.whose_id == Membership.user_id,
        PointTotal.month.between(period.first.toordinal(), period.last.toordinal()),
    )
    sums = {"leads": PointTotal.created, "won": PointTotal.won, "points": PointTotal.points}
    columns = [sa.cast(sa.func.coalesce(sa.func.sum(one), 0), sa.BigInteger).label(name) for name, one in sums.items()]
    return (
        sa.select(User.id.label("user_id"), User.name, User.photo_id, *columns)
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .outerjoin(PointTotal, totals)
        .where(*_works_there(organization))
        .group_by(User.id, User.name, User.photo_id)
    )


def _works_there(organization: Organization) -> list[sa.ColumnElement[bool]]:
    return [Membership.organization_id == organization.id, Membership.is_active, User.is_active]


def _standings(
    session: Session, actor: Actor, organization: Organization, period: Period, filters: RewardFilters
) -> tuple[list[tuple[Card, bool]], list[Card]]:
    """The first of the leaderboard and the actor, each with whether they are hidden, who then take no place.

    And everybody's cards with one more than asked for, for who sees them; all in one statement.
    """
    sums = _sums(organization, period).subquery()
    absent = sa.and_(
        LeaderboardAbsence.organization_id == organization.id, LeaderboardAbsence.user_id == sums.c.user_id
    )
    hidden = LeaderboardAbsence.user_id.is_not(None)
    is_shown = sa.case((sa.and_(sums.c.points > 0, ~hidden), 1), else_=0)
    order = (sums.c.points.desc(), sums.c.name, sums.c.user_id)
    placed = (
        sa.select(
            *sums.c,
            hidden.label("hidden"),
            is_shown.label("shown"),
            sa.func.rank().over(partition_by=is_shown, order_by=sums.c.points.desc()).label("place"),
            sa.func.row_number().over(partition_by=is_shown, order_by=order).label("number"),
            sa.func.row_number().over(order_by=order).label("card"),
        )
        .outerjoin(LeaderboardAbsence, absent)
        .subquery()
    )
    first = sa.and_(placed.c.shown == 1, placed.c.number <= TOP)
    wanted = [first, placed.c.user_id == actor.user_id]
    length = filters.limit + 1 if actor.may(Permission.REWARDS_EVERYBODY) else 0
    page = range(filters.after + 1, filters.after + 1 + length)
    if page:
        wanted.append(placed.c.card.between(page.start, page.stop - 1))
    query = sa.select(placed).where(sa.or_(*wanted)).order_by(placed.c.shown.desc(), placed.c.number)
    rows = session.execute(query).all()
    standings = [
        (_card(row, row.place if row.shown else None), bool(row.hidden))
        for row in rows
        if (row.shown and row.number <= TOP) or row.user_id == actor.user_id
    ]
    return standings, [_card(row) for row in sorted(rows, key=lambda row: row.card) if row.card in page]


def _cards(session: Session, organization: Organization, period: Period, filters: RewardFilters) -> list[Card]:
    """One more than asked for, most points first."""
    sums = _sums(organization, period).subquery()
    query = sa.select(sums).order_by(sums.c.points.desc(), sums.c.name, sums.c.user_id)
    return [_card(row) for row in session.execute(query.offset(filters.after).limit(filters.limit + 1))]


def _card(row: sa.Row, place: int | None = None) -> Card:
    return Card(row.user_id, row.name, int(row.leads), int(row.won), int(row.points), place, row.photo_id)


def _figures(session: Session, organization: Organization, period: Period, today: date) -> RewardFigures:
    people = sa.select(sa.func.count()).select_from(Membership).join(User, User.id == Membership.user_id)
    whole = (DayFigure.organization_id == organization.id, DayFigure.whose_id == organization.id)
    months = DayFigure.day.between(-period.last.toordinal(), -period.first.toordinal())
    counters = (DayFigure.leads, DayFigure.revenue_high, DayFigure.revenue_low)
    sums = [sa.func.coalesce(sa.func.sum(counter), 0) for counter in counters]
    employees = people.where(*_works_there(organization)).scalar_subquery()
    found, leads, high, low = session.execute(sa.select(employees, *sums).where(*whole, months)).one()
    revenue = (Decimal(int(high) * HIGH + int(low)) / 100).quantize(CENT)
    begun = max(1, _months_between(period.first, min(period.last, today)))
    return RewardFigures(found, int(leads), revenue, (revenue / begun).quantize(CENT), organization.base_currency)


def _months_between(first: date, last: date) -> int:
    """How many months have begun from one day to another."""
    return (last.year - first.year) * MONTHS_OF_YEAR + last.month - first.month + 1

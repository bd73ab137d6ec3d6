"""Pulse's funnel, forecast, and leads by source, category, reason, person and organization, from its sums."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.metrics.kpis import Kpi, Sums
from leadx_app.domain.metrics.sums import as_money
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import offers, sees_choice, sees_organization
from leadx_app.models import Category, LostReason, Membership, Organization, Source, Stage, User
from leadx_app.queries.choices import PEOPLE_LIMIT, Option, StageOption
from leadx_app.queries.figures import Value
from leadx_app.queries.pulse_sums import Expected, PulseSums

MONTHS_AHEAD = 12
"""How many months of the forecast stand by themselves, the running one first."""
MOST_GROUPS = 50


class By(StrEnum):
    """What leads are told apart by."""

    SOURCE = "source"
    CATEGORY = "category"
    LOST_REASON = "lost_reason"
    PERSON = "person"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many of the leads made in the period came as far as a stage (None: were won), and of the period before.

    `percent` is their part of those that came as far as the step before; None where that was nobody.
    """

    stage: StageOption | None
    leads: int
    before: int
    percent: float | None


class Closing(StrEnum):
    """What a line of the forecast is of."""

    OVERDUE = "overdue"
    MONTH = "month"
    LATER = "later"
    NO_DATE = "no_date"


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """Open leads that are expected to close then: their value, and weighted by how likely each stage is to be won.

    `month` is its first day; of `OVERDUE` the running month's, of `LATER` that of the first one that is not shown.
    """

    closing: Closing
    month: date | None
    leads: int
    value: Value
    weighted: Value


@dataclass(frozen=True, slots=True)
class Group:
    """Leads of a source, a category, a person or an organization; `id` None is those without one.

    Attributes:
        leads, before: made in the period, and in the one before; of a reason the closed ones.
        won: won in the period; `revenue` is their value; of a reason it is what was lost.
        percent: the hit rate; of a reason its part of all closed ones.
    """

    id: UUID | None
    name: str
    leads: int
    before: int
    won: int
    revenue: Value
    percent: Value


@dataclass(frozen=True, slots=True)
class PulseChoices:
    """What leads are told apart by, lists in the tenant's order and people by name.

    Attributes:
        win_percent: how likely each stage is to be won.
        people: those who belong or belonged to the organizations, at most 500.
    """

    stages: list[StageOption]
    win_percent: dict[UUID, int]
    sources: list[Option]
    categories: list[Option]
    lost_reasons: list[Option]
    people: list[Option]


def pulse_choices(session: Session, actor: Actor, organization_id: UUID | None) -> PulseChoices:
    """The choices of the actor's tenant, and the people of one organization (None: of all), in one statement."""
    actor.require(Permission.PULSE_READ)
    nothing, plain = sa.literal(0), sa.literal("")
    parts = [
        sa.select(sa.literal(name), table.id, table.name, table.position, nothing, plain).where(
            sees_choice(actor, table)
        )
        for name, table in _LISTS.items()
    ]
    stages = sa.select(
        sa.literal("stages"), Stage.id, Stage.name, Stage.position, Stage.win_probability_percent, Stage.color
    )
    parts.append(stages.where(offers(actor, Stage)))
    here = sees_organization(actor, organization_id)
    known = sa.select(Membership.user_id).join(Organization, Organization.id == Membership.organization_id).where(here)
    people = sa.select(sa.literal("people"), User.id, User.name, nothing, nothing, plain).where(User.id.in_(known))
    parts.append(people.order_by(User.name, User.id).limit(PEOPLE_LIMIT).subquery().select())
    rows = session.execute(sa.union_all(*parts)).all()
    found: dict[str, list[sa.Row]] = {}
    for row in sorted(rows, key=lambda row: (row[3], row[2], row[1])):
        found.setdefault(row[0], []).append(row)
    journey = found.get("stages", [])
    return PulseChoices(
        stages=[StageOption(one, name, color, position) for _, one, name, position, _, color in journey],
        win_percent={row[1]: row[4] for row in journey},
        **{name: [Option(row[1], row[2]) for row in found.get(name, [])] for name in (*_LISTS, "people")},
    )


_LISTS = {"sources": Source, "categories": Category, "lost_reasons": LostReason}


def funnel(sums: PulseSums, journey: Sequence[StageOption]) -> list[FunnelStep]:
    """From all leads of the period to those that were won.

    A lead came as far as a stage when it stands there or behind it, or is won, from whichever stage: a lead never goes
    back, so that this is what it has passed. Parked leads are left out.
    """
    counts = {
        span: [
            *(_came_to(sums, span, journey, place) for place in range(len(journey))),
            sum(sums.stage(span, one.id).made_won for one in journey),
        ]
        for span in ("days", "before")
    }
    steps: list[StageOption | None] = [*journey, None]
    return [
        FunnelStep(
            stage,
            counts["days"][place],
            counts["before"][place],
            _percent(counts["days"][place], counts["days"][place - 1]) if place else None,
        )
        for place, stage in enumerate(steps)
    ]


def _came_to(sums: PulseSums, span: str, journey: Sequence[StageOption], place: int) -> int:
    there = sum(sums.stage(span, one.id).made for one in journey[place:])
    return there + sum(sums.stage(span, one.id).made_won for one in journey[:place])


def forecast(sums: PulseSums, chances: Mapping[UUID, int], today: date, *, is_known: bool) -> list[ForecastLine]:
    """What is overdue, the months ahead, what comes later and what has no date; the months always, others if any."""
    months = [today.replace(day=1)]
    while len(months) <= MONTHS_AHEAD:
        months.append(date(months[-1].year + months[-1].month // 12, months[-1].month % 12 + 1, 1))
    beyond = months.pop()
    lines: dict[tuple[Closing, date | None], list[tuple[UUID, Expected]]] = {
        (Closing.OVERDUE, months[0]): [],
        **{(Closing.MONTH, month): [] for month in months},
        (Closing.LATER, beyond): [],
        (Closing.NO_DATE, None): [],
    }
    for (month, stage_id), expected in sums.forecast.items():
        lines[_closing_of(month, months[0], beyond)].append((stage_id, expected))
    found = [
        ForecastLine(
            closing,
            month,
            sum(one.leads for _, one in of_line),
            as_money(sum(one.cents for _, one in of_line)) if is_known else None,
            _weighted(of_line, chances) if is_known else None,
        )
        for (closing, month), of_line in lines.items()
    ]
    return [line for line in found if line.closing == Closing.MONTH or line.leads]


def _closing_of(month: date | None, running: date, beyond: date) -> tuple[Closing, date | None]:
    if month is None:
        return Closing.NO_DATE, None
    if month < running:
        return Closing.OVERDUE, running
    return (Closing.LATER, beyond) if month >= beyond else (Closing.MONTH, month)


def _weighted(of_line: Iterable[tuple[UUID, Expected]], chances: Mapping[UUID, int]) -> Decimal:
    """Each stage's value times its chance, rounded half up to the cent at the end."""
    exact = sum(one.cents * chances.get(stage_id, 0) for stage_id, one in of_line)
    return as_money(int((Decimal(exact) / 100).to_integral_value(ROUND_HALF_UP)))


def groups(sums: PulseSums, by: By, names: Sequence[Option], hit_rate: Kpi, *, is_known: bool) -> list[Group]:
    """The groups that have anything in the period or the one before, most leads first, at most 50.

    Of sources, categories and reasons what has none is the last one: the whole less all groups.
    """
    found = {By.PERSON: sums.people, By.ORGANIZATION: sums.organizations}.get(by, sums.groups)
    now, before = found["days"], found["before"]
    make: Callable[..., Group] = _lost if by == By.LOST_REASON else _group
    whole = sums.whole["days"]
    made = [
        make(one.id, one.name, now.get(one.id, Sums()), before.get(one.id, Sums()), whole, hit_rate, is_known)
        for one in names
        if one.id in now or one.id in before
    ]
    made = sorted((one for one in made if _has_any(one)), key=lambda one: (-one.leads, -one.before, one.name))
    if by in (By.PERSON, By.ORGANIZATION):
        return made[:MOST_GROUPS]
    rest = make(None, "", _rest(sums, "days", names), _rest(sums, "before", names), whole, hit_rate, is_known)
    return [*made[:MOST_GROUPS], *([rest] if _has_any(rest) else [])]


def _group(one: UUID | None, name: str, now: Sums, before: Sums, whole: Sums, hit_rate: Kpi, is_known: bool) -> Group:
    revenue = as_money(now.revenue) if is_known else None
    return Group(one, name, now.leads, before.leads, now.won, revenue, hit_rate.measure(now))


def _lost(one: UUID | None, name: str, now: Sums, before: Sums, whole: Sums, hit_rate: Kpi, is_known: bool) -> Group:
    """Of those without a reason the value is not kept, and unknown."""
    value = as_money(now.revenue) if is_known and one is not None else None
    return Group(one, name, now.closed, before.closed, 0, value, _percent(now.closed, whole.closed))


def _rest(sums: PulseSums, span: str, names: Sequence[Option]) -> Sums:
    """The whole less what belongs to one of the groups."""
    whole, there = sums.whole[span], [sums.groups[span].get(one.id, Sums()) for one in names]
    return Sums(
        leads=whole.leads - sum(one.leads for one in there),
        leads_won=whole.leads_won - sum(one.leads_won for one in there),
        won=whole.won - sum(one.won for one in there),
        closed=whole.closed - sum(one.closed for one in there),
        revenue=whole.revenue - sum(one.revenue for one in there),
    )


def _has_any(group: Group) -> bool:
    return bool(group.leads or group.before or group.won)


def _percent(part: int, whole: int) -> float | None:
    return None if whole == 0 else round(100 * part / whole + 1e-9, 1)

"""What one lead adds to the kept figures: a pure function of its row (product.md section 10)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from leadx_app.models import ALL_TIME, HIGH, NO_MONTH, Lead, SubStage


@dataclass(frozen=True, slots=True)
class Facts:
    """All of a lead that figures depend on."""

    tenant_id: UUID
    organization_id: UUID
    creator_id: UUID
    owner_id: UUID | None
    stage_id: UUID
    sub_stage: SubStage
    base_value: Decimal | None
    source_id: UUID | None
    category_id: UUID | None
    lost_reason_id: UUID | None
    expected_closing_on: date | None
    created_at: datetime
    stage_entered_at: datetime
    ended_at: datetime | None
    handshake_at: datetime | None


class DayKey(NamedTuple):
    """A row of `DayFigure`."""

    tenant_id: UUID
    organization_id: UUID
    whose_id: UUID
    day: int


class StageKey(NamedTuple):
    """A row of `StageFigure`."""

    tenant_id: UUID
    organization_id: UUID
    whose_id: UUID
    stage_id: UUID
    sub_stage: SubStage


class StageDayKey(NamedTuple):
    """A row of `StageDayFigure`."""

    tenant_id: UUID
    organization_id: UUID
    whose_id: UUID
    stage_id: UUID
    day: int


class GroupDayKey(NamedTuple):
    """A row of `GroupDayFigure`; the day stands before the group, as in its key."""

    tenant_id: UUID
    organization_id: UUID
    whose_id: UUID
    day: int
    group_id: UUID


class ForecastKey(NamedTuple):
    """A row of `ForecastFigure`; in another order than `GroupDayKey`, as with `PointKey`."""

    tenant_id: UUID
    organization_id: UUID
    month: int
    whose_id: UUID
    stage_id: UUID


class PointKey(NamedTuple):
    """A row of `PointTotal`; in another order than `DayKey`, because tuples of equal values are one key."""

    tenant_id: UUID
    organization_id: UUID
    month: int
    whose_id: UUID


class Share(NamedTuple):
    """A counter of a row."""

    key: DayKey | StageKey | StageDayKey | GroupDayKey | ForecastKey | PointKey
    column: str


Shares = Counter[Share]


def facts_of(lead: Lead) -> Facts:
    """The facts as the row has them now."""
    return Facts(
        lead.tenant_id,
        lead.organization_id,
        lead.creator_id,
        lead.owner_id,
        lead.stage_id,
        lead.sub_stage,
        lead.base_value,
        lead.source_id,
        lead.category_id,
        lead.lost_reason_id,
        lead.expected_closing_on,
        lead.created_at,
        lead.stage_entered_at,
        lead.ended_at,
        lead.handshake_at,
    )


def day_of(moment: datetime, zone: ZoneInfo) -> int:
    """The day that the moment belongs to in the time zone, as a number."""
    return moment.astimezone(zone).toordinal()


@cache
def month_of(day: int) -> int:
    """The key of the rows that hold the sums of the day's month: minus its first day."""
    return -date.fromordinal(day).replace(day=1).toordinal()


def shares_of(facts: Facts, zone: ZoneInfo) -> Shares:
    """What the lead adds to each counter: once for the organization, once for its creator, once for another owner.

    A parked lead stands at its stage and adds to nothing else.
    """
    return shares_of_many(facts, [cents_of(facts)], zone)


def shares_of_many(facts: Facts, cents: Sequence[int], zone: ZoneInfo) -> Shares:
    """What leads add that differ in nothing but their value in cents."""
    shares: Shares = Counter()
    many, high, low = len(cents), sum(one // HIGH for one in cents), sum(one % HIGH for one in cents)
    happened = _happened(facts, zone, many, high, low)
    at_stage = _at_stage(facts, zone)
    in_groups = _in_groups(facts, zone, many, high, low)
    closing = closing_month(facts.expected_closing_on)
    for whose_id in _shared_by(facts):
        whose = (facts.tenant_id, facts.organization_id, whose_id)
        owned = _owned(facts, zone, high, low) if whose_id == facts.owner_id else []
        for day, column, amount in [*happened, *owned]:
            shares[Share(DayKey(*whose, day), column)] += amount
        for day, column, amount in at_stage:
            for key in (day, month_of(day)):
                shares[Share(StageDayKey(*whose, facts.stage_id, key), column)] += amount * many
        for group_id, day, column, amount in in_groups:
            for key in (day, month_of(day)):
                shares[Share(GroupDayKey(*whose, key, group_id), column)] += amount
        places: list[StageKey | ForecastKey] = [StageKey(*whose, facts.stage_id, facts.sub_stage)]
        if facts.sub_stage == SubStage.OPEN:
            here = (facts.tenant_id, facts.organization_id)
            places.append(ForecastKey(*here, closing, whose_id, facts.stage_id))
        for place in places:
            shares.update(
                {Share(place, "leads"): many, Share(place, "value_high"): high, Share(place, "value_low"): low}
            )
    return shares


def worth_shares(lead: Any, before: Decimal | None, after: Decimal | None) -> Shares:
    """What changes when a lead that is not won is worth something else: the sums of the place where it stands.

    Args:
        lead: a row with the columns of `Facts` that say whose it is and where it stands.
    """
    shares: Shares = Counter()
    (old_high, old_low), (high, low) = divmod(_in_cents(before), HIGH), divmod(_in_cents(after), HIGH)
    for whose_id in _shared_by(lead):
        here = (lead.tenant_id, lead.organization_id)
        places: list[StageKey | ForecastKey] = [StageKey(*here, whose_id, lead.stage_id, lead.sub_stage)]
        if lead.sub_stage == SubStage.OPEN:
            places.append(ForecastKey(*here, closing_month(lead.expected_closing_on), whose_id, lead.stage_id))
        for place in places:
            shares[Share(place, "value_high")] += high - old_high
            shares[Share(place, "value_low")] += low - old_low
    return shares


def closing_month(day: date | None) -> int:
    """The month in which a lead is expected to close, by its first day; `NO_MONTH` for one that nobody expects."""
    return NO_MONTH if day is None else day.replace(day=1).toordinal()


def _shared_by(lead: Any) -> set[UUID]:
    """Who has a share in a lead: the organization, its creator and its owner, each once."""
    return {lead.organization_id, lead.creator_id} | ({lead.owner_id} if lead.owner_id else set())


def _in_cents(worth: Decimal | None) -> int:
    return int(worth * 100) if worth is not None else 0


def _happened(facts: Facts, zone: ZoneInfo, many: int, high: int, low: int) -> list[tuple[int, str, int]]:
    """Day, counter and amount of all that happened to so many such leads, on its day and for all time."""
    if facts.sub_stage == SubStage.PARKED:
        return []
    is_won = facts.sub_stage == SubStage.WON
    won = {"won": many, "revenue_high": high, "revenue_low": low}
    counted = [
        (facts.created_at, {"leads": many, "leads_won": many if is_won else 0}),
        (facts.handshake_at, {"handshakes": many}),
        (facts.ended_at, won if is_won else {"closed": many}),
    ]
    return [
        (day, column, amount)
        for moment, amounts in counted
        if moment is not None
        for day in _days_of(moment, zone)
        for column, amount in amounts.items()
        if amount
    ]


def _owned(facts: Facts, zone: ZoneInfo, high: int, low: int) -> list[tuple[int, str, int]]:
    """Day, counter and amount of what a win adds to its owner alone."""
    if facts.sub_stage != SubStage.WON or facts.ended_at is None:
        return []
    days = _days_of(facts.ended_at, zone)
    return [(day, column, amount) for day in days for column, amount in (("owned_high", high), ("owned_low", low))]


def _days_of(moment: datetime, zone: ZoneInfo) -> tuple[int, int, int]:
    """The keys of the rows that a moment counts in: its day, its month and all time."""
    day = day_of(moment, zone)
    return day, month_of(day), ALL_TIME


def _at_stage(facts: Facts, zone: ZoneInfo) -> list[tuple[int, str, int]]:
    """Day, counter and amount of what one such lead adds to its stage."""
    if facts.sub_stage == SubStage.PARKED:
        return []
    made = day_of(facts.created_at, zone)
    found = [(made, "made", 1)]
    if facts.sub_stage == SubStage.WON:
        found.append((made, "made_won", 1))
    if facts.sub_stage == SubStage.OPEN:
        found.append((day_of(facts.stage_entered_at, zone), "standing", 1))
    if facts.sub_stage == SubStage.WON and facts.ended_at is not None:
        day = day_of(facts.ended_at, zone)
        seconds = facts.ended_at.replace(microsecond=0) - facts.created_at.replace(microsecond=0)
        found += [(day, "won", 1), (day, "won_seconds", int(seconds.total_seconds()))]
    return found


def _in_groups(facts: Facts, zone: ZoneInfo, many: int, high: int, low: int) -> list[tuple[UUID, int, str, int]]:
    """Group, day, counter and amount of what so many such leads add to their source, category and reason."""
    if facts.sub_stage == SubStage.PARKED:
        return []
    is_won, is_closed = facts.sub_stage == SubStage.WON, facts.sub_stage == SubStage.CLOSED
    worth = {"value_high": high, "value_low": low}
    made = {"leads": many, "leads_won": many if is_won else 0}
    ended = {"won": many} | worth if is_won else {"closed": many}
    counted = [
        (group_id, moment, amounts)
        for group_id in (facts.source_id, facts.category_id)
        for moment, amounts in ((facts.created_at, made), (facts.ended_at, ended))
    ]
    if is_closed:
        counted.append((facts.lost_reason_id, facts.ended_at, {"closed": many} | worth))
    return [
        (group_id, day_of(moment, zone), column, amount)
        for group_id, moment, amounts in counted
        if group_id is not None and moment is not None
        for column, amount in amounts.items()
        if amount
    ]


def cents_of(facts: Facts) -> int:
    """The value in cents, 0 where there is none."""
    return int(facts.base_value * 100) if facts.base_value is not None else 0

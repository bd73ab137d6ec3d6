"""What one lead adds to the kept figures: a pure function of its row (product.md section 10)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from leadx_app.models import ALL_TIME, HIGH, Lead, SubStage


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


class PointKey(NamedTuple):
    """A row of `PointTotal`; in another order than `DayKey`, because tuples of equal values are one key."""

    tenant_id: UUID
    organization_id: UUID
    month: int
    whose_id: UUID


class Share(NamedTuple):
    """A counter of a row."""

    key: DayKey | StageKey | StageDayKey | PointKey
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
        lead.created_at,
        lead.stage_entered_at,
        lead.ended_at,
        lead.handshake_at,
    )


def day_of(moment: datetime, zone: ZoneInfo) -> int:
    """The day that the moment belongs to in the time zone, as a number."""
    return moment.astimezone(zone).toordinal()


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
    owner = {facts.owner_id} if facts.owner_id else set()
    for whose_id in {facts.organization_id, facts.creator_id} | owner:
        whose = (facts.tenant_id, facts.organization_id, whose_id)
        for day, column, amount in happened:
            shares[Share(DayKey(*whose, day), column)] += amount
        for day, column, amount in at_stage:
            shares[Share(StageDayKey(*whose, facts.stage_id, day), column)] += amount * many
        place = StageKey(*whose, facts.stage_id, facts.sub_stage)
        shares.update({Share(place, "leads"): many, Share(place, "value_high"): high, Share(place, "value_low"): low})
    return shares


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
        for day in (day_of(moment, zone), ALL_TIME)
        for column, amount in amounts.items()
        if amount
    ]


def _at_stage(facts: Facts, zone: ZoneInfo) -> list[tuple[int, str, int]]:
    """Day, counter and amount of what one such lead adds to its stage."""
    if facts.sub_stage == SubStage.PARKED:
        return []
    found = [(day_of(facts.created_at, zone), "made", 1)]
    if facts.sub_stage == SubStage.OPEN:
        found.append((day_of(facts.stage_entered_at, zone), "standing", 1))
    if facts.sub_stage == SubStage.WON and facts.ended_at is not None:
        day = day_of(facts.ended_at, zone)
        seconds = facts.ended_at.replace(microsecond=0) - facts.created_at.replace(microsecond=0)
        found += [(day, "won", 1), (day, "won_seconds", int(seconds.total_seconds()))]
    return found


def cents_of(facts: Facts) -> int:
    """The value in cents, 0 where there is none."""
    return int(facts.base_value * 100) if facts.base_value is not None else 0

"""Points for leads (product.md section 10, "Rewards"): a ledger that only grows, written with the act itself.

A lead owes its creator points for being made and for a completed handshake, and its owner points while it is Won. What
the ledger says of a lead is made to agree with that after each change of it: new points, or an entry that takes points
back. So it does not matter by which act a lead came to be what it is.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Lead, Organization, PointEntry, PointKind, PointRule, SubStage

from . import bulk
from .metrics import kept
from .metrics.shares import PointKey, Share, Shares, day_of

FIRST_VERSION = 1
USUAL = {PointKind.CREATED: 10, PointKind.HANDSHAKE: 20, PointKind.WON: 50}

Owed = frozenset[tuple[PointKind, UUID]]

_ENTRY = sa.insert(PointEntry)


def earned_in(lead: Lead, kind: PointKind) -> UUID:
    """The organization that gives the points: where the lead was made, and for winning it where it was won.

    So nobody loses points when a lead is sent to another organization.
    """
    return lead.organization_id if kind == PointKind.WON else lead.home_id or lead.organization_id


def owed(lead: Lead) -> Owed:
    """For what the lead as it is now gives points, and to whom."""
    found = {(PointKind.CREATED, lead.creator_id)}
    if lead.handshake_at:
        found.add((PointKind.HANDSHAKE, lead.creator_id))
    if lead.sub_stage == SubStage.WON and lead.owner_id:
        found.add((PointKind.WON, lead.owner_id))
    return frozenset(found)


def rule_of(session: Session, organization_id: UUID) -> tuple[int, dict[PointKind, int]]:
    """The version of the rule that counts now, and what each kind is worth in points."""
    query = select(PointRule).where(PointRule.organization_id == organization_id)
    rule = session.exec(query.order_by(PointRule.version.desc()).limit(1)).first()
    if rule is None:
        return FIRST_VERSION, USUAL
    return rule.version, {kind: getattr(rule, kind.value) for kind in PointKind}


def begin(session: Session, leads: Sequence[Lead], *, now: datetime) -> None:
    """Give the points for leads of one organization that are made now."""
    if leads:
        version, worth = rule_of(session, leads[0].organization_id)
        _write(
            session,
            [_entry(lead, whose, 1, version, worth[whose[0]]) for lead in leads for whose in sorted(owed(lead))],
            now,
        )


def follow(session: Session, lead: Lead, before: Owed, *, now: datetime) -> None:
    """Give and take back what a change of the lead means, by the rule of this moment; harmless when repeated."""
    if owed(lead) == before:
        return
    entries = _entries(session, [lead.id])
    given = {(entry.kind, entry.user_id): entry for entry in _standing(entries)}
    rows = [_reversed(entry) for whose, entry in sorted(given.items()) if whose not in owed(lead)]
    if new := sorted(owed(lead) - given.keys()):
        rules = {place: rule_of(session, place) for place in {earned_in(lead, kind) for kind, _ in new}}
        turns = Counter(entry.kind for entry in entries if entry.turn > 0)
        for kind, user_id in new:
            version, worth = rules[earned_in(lead, kind)]
            rows.append(_entry(lead, (kind, user_id), turns[kind] + 1, version, worth[kind]))
    _write(session, rows, now)


def end(session: Session, leads: Sequence[Lead], *, now: datetime) -> None:
    """Take back all points of leads that are removed; their entries stay."""
    entries = _entries(session, [lead.id for lead in leads])
    _write(session, [_reversed(entry) for entry in _standing(entries)], now)


def month_of(day: int) -> int:
    """The first day of the month of a day, both as numbers."""
    return date.fromordinal(day).replace(day=1).toordinal()


def _entries(session: Session, lead_ids: list[UUID]) -> list[PointEntry]:
    query = select(PointEntry).where(PointEntry.lead_id.in_(lead_ids))
    return list(session.exec(query.order_by(PointEntry.lead_id, PointEntry.kind, PointEntry.turn)))


def _standing(entries: Iterable[PointEntry]) -> list[PointEntry]:
    """The entries that nothing took back."""
    known = {(entry.lead_id, entry.kind, entry.turn): entry for entry in entries}
    return [entry for (lead, kind, turn), entry in known.items() if turn > 0 and (lead, kind, -turn) not in known]


def _entry(lead: Lead, whose: tuple[PointKind, UUID], turn: int, version: int, points: int) -> dict:
    return {
        "lead_id": lead.id,
        "kind": whose[0],
        "turn": turn,
        "tenant_id": lead.tenant_id,
        "organization_id": earned_in(lead, whose[0]),
        "user_id": whose[1],
        "rule_version": version,
        "points": points,
    }


def _reversed(entry: PointEntry) -> dict:
    names = ("lead_id", "kind", "tenant_id", "organization_id", "user_id", "rule_version")
    return {name: getattr(entry, name) for name in names} | {"turn": -entry.turn, "points": -entry.points}


def _write(session: Session, rows: list[dict], now: datetime) -> None:
    """Write the entries, and add them to the totals; the days are those of their organizations."""
    for place in dict.fromkeys(row["organization_id"] for row in rows):
        _write_in(session, place, [row for row in rows if row["organization_id"] == place], now)


def _write_in(session: Session, place: UUID, rows: list[dict], now: datetime) -> None:
    organization = session.get_one(Organization, place)
    day = day_of(now, ZoneInfo(organization.time_zone))
    month = month_of(day)
    when = {"day": day, "month": month, "at": now}
    bulk.write(session, _ENTRY, [row | when for row in rows])
    shares: Shares = Counter()
    for row in rows:
        key = PointKey(row["tenant_id"], row["organization_id"], month, row["user_id"])
        shares[Share(key, "points")] += row["points"]
        shares[Share(key, row["kind"].value)] += 1 if row["turn"] > 0 else -1
    kept.add(session, shares)

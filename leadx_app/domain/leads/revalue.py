"""Let open leads follow the exchange rate: what they are worth today is what pipeline and forecast add up."""

from collections import Counter
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain import money
from leadx_app.domain.metrics import kept
from leadx_app.domain.metrics.shares import Shares, worth_shares
from leadx_app.models import Lead, Organization, SubStage

FOLLOWING = (SubStage.OPEN, SubStage.PARKED)
"""Leads that are worth what the rate of today says. Won and Closed keep the rate of their end."""

AT_ONCE = 2_000

_COLUMNS = (
    *(Lead.id, Lead.tenant_id, Lead.organization_id, Lead.creator_id, Lead.owner_id, Lead.stage_id, Lead.sub_stage),
    *(Lead.value, Lead.base_value, Lead.expected_closing_on),
)
_WORTH = (
    sa.update(Lead)
    .where(Lead.id == sa.bindparam("one"))
    .values(rate=sa.bindparam("new_rate"), base_value=sa.bindparam("worth"), version=Lead.version + 1)
)


def revalue(session: Session, organization: Organization, currency: str, rate: Decimal) -> int:
    """Bring open and parked leads of a currency to a rate, kept figures with them; returns how many there were.

    It is nobody's change of the lead: its place among the latest stays. Its version grows, so that who read it before
    reads it again before writing.
    """
    session.flush()
    following = sa.select(*_COLUMNS).where(
        Lead.organization_id == organization.id,
        Lead.currency == currency,
        Lead.sub_stage.in_(FOLLOWING),
        Lead.rate != rate,
    )
    count = 0
    # Each that was brought to the rate is not found again.
    while rows := session.execute(following.order_by(Lead.id).limit(AT_ONCE).with_for_update()).all():
        shares: Shares = Counter()
        changes = []
        for row in rows:
            worth = money.open_worth(row.value, rate)
            shares.update(worth_shares(row, row.base_value, worth))
            changes.append({"one": row.id, "new_rate": rate, "worth": worth})
        session.connection().execute(_WORTH, changes)
        kept.add(session, shares)
        count += len(rows)
    _forget_held(session, currency)
    return count


def _forget_held(session: Session, currency: str) -> None:
    """Leads that the session holds are read again when they are next looked at."""
    for held in list(session.identity_map.values()):
        if isinstance(held, Lead) and held.currency == currency:
            session.expire(held)

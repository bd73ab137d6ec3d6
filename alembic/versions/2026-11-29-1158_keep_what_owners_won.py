"""Keep the revenue of the leads that a person owns and won, for the goals of teams.

Revision: 8b2f60d4c1ea
Follows: 5b0e9d43c1f7
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "8b2f60d4c1ea"
down_revision = "5b0e9d43c1f7"
branch_labels = None
depends_on = None

BATCH = 10_000
HIGH = 1_000_000_000
ALL_TIME = 0
COLUMNS = ("owned_high", "owned_low")

ORGANIZATIONS = sa.table("organizations", sa.column("id", sa.Uuid), sa.column("time_zone", sa.String))
LEADS = sa.table(
    "leads",
    *(sa.column(name, sa.Uuid) for name in ("id", "organization_id", "owner_id")),
    sa.column("sub_stage", sa.String),
    sa.column("base_value", sa.BigInteger),
    sa.column("ended_at", sa.DateTime(timezone=True)),
)
DAYS = sa.table(
    "day_figures",
    *(sa.column(name, sa.Uuid) for name in ("organization_id", "whose_id")),
    sa.column("day", sa.Integer),
    *(sa.column(name, sa.BigInteger) for name in COLUMNS),
)


def see_everybody(setting: str) -> None:
    """On PostgreSQL, work on the rows of all tenants ("*"), or of none any more ("")."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"SELECT set_config('leadx.tenant', '{setting}', true)")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("day_figures", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    see_everybody("*")
    for organization_id, time_zone in op.get_bind().execute(sa.select(ORGANIZATIONS)).all():
        fill(organization_id, ZoneInfo(time_zone))
    see_everybody("")


def fill(organization_id: Any, zone: ZoneInfo) -> None:
    """Count the won leads of an organization for their owners, by day, by month and of all time."""
    high: Counter[tuple[Any, int]] = Counter()
    low: Counter[tuple[Any, int]] = Counter()
    for lead in won_in(organization_id):
        ended = lead.ended_at if lead.ended_at.tzinfo else lead.ended_at.replace(tzinfo=UTC)
        day = ended.astimezone(zone).toordinal()
        for key in (day, -date.fromordinal(day).replace(day=1).toordinal(), ALL_TIME):
            high[lead.owner_id, key] += lead.base_value // HIGH
            low[lead.owner_id, key] += lead.base_value % HIGH
    rows = [{"whose": whose, "on": day, "high": high[whose, day], "low": low[whose, day]} for whose, day in high]
    update = (
        sa.update(DAYS)
        .where(DAYS.c.organization_id == organization_id)
        .where(DAYS.c.whose_id == sa.bindparam("whose"), DAYS.c.day == sa.bindparam("on"))
        .values(owned_high=sa.bindparam("high"), owned_low=sa.bindparam("low"))
    )
    for start in range(0, len(rows), BATCH):
        op.get_bind().execute(update, rows[start : start + BATCH])


def won_in(organization_id: Any) -> Iterator[sa.Row]:
    """The won leads of an organization that have an owner and a value, in the order of their ids, a batch at a time."""
    known = [one.is_not(None) for one in (LEADS.c.owner_id, LEADS.c.base_value, LEADS.c.ended_at)]
    query = sa.select(LEADS).where(LEADS.c.organization_id == organization_id, LEADS.c.sub_stage == "won", *known)
    query = query.order_by(LEADS.c.id).limit(BATCH)
    batch = op.get_bind().execute(query).all()
    while batch:
        yield from batch
        batch = op.get_bind().execute(query.where(LEADS.c.id > batch[-1].id)).all()


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("day_figures", name)

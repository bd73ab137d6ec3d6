"""Keep figures with the leads, and fill them for the leads that are there.

Revision: cfef82f677bc
Follows: ca53f1f02f2a
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "cfef82f677bc"
down_revision = "ca53f1f02f2a"
branch_labels = None
depends_on = None

TENANT_TABLES = ("day_figures", "stage_figures")

SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

BATCH = 10_000
ALL_TIME = 0
HIGH = 1_000_000_000
DAY_COUNTERS = ("leads", "leads_won", "won", "closed", "handshakes", "revenue_high", "revenue_low")
STAGE_COUNTERS = ("leads", "value_high", "value_low")

ORGANIZATIONS = sa.table("organizations", sa.column("id", sa.Uuid), sa.column("time_zone", sa.String))
LEADS = sa.table(
    "leads",
    *(sa.column(name, sa.Uuid) for name in ("id", "tenant_id", "organization_id", "creator_id", "owner_id")),
    sa.column("stage_id", sa.Uuid),
    sa.column("sub_stage", sa.String),
    sa.column("base_value", sa.BigInteger),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "ended_at", "handshake_at")),
)
WHOSE = ("tenant_id", "organization_id", "whose_id")
DAY_FIGURES = sa.table(
    "day_figures",
    *(sa.column(name, sa.Uuid) for name in WHOSE),
    sa.column("day", sa.Integer),
    *(sa.column(name, sa.BigInteger) for name in DAY_COUNTERS),
)
STAGE_FIGURES = sa.table(
    "stage_figures",
    *(sa.column(name, sa.Uuid) for name in WHOSE),
    sa.column("stage_id", sa.Uuid),
    sa.column("sub_stage", sa.String),
    *(sa.column(name, sa.BigInteger) for name in STAGE_COUNTERS),
)


def hold_to_tenant(table: str, column: str = "tenant_id") -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column=column)
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.create_table(
        "day_figures",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("whose_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("leads", sa.BigInteger(), nullable=False),
        sa.Column("leads_won", sa.BigInteger(), nullable=False),
        sa.Column("won", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=False),
        sa.Column("handshakes", sa.BigInteger(), nullable=False),
        sa.Column("revenue_high", sa.BigInteger(), nullable=False),
        sa.Column("revenue_low", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_day_figures_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_day_figures_tenant_id")),
        sa.PrimaryKeyConstraint("organization_id", "whose_id", "day", name=op.f("pk_day_figures")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stage_figures",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("whose_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("sub_stage", sa.String(length=24), nullable=False),
        sa.Column("leads", sa.BigInteger(), nullable=False),
        sa.Column("value_high", sa.BigInteger(), nullable=False),
        sa.Column("value_low", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_stage_figures_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_stage_figures_tenant_id")),
        sa.PrimaryKeyConstraint("organization_id", "whose_id", "stage_id", "sub_stage", name=op.f("pk_stage_figures")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            hold_to_tenant(table)
        op.execute("SELECT set_config('leadx.tenant', '*', true)")
    fill()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('leadx.tenant', '', true)")


def fill() -> None:
    """Count the leads of each organization."""
    connection = op.get_bind()
    for organization_id, time_zone in connection.execute(sa.select(ORGANIZATIONS)).all():
        days: Counter[tuple] = Counter()
        standing: Counter[tuple] = Counter()
        for lead in leads_of(organization_id):
            count(lead, ZoneInfo(time_zone), days, standing)
        write(DAY_FIGURES, ("day",), DAY_COUNTERS, days)
        write(STAGE_FIGURES, ("stage_id", "sub_stage"), STAGE_COUNTERS, standing)


def leads_of(organization_id: Any) -> Iterator[sa.Row]:
    """The leads of an organization in the order of their ids, a batch at a time."""
    query = sa.select(LEADS).where(LEADS.c.organization_id == organization_id).order_by(LEADS.c.id).limit(BATCH)
    batch = op.get_bind().execute(query).all()
    while batch:
        yield from batch
        batch = op.get_bind().execute(query.where(LEADS.c.id > batch[-1].id)).all()


def count(lead: sa.Row, zone: ZoneInfo, days: Counter[tuple], standing: Counter[tuple]) -> None:
    """Add what one lead stands for: once for its organization, once for its creator, once for another owner."""
    for whose_id in {lead.organization_id, lead.creator_id, lead.owner_id} - {None}:
        whose = (lead.tenant_id, lead.organization_id, whose_id)
        for day, counter, amount in happened(lead, zone):
            days[(*whose, day), counter] += amount
        high, low = divmod(lead.base_value or 0, HIGH)
        for counter, amount in zip(STAGE_COUNTERS, (1, high, low), strict=True):
            standing[(*whose, lead.stage_id, lead.sub_stage), counter] += amount


def happened(lead: sa.Row, zone: ZoneInfo) -> Iterator[tuple[int, str, int]]:
    """Day, counter and amount of what happened to a lead that is not parked, on its day and for all time."""
    if lead.sub_stage == "parked":
        return
    is_won = lead.sub_stage == "won"
    high, low = divmod(lead.base_value or 0, HIGH)
    ended = {"won": 1, "revenue_high": high, "revenue_low": low} if is_won else {"closed": 1}
    counted = (
        (lead.created_at, {"leads": 1, "leads_won": int(is_won)}),
        (lead.handshake_at, {"handshakes": 1}),
        (lead.ended_at, ended),
    )
    for moment, amounts in counted:
        for day in (day_of(moment, zone), ALL_TIME) if moment else ():
            for counter, amount in amounts.items():
                yield day, counter, amount


def day_of(moment: datetime, zone: ZoneInfo) -> int:
    """The day in the time zone as a number; SQLite gives times without a zone, in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).toordinal()


def write(table: sa.TableClause, place: tuple[str, ...], counters: tuple[str, ...], counted: Counter[tuple]) -> None:
    """Insert the rows, a batch at a time."""
    rows: dict[tuple, dict[str, Any]] = {}
    for (key, counter), amount in counted.items():
        named = dict(zip((*WHOSE, *place), key, strict=True))
        row = rows.setdefault(key, named | dict.fromkeys(counters, 0))
        row[counter] = amount
    ordered = list(rows.values())
    for start in range(0, len(ordered), BATCH):
        op.get_bind().execute(sa.insert(table), ordered[start : start + BATCH])


def downgrade() -> None:
    op.drop_table("stage_figures")
    op.drop_table("day_figures")

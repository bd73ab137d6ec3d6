"""Keep figures of stages by day, filled for the leads that are there; find the latest steps.

Revision: 7c41d0a6be52
Follows: 987666f27ede
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "7c41d0a6be52"
down_revision = "987666f27ede"
branch_labels = None
depends_on = None

TENANT_TABLES = ("stage_day_figures",)

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

BATCH = 10_000
COUNTERS = ("made", "standing", "won", "won_seconds")
WHOSE = ("tenant_id", "organization_id", "whose_id", "stage_id")

ORGANIZATIONS = sa.table("organizations", sa.column("id", sa.Uuid), sa.column("time_zone", sa.String))
LEADS = sa.table(
    "leads",
    *(sa.column(name, sa.Uuid) for name in ("id", "tenant_id", "organization_id", "creator_id", "owner_id")),
    sa.column("stage_id", sa.Uuid),
    sa.column("sub_stage", sa.String),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "stage_entered_at", "ended_at")),
)
FIGURES = sa.table(
    "stage_day_figures",
    *(sa.column(name, sa.Uuid) for name in WHOSE),
    sa.column("day", sa.Integer),
    *(sa.column(name, sa.BigInteger) for name in COUNTERS),
)


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.create_table(
        "stage_day_figures",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("whose_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTERS),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_stage_day_figures_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_stage_day_figures_tenant_id")),
        sa.PrimaryKeyConstraint("organization_id", "whose_id", "stage_id", "day", name=op.f("pk_stage_day_figures")),
        sqlite_with_rowid=False,
    )
    for column in ("organization_id", "tenant_id"):
        name = op.f(f"ix_stage_changes_{column}_changed_at")
        op.create_index(name, "stage_changes", [column, "changed_at"])
    if op.get_bind().dialect.name == "postgresql":
        hold_to_tenant("stage_day_figures")
        op.execute("SELECT set_config('leadx.tenant', '*', true)")
    fill()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('leadx.tenant', '', true)")


def fill() -> None:
    """Count the leads of each organization."""
    for organization_id, time_zone in op.get_bind().execute(sa.select(ORGANIZATIONS)).all():
        counted: Counter[tuple] = Counter()
        for lead in leads_of(organization_id):
            for whose_id in {lead.organization_id, lead.creator_id, lead.owner_id} - {None}:
                whose = (lead.tenant_id, lead.organization_id, whose_id, lead.stage_id)
                for day, counter, amount in happened(lead, ZoneInfo(time_zone)):
                    counted[(*whose, day), counter] += amount
        write(counted)


def leads_of(organization_id: Any) -> Iterator[sa.Row]:
    """The leads of an organization in the order of their ids, a batch at a time."""
    query = sa.select(LEADS).where(LEADS.c.organization_id == organization_id).order_by(LEADS.c.id).limit(BATCH)
    batch = op.get_bind().execute(query).all()
    while batch:
        yield from batch
        batch = op.get_bind().execute(query.where(LEADS.c.id > batch[-1].id)).all()


def happened(lead: sa.Row, zone: ZoneInfo) -> Iterator[tuple[int, str, int]]:
    """Day, counter and amount of what a lead that is not parked adds to its stage."""
    if lead.sub_stage == "parked":
        return
    made = whole(lead.created_at)
    yield day_of(made, zone), "made", 1
    if lead.sub_stage == "open":
        yield day_of(whole(lead.stage_entered_at), zone), "standing", 1
    if lead.sub_stage == "won" and lead.ended_at is not None:
        ended = whole(lead.ended_at)
        yield day_of(ended, zone), "won", 1
        yield day_of(ended, zone), "won_seconds", int((ended - made).total_seconds())


def whole(moment: datetime) -> datetime:
    """The second; SQLite gives times without a zone, in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)


def day_of(moment: datetime, zone: ZoneInfo) -> int:
    """The day in the time zone as a number."""
    return moment.astimezone(zone).toordinal()


def write(counted: Counter[tuple]) -> None:
    """Insert the rows, a batch at a time."""
    rows: dict[tuple, dict[str, Any]] = {}
    for (key, counter), amount in counted.items():
        named = dict(zip((*WHOSE, "day"), key, strict=True))
        rows.setdefault(key, named | dict.fromkeys(COUNTERS, 0))[counter] = amount
    ordered = list(rows.values())
    for start in range(0, len(ordered), BATCH):
        op.get_bind().execute(sa.insert(FIGURES), ordered[start : start + BATCH])


def downgrade() -> None:
    for column in ("organization_id", "tenant_id"):
        op.drop_index(op.f(f"ix_stage_changes_{column}_changed_at"), table_name="stage_changes")
    op.drop_table("stage_day_figures")

"""Keep a ledger of points, and give them for the leads that are there.

Revision: 7c41d90be2f6
Follows: 7c41d0a6be52
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "7c41d90be2f6"
down_revision = "7c41d0a6be52"
branch_labels = None
depends_on = None

TENANT_TABLES = ("point_rules", "point_entries", "point_totals", "leaderboard_absences")

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

BATCH = 10_000
WORTH = {"created": 10, "handshake": 20, "won": 50}

ORGANIZATIONS = sa.table("organizations", sa.column("id", sa.Uuid), sa.column("time_zone", sa.String))
LEADS = sa.table(
    "leads",
    *(sa.column(name, sa.Uuid) for name in ("id", "tenant_id", "organization_id", "creator_id", "owner_id")),
    sa.column("sub_stage", sa.String),
    *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "ended_at", "handshake_at")),
)
ENTRIES = sa.table(
    "point_entries",
    *(sa.column(name, sa.Uuid) for name in ("lead_id", "tenant_id", "organization_id", "user_id")),
    sa.column("kind", sa.String),
    *(sa.column(name, sa.Integer) for name in ("turn", "rule_version", "points", "day", "month")),
    sa.column("at", sa.DateTime(timezone=True)),
)
TOTALS = sa.table(
    "point_totals",
    *(sa.column(name, sa.Uuid) for name in ("tenant_id", "organization_id", "whose_id")),
    sa.column("month", sa.Integer),
    *(sa.column(name, sa.BigInteger) for name in ("points", *WORTH)),
)


def hold_to_tenant(table: str, column: str = "tenant_id") -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column=column)
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.create_table(
        "point_rules",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("handshake", sa.Integer(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_point_rules_organization_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f("fk_point_rules_set_by_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_point_rules_tenant_id")),
        sa.PrimaryKeyConstraint("organization_id", "version", name=op.f("pk_point_rules")),
    )
    op.create_table(
        "point_entries",
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_point_entries_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_point_entries_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_point_entries_user_id")),
        sa.PrimaryKeyConstraint("lead_id", "kind", "turn", name=op.f("pk_point_entries")),
    )
    op.create_table(
        "point_totals",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("whose_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("handshake", sa.BigInteger(), nullable=False),
        sa.Column("won", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_point_totals_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_point_totals_tenant_id")),
        sa.PrimaryKeyConstraint("organization_id", "whose_id", "month", name=op.f("pk_point_totals")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "leaderboard_absences",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_leaderboard_absences_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_leaderboard_absences_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_leaderboard_absences_user_id")),
        sa.PrimaryKeyConstraint("organization_id", "user_id", name=op.f("pk_leaderboard_absences")),
    )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        for table in TENANT_TABLES:
            hold_to_tenant(table)
        op.execute("SELECT set_config('leadx.tenant', '*', true)")
    fill()
    if is_postgresql:
        op.execute("SELECT set_config('leadx.tenant', '', true)")
    op.create_index(
        "ix_point_entries_ledger",
        "point_entries",
        ["organization_id", "user_id", "at", "lead_id", "kind", "turn"],
        unique=False,
    )


def fill() -> None:
    """Give the points for what the leads say; how they came there is not told any more."""
    connection = op.get_bind()
    for organization_id, time_zone in connection.execute(sa.select(ORGANIZATIONS)).all():
        zone = ZoneInfo(time_zone)
        totals: dict[tuple, Counter[str]] = {}
        for leads in batches_of(organization_id):
            entries = [entry for lead in leads for entry in entries_of(lead, zone)]
            connection.execute(sa.insert(ENTRIES), entries)
            for entry in entries:
                key = (entry["tenant_id"], organization_id, entry["user_id"], entry["month"])
                counted = totals.setdefault(key, Counter())
                counted["points"] += entry["points"]
                counted[entry["kind"]] += 1
        names = ("tenant_id", "organization_id", "whose_id", "month")
        nothing = dict.fromkeys(("points", *WORTH), 0)
        rows = [dict(zip(names, key, strict=True)) | nothing | counted for key, counted in totals.items()]
        for start in range(0, len(rows), BATCH):
            connection.execute(sa.insert(TOTALS), rows[start : start + BATCH])


def batches_of(organization_id: Any) -> Iterator[list[sa.Row]]:
    """The leads of an organization in the order of their ids, a batch at a time."""
    query = sa.select(LEADS).where(LEADS.c.organization_id == organization_id).order_by(LEADS.c.id).limit(BATCH)
    batch = op.get_bind().execute(query).all()
    while batch:
        yield list(batch)
        batch = op.get_bind().execute(query.where(LEADS.c.id > batch[-1].id)).all()


def entries_of(lead: sa.Row, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    """For being made and for the handshake to the creator, for being won to the owner."""
    owed = [("created", lead.creator_id, lead.created_at)]
    if lead.handshake_at:
        owed.append(("handshake", lead.creator_id, lead.handshake_at))
    if lead.sub_stage == "won" and lead.owner_id:
        owed.append(("won", lead.owner_id, lead.ended_at or lead.created_at))
    for kind, user_id, at in owed:
        there = day_of(at, zone)
        yield {
            "lead_id": lead.id,
            "kind": kind,
            "turn": 1,
            "tenant_id": lead.tenant_id,
            "organization_id": lead.organization_id,
            "user_id": user_id,
            "rule_version": 1,
            "points": WORTH[kind],
            "day": there.toordinal(),
            "month": there.replace(day=1).toordinal(),
            "at": at if at.tzinfo else at.replace(tzinfo=UTC),
        }


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day in the time zone; SQLite gives times without a zone, in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).date()


def downgrade() -> None:
    op.drop_table("leaderboard_absences")
    op.drop_table("point_totals")
    op.drop_index("ix_point_entries_ledger", table_name="point_entries")
    op.drop_table("point_entries")
    op.drop_table("point_rules")

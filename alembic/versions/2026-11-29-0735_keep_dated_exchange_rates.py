"""Keep dated exchange rates; those that are there count from the first day of their organization.

Revision: 5d20c1e7a9f4
Follows: 3f8a6d0175c4
"""

import uuid
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "5d20c1e7a9f4"
down_revision = "3f8a6d0175c4"
branch_labels = None
depends_on = None

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

ORGANIZATIONS = sa.table(
    "organizations",
    sa.column("id", sa.Uuid),
    sa.column("time_zone", sa.String),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
CURRENCIES = sa.table(
    "organization_currencies",
    *(sa.column(name, sa.Uuid) for name in ("tenant_id", "organization_id")),
    sa.column("code", sa.String),
    sa.column("rate", sa.BigInteger),
)
RATES = sa.table(
    "currency_rates",
    *(sa.column(name, sa.Uuid) for name in ("id", "tenant_id", "organization_id")),
    *(sa.column(name, sa.String) for name in ("code", "source")),
    sa.column("day", sa.Date),
    sa.column("rate", sa.BigInteger),
)


def hold_to_tenant(table: str, column: str = "tenant_id") -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column=column)
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.create_table(
        "currency_rates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_currency_rates_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_currency_rates_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_currency_rates")),
        sa.UniqueConstraint("organization_id", "code", "day", name=op.f("uq_currency_rates_organization_id_code_day")),
    )
    op.create_index(op.f("ix_currency_rates_organization_id"), "currency_rates", ["organization_id"], unique=False)
    op.create_index(op.f("ix_currency_rates_tenant_id"), "currency_rates", ["tenant_id"], unique=False)
    op.add_column("organizations", sa.Column("rates_by_id", sa.Uuid(), nullable=True))
    op.add_column(
        "organization_currencies", sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))
    )
    op.add_column("organization_currencies", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        hold_to_tenant("currency_rates")
        op.execute("SELECT set_config('leadx.tenant', '*', true)")
    fill()
    if is_postgresql:
        op.execute("SELECT set_config('leadx.tenant', '', true)")


def fill() -> None:
    """A rate of the first day for each currency that is used."""
    connection = op.get_bind()
    days = {row.id: day_of(row.created_at, row.time_zone) for row in connection.execute(sa.select(ORGANIZATIONS))}
    rows = [
        {**row._mapping, "id": uuid.uuid4(), "source": "entered", "day": days[row.organization_id]}
        for row in connection.execute(sa.select(CURRENCIES))
    ]
    if rows:
        connection.execute(sa.insert(RATES), rows)


def day_of(moment: datetime, time_zone: str):
    """The day in the time zone; SQLite gives times without a zone, in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(ZoneInfo(time_zone)).date()


def downgrade() -> None:
    with op.batch_alter_table("organization_currencies", schema=None) as batch_op:
        batch_op.drop_column("retired_at")
        batch_op.drop_column("version")
    with op.batch_alter_table("organizations", schema=None) as batch_op:
        batch_op.drop_column("rates_by_id")
    op.drop_index(op.f("ix_currency_rates_tenant_id"), table_name="currency_rates")
    op.drop_index(op.f("ix_currency_rates_organization_id"), table_name="currency_rates")
    op.drop_table("currency_rates")

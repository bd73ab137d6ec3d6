"""Keep how leads go from one organization to another.

Revision: 5e0b7c91a4d3
Follows: 8c41d7e0b2f9
"""

import sqlalchemy as sa
from alembic import op

revision = "5e0b7c91a4d3"
down_revision = "8c41d7e0b2f9"
branch_labels = None
depends_on = None

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

COLUMNS = {"home_id": "organizations", "sent_by_id": "users"}
INDEXES = {"ix_leads_home": "home_id", "ix_leads_sent_by": "sent_by_id"}


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_transfers_answered_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_transfers_lead_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_transfers_organization_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["organizations.id"], name=op.f("fk_transfers_receiver_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_transfers_sent_by_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_transfers_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    for columns in (["lead_id", "sent_at"], ["organization_id"], ["receiver_id"], ["tenant_id"]):
        op.create_index(op.f(f"ix_transfers_{'_'.join(columns)}"), "transfers", columns, unique=False)
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "ix_transfers_waiting", "transfers", ["lead_id"], unique=True, sqlite_where=waits, postgresql_where=waits
    )
    for column, table in COLUMNS.items():
        key = sa.ForeignKey(f"{table}.id", name=op.f(f"fk_leads_{column}"))
        op.add_column("leads", sa.Column(column, sa.Uuid(), key, nullable=True), inline_references=True)
    for name, column in INDEXES.items():
        has = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "leads", [column], unique=False, sqlite_where=has, postgresql_where=has)
    if op.get_bind().dialect.name == "postgresql":
        hold_to_tenant("transfers")


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="leads")
    for column in COLUMNS:
        op.drop_column("leads", column)
    op.drop_table("transfers")

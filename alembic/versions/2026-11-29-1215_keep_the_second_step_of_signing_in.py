"""Keep the second step of signing in.

Revision: 9d27c8a41f60
Follows: 4b8e16d97f3a
"""

import sqlalchemy as sa
from alembic import op

revision = "9d27c8a41f60"
down_revision = "4b8e16d97f3a"
branch_labels = None
depends_on = None

TABLES = ("two_steps", "recovery_codes")

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def whose(table: str) -> list[sa.Column | sa.ForeignKeyConstraint | sa.PrimaryKeyConstraint]:
    """The columns that both tables have: whose row it is."""
    columns = [sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "tenant_id", "organization_id", "user_id")]
    return [
        *columns,
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f(f"fk_{table}_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "two_steps",
        *whose("two_steps"),
        sa.Column("sealed_secret", sa.String(length=200), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turned_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("user_id", name=op.f("uq_two_steps_user_id")),
    )
    op.create_table(
        "recovery_codes",
        *whose("recovery_codes"),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("user_id", "code_hash", name=op.f("uq_recovery_codes_user_id_code_hash")),
    )
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_organization_id"), table, ["organization_id"])
        op.create_index(op.f(f"ix_{table}_tenant_id"), table, ["tenant_id"])
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            hold_to_tenant(table)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)

"""Add account links.

Revision: 5b0e71c2a9d4
Follows: 5b0e6a1cd734
"""

import sqlalchemy as sa
from alembic import op

revision = "5b0e71c2a9d4"
down_revision = "5b0e6a1cd734"
branch_labels = None
depends_on = None

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.create_table(
        "account_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_account_links_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_account_links_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_account_links_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_links_token_hash")),
    )
    op.create_index(op.f("ix_account_links_organization_id"), "account_links", ["organization_id"])
    op.create_index(op.f("ix_account_links_tenant_id"), "account_links", ["tenant_id"])
    op.create_index(op.f("ix_account_links_user_id_created_at"), "account_links", ["user_id", "created_at"])
    if op.get_bind().dialect.name == "postgresql":
        hold_to_tenant("account_links")


def downgrade() -> None:
    op.drop_table("account_links")

"""Keep passkeys.

Revision: 9d27cb61e5a2
Follows: 9d27c8a41f60
"""

import sqlalchemy as sa
from alembic import op

revision = "9d27cb61e5a2"
down_revision = "9d27c8a41f60"
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
        "passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.String(length=2000), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_passkeys_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_passkeys_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_passkeys_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    for column in ("organization_id", "tenant_id", "user_id"):
        op.create_index(op.f(f"ix_passkeys_{column}"), "passkeys", [column])
    op.create_table(
        "passkey_challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenges")),
        sa.UniqueConstraint("challenge_hash", name=op.f("uq_passkey_challenges_challenge_hash")),
    )
    op.create_index(op.f("ix_passkey_challenges_expires_at"), "passkey_challenges", ["expires_at"])
    if op.get_bind().dialect.name == "postgresql":
        hold_to_tenant("passkeys")


def downgrade() -> None:
    op.drop_table("passkey_challenges")
    op.drop_table("passkeys")

"""Let people sign in with a provider's account.

Revision: 6f1d20b7c35e
Follows: 6d1c0f52ab98
"""

import sqlalchemy as sa
from alembic import op

revision = "6f1d20b7c35e"
down_revision = "6d1c0f52ab98"
branch_labels = None
depends_on = None

TENANT_TABLES = ("sign_in_providers", "sign_in_links")

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def of_organization(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f(f"fk_{table}_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "sign_in_providers",
        *of_organization("sign_in_providers"),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("client_id", sa.String(length=200), nullable=False),
        sa.Column("sealed_secret", sa.String(length=1000), nullable=True),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("makes_people", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("starts_in_id", sa.Uuid(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["starts_in_id"], ["organizations.id"], name=op.f("fk_sign_in_providers_starts_in_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f("fk_sign_in_providers_set_by_id")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_sign_in_providers_organization_id")),
    )
    op.create_table(
        "sign_in_links",
        *of_organization("sign_in_links"),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_in_links_user_id")),
        sa.UniqueConstraint("tenant_id", "issuer", "subject", name=op.f("uq_sign_in_links_tenant_id_issuer_subject")),
        sa.UniqueConstraint("user_id", "issuer", name=op.f("uq_sign_in_links_user_id_issuer")),
    )
    for table in TENANT_TABLES:
        for column in ("organization_id", "tenant_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_table(
        "sign_in_flows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("browser_hash", sa.String(length=64), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("next", sa.String(length=300), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_flows")),
        sa.UniqueConstraint("browser_hash", name=op.f("uq_sign_in_flows_browser_hash")),
    )
    op.create_index(op.f("ix_sign_in_flows_expires_at"), "sign_in_flows", ["expires_at"])
    op.add_column("user_sessions", sa.Column("provider", sa.String(length=60), server_default="", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            hold_to_tenant(table)


def downgrade() -> None:
    op.drop_column("user_sessions", "provider")
    op.drop_table("sign_in_flows")
    for table in reversed(TENANT_TABLES):
        op.drop_table(table)

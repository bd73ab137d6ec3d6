"""Add news.

Revision: ca53f1f02f2a
Follows: c8f32d244bd5
"""

import sqlalchemy as sa
from alembic import op

revision = "ca53f1f02f2a"
down_revision = "c8f32d244bd5"
branch_labels = None
depends_on = None

TENANT_TABLES = ("news", "news_comments", "news_organizations", "news_reactions", "news_reads", "news_roles")

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
        "news",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("is_for_some", sa.Boolean(), nullable=False),
        sa.Column("is_for_roles", sa.Boolean(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_in", sa.JSON(), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_news_author_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_news_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_news_tenant_id")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["users.id"], name=op.f("fk_news_updated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
        sa.UniqueConstraint("author_id", "draft_id", name=op.f("uq_news_author_id_draft_id")),
    )
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.create_index(
            "ix_news_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("ix_news_order", ["organization_id", "is_pinned", "publish_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "news_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_news_comments_author_id")),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk_news_comments_news_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_news_comments_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_news_comments_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_comments")),
    )
    with op.batch_alter_table("news_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_news_comments_news_id_created_at"), ["news_id", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_news_comments_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_comments_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "news_organizations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("addressed_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressed_id"], ["organizations.id"], name=op.f("fk_news_organizations_addressed_id")
        ),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk_news_organizations_news_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_news_organizations_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_news_organizations_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_organizations")),
        sa.UniqueConstraint("news_id", "addressed_id", name=op.f("uq_news_organizations_news_id_addressed_id")),
    )
    with op.batch_alter_table("news_organizations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_organizations_addressed_id"), ["addressed_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_organizations_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_organizations_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "news_reactions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reaction", sa.String(length=24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk_news_reactions_news_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_news_reactions_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_news_reactions_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_news_reactions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_reactions")),
        sa.UniqueConstraint("news_id", "user_id", "reaction", name=op.f("uq_news_reactions_news_id_user_id_reaction")),
    )
    with op.batch_alter_table("news_reactions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_reactions_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_reactions_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "news_reads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk_news_reads_news_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_news_reads_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_news_reads_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_news_reads_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_reads")),
        sa.UniqueConstraint("news_id", "user_id", name=op.f("uq_news_reads_news_id_user_id")),
    )
    with op.batch_alter_table("news_reads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_reads_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_reads_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "news_roles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk_news_roles_news_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_news_roles_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_news_roles_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_roles")),
        sa.UniqueConstraint("news_id", "role", name=op.f("uq_news_roles_news_id_role")),
    )
    with op.batch_alter_table("news_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_roles_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_news_roles_tenant_id"), ["tenant_id"], unique=False)

    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("news_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("preview_key", sa.String(length=200), nullable=True))
        batch_op.create_index(batch_op.f("ix_files_news_id"), ["news_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_files_news_id"), "news", ["news_id"], ["id"])

    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            hold_to_tenant(table)


def downgrade() -> None:
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_files_news_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_files_news_id"))
        batch_op.drop_column("preview_key")
        batch_op.drop_column("news_id")

    with op.batch_alter_table("news_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_roles_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_news_roles_organization_id"))

    op.drop_table("news_roles")
    with op.batch_alter_table("news_reads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_reads_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_news_reads_organization_id"))

    op.drop_table("news_reads")
    with op.batch_alter_table("news_reactions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_reactions_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_news_reactions_organization_id"))

    op.drop_table("news_reactions")
    with op.batch_alter_table("news_organizations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_organizations_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_news_organizations_organization_id"))
        batch_op.drop_index(batch_op.f("ix_news_organizations_addressed_id"))

    op.drop_table("news_organizations")
    with op.batch_alter_table("news_comments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_comments_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_news_comments_organization_id"))
        batch_op.drop_index(batch_op.f("ix_news_comments_news_id_created_at"))

    op.drop_table("news_comments")
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_news_organization_id"))
        batch_op.drop_index("ix_news_order")
        batch_op.drop_index(
            "ix_news_due", sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL")
        )

    op.drop_table("news")

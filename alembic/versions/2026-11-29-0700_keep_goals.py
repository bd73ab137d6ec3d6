"""Keep goals of organizations and of teams.

Revision: 5b0e6a1cd734
Follows: 7c41d90be2f6
"""

import sqlalchemy as sa
from alembic import op

revision = "5b0e6a1cd734"
down_revision = "7c41d90be2f6"
branch_labels = None
depends_on = None

TENANT_TABLES = ("goals", "goal_people")

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
        "goals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("span", sa.String(length=8), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_team", sa.Boolean(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_goals_organization_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f("fk_goals_set_by_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_goals_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("set_by_id", "draft_id", name=op.f("uq_goals_set_by_id_draft_id")),
    )
    op.create_index("ix_goals_open", "goals", ["reached_at", "last_day"], unique=False)
    op.create_index(op.f("ix_goals_organization_id"), "goals", ["organization_id"], unique=False)
    op.create_index(op.f("ix_goals_tenant_id"), "goals", ["tenant_id"], unique=False)
    op.create_index("ix_goals_time", "goals", ["organization_id", "last_day"], unique=False)
    op.create_table(
        "goal_people",
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_people_goal_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_goal_people_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_goal_people_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_goal_people_user_id")),
        sa.PrimaryKeyConstraint("goal_id", "user_id", name=op.f("pk_goal_people")),
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            hold_to_tenant(table)


def downgrade() -> None:
    op.drop_table("goal_people")
    op.drop_index("ix_goals_time", table_name="goals")
    op.drop_index(op.f("ix_goals_tenant_id"), table_name="goals")
    op.drop_index(op.f("ix_goals_organization_id"), table_name="goals")
    op.drop_index("ix_goals_open", table_name="goals")
    op.drop_table("goals")

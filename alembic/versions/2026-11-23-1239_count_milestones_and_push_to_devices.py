"""Count milestones and push to devices.

Revision: f24bdcd89c14
Follows: aee6e2a0b31b
"""

import sqlalchemy as sa
from alembic import op

revision = "f24bdcd89c14"
down_revision = "aee6e2a0b31b"
branch_labels = None
depends_on = None


TENANT_TABLES = ("person_counts", "push_subscriptions", "outbox_pushes")

SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

ROUND = (10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
WHOSE = ("organization_id", "user_id", "tenant_id")
PERSON_COUNTS = sa.table(
    "person_counts",
    *(sa.column(name, sa.Uuid) for name in WHOSE),
    sa.column("measure", sa.String),
    *(sa.column(name, sa.Integer) for name in ("count", "reached")),
)
LEADS = sa.table(
    "leads",
    *(sa.column(name, sa.Uuid) for name in ("organization_id", "tenant_id", "creator_id", "owner_id")),
    sa.column("sub_stage", sa.String),
    sa.column("handshake_at", sa.DateTime(timezone=True)),
)
MEASURES = (
    ("created", LEADS.c.creator_id, sa.true(), ROUND),
    ("won", LEADS.c.owner_id, LEADS.c.sub_stage == "won", ROUND),
    ("handshakes", LEADS.c.owner_id, LEADS.c.handshake_at.is_not(None), (1,)),
)


def hold_to_tenant(table: str, column: str = "tenant_id") -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column=column)
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def fill() -> None:
    """Count what was done before; milestones that lie behind are not told any more."""
    connection = op.get_bind()
    for measure, person, counts, milestones in MEASURES:
        whose = (LEADS.c.organization_id, person.label("user_id"), LEADS.c.tenant_id)
        query = sa.select(*whose, sa.func.count().label("count")).where(counts, person.is_not(None)).group_by(*whose)
        rows = [
            dict(row._mapping)
            | {"measure": measure, "reached": max((n for n in milestones if n <= row._mapping["count"]), default=0)}
            for row in connection.execute(query).all()
        ]
        if rows:
            connection.execute(sa.insert(PERSON_COUNTS), rows)


def upgrade() -> None:
    op.create_table(
        "person_counts",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.String(length=16), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_person_counts_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_person_counts_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_person_counts_user_id")),
        sa.PrimaryKeyConstraint("organization_id", "user_id", "measure", name=op.f("pk_person_counts")),
    )
    with op.batch_alter_table("person_counts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_counts_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(length=1000), nullable=False),
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("p256dh", sa.String(length=100), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_push_subscriptions_organization_id")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["user_sessions.id"], name=op.f("fk_push_subscriptions_session_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_push_subscriptions_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_push_subscriptions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("user_id", "endpoint_hash", name=op.f("uq_push_subscriptions_user_id_endpoint_hash")),
    )
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_subscriptions_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_push_subscriptions_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_push_subscriptions_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "outbox_pushes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_outbox_pushes_event_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_outbox_pushes_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["push_subscriptions.id"], name=op.f("fk_outbox_pushes_subscription_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_outbox_pushes_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_pushes")),
    )
    with op.batch_alter_table("outbox_pushes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_pushes_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("failed_at IS NULL"),
            postgresql_where=sa.text("failed_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_outbox_pushes_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_pushes_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_pushes_subscription_id"), ["subscription_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_pushes_tenant_id"), ["tenant_id"], unique=False)
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        for table in TENANT_TABLES:
            hold_to_tenant(table)
        op.execute("SELECT set_config('leadx.tenant', '*', true)")
    fill()
    if is_postgresql:
        op.execute("SELECT set_config('leadx.tenant', '', true)")


def downgrade() -> None:
    with op.batch_alter_table("outbox_pushes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_pushes_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_pushes_subscription_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_pushes_organization_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_pushes_event_id"))
        batch_op.drop_index(
            "ix_outbox_pushes_due",
            sqlite_where=sa.text("failed_at IS NULL"),
            postgresql_where=sa.text("failed_at IS NULL"),
        )

    op.drop_table("outbox_pushes")
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_push_subscriptions_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_push_subscriptions_session_id"))
        batch_op.drop_index(batch_op.f("ix_push_subscriptions_organization_id"))

    op.drop_table("push_subscriptions")
    with op.batch_alter_table("person_counts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_counts_tenant_id"))

    op.drop_table("person_counts")

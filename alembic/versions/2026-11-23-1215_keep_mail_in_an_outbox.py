"""keep mail in an outbox.

Revision: 009956b81ede
Follows: d825e0a4c802
"""

import sqlalchemy as sa
from alembic import op

revision = "009956b81ede"
down_revision = "d825e0a4c802"
branch_labels = None
depends_on = None

# What the transaction said it works for: a tenant's id, `*` for work above the tenants, nothing for nobody.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR tenant_id = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING)
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.create_table(
        "outbox_mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=400), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=24), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_outbox_mails_event_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_outbox_mails_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_outbox_mails_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_outbox_mails_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mails")),
    )
    with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_mails_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outbox_mails_organization_id_created_at"), ["organization_id", "created_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outbox_mails_state_due_at"), ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_mails_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_mails_user_id_state"), ["user_id", "state"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        hold_to_tenant("outbox_mails")


def downgrade() -> None:
    with op.batch_alter_table("outbox_mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mails_user_id_state"))
        batch_op.drop_index(batch_op.f("ix_outbox_mails_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_outbox_mails_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_mails_organization_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_outbox_mails_organization_id"))

    op.drop_table("outbox_mails")

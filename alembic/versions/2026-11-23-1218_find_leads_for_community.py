"""Find leads for community.

Revision: c8f32d244bd5
Follows: 009956b81ede
"""

import sqlalchemy as sa
from alembic import op

revision = "c8f32d244bd5"
down_revision = "009956b81ede"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index(
            "ix_leads_organization_created",
            ["organization_id", "stage_id", "sub_stage", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_leads_organization_handshakes",
            ["organization_id", "stage_id", "sub_stage", "handover_state", "updated_at", "id"],
            unique=False,
            sqlite_where=sa.text("handshake_at IS NOT NULL"),
            postgresql_where=sa.text("handshake_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_leads_organization_updated",
            ["organization_id", "stage_id", "sub_stage", "updated_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_leads_organization_value",
            ["organization_id", "stage_id", "sub_stage", "base_value", "id"],
            unique=False,
        )
        batch_op.create_index("ix_leads_tenant_created", ["stage_id", "sub_stage", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_leads_tenant_handshakes",
            ["stage_id", "sub_stage", "handover_state", "updated_at", "id"],
            unique=False,
            sqlite_where=sa.text("handshake_at IS NOT NULL"),
            postgresql_where=sa.text("handshake_at IS NOT NULL"),
        )
        batch_op.create_index("ix_leads_tenant_updated", ["stage_id", "sub_stage", "updated_at", "id"], unique=False)
        batch_op.create_index("ix_leads_tenant_value", ["stage_id", "sub_stage", "base_value", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index("ix_leads_tenant_value")
        batch_op.drop_index("ix_leads_tenant_updated")
        batch_op.drop_index(
            "ix_leads_tenant_handshakes",
            sqlite_where=sa.text("handshake_at IS NOT NULL"),
            postgresql_where=sa.text("handshake_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_leads_tenant_created")
        batch_op.drop_index("ix_leads_organization_value")
        batch_op.drop_index("ix_leads_organization_updated")
        batch_op.drop_index(
            "ix_leads_organization_handshakes",
            sqlite_where=sa.text("handshake_at IS NOT NULL"),
            postgresql_where=sa.text("handshake_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_leads_organization_created")

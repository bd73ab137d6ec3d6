"""Find the leads of a board.

Revision: 5b1f0c7d2a94
Follows: 255403cbdce9
"""

from alembic import op

revision = "5b1f0c7d2a94"
down_revision = "255403cbdce9"
branch_labels = None
depends_on = None

COLUMN = ["stage_id", "sub_stage", "updated_at", "id"]


def upgrade() -> None:
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.create_index("ix_leads_owner_stage", ["organization_id", "owner_id", *COLUMN], unique=False)
        batch_op.create_index(
            "ix_leads_creator_stage", ["organization_id", "creator_id", *COLUMN, "owner_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_index("ix_leads_creator_stage")
        batch_op.drop_index("ix_leads_owner_stage")

"""Keep who rang the bell and who mutes it.

Revision: aee6e2a0b31b
Follows: cfef82f677bc
"""

import sqlalchemy as sa
from alembic import op

revision = "aee6e2a0b31b"
down_revision = "cfef82f677bc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bell_rung_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_bell_muted", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("is_bell_muted")

    with op.batch_alter_table("leads", schema=None) as batch_op:
        batch_op.drop_column("bell_rung_at")

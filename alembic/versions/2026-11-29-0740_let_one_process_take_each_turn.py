"""Let one process take each turn of a recurring job.

Revision: 8c41d7e0b2f9
Follows: 5d20c1e7a9f4
"""

import sqlalchemy as sa
from alembic import op

revision = "8c41d7e0b2f9"
down_revision = "5d20c1e7a9f4"
branch_labels = None
depends_on = None

MOMENTS = ("due_at", "held_until", "began_at", "asked_at")
COUNTS = ("claim", "tries")


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("round_runs", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in COUNTS:
        op.add_column("round_runs", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
    op.add_column("round_runs", sa.Column("took_ms", sa.Integer(), nullable=True))
    op.add_column("round_runs", sa.Column("asked_by_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    for name in ("asked_by_id", "took_ms", *COUNTS, *MOMENTS):
        with op.batch_alter_table("round_runs") as batch_op:
            batch_op.drop_column(name)

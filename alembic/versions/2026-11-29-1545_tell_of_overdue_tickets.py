"""Remember of which overdue tickets people were told.

Revision: 6d1c0f52ab98
Follows: 7d20c5ab81e6
"""

import sqlalchemy as sa
from alembic import op

revision = "6d1c0f52ab98"
down_revision = "7d20c5ab81e6"
branch_labels = None
depends_on = None

UNTOLD = sa.text("overdue_notified_at IS NULL")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("overdue_notified_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_tickets_to_tell", "tickets", ["due_at"], sqlite_where=UNTOLD, postgresql_where=UNTOLD)


def downgrade() -> None:
    op.drop_index("ix_tickets_to_tell", "tickets")
    op.drop_column("tickets", "overdue_notified_at")

"""Find the leads behind a figure of Pulse by source, category, reason, and the days of stage, end and closing.

Revision: 64c1f7a9be20
Follows: 5b0e9d81e602
"""

import sqlalchemy as sa
from alembic import op

revision = "64c1f7a9be20"
down_revision = "5b0e9d81e602"
branch_labels = None
depends_on = None

COLUMNS = ("source_id", "category_id", "lost_reason_id", "stage_entered_at", "expected_closing_on", "ended_at")


def upgrade() -> None:
    for column in COLUMNS:
        ended = sa.text("ended_at IS NOT NULL") if column == "ended_at" else None
        place = ["organization_id", "sub_stage", column, "id"]
        op.create_index(f"ix_leads_by_{column}", "leads", place, sqlite_where=ended, postgresql_where=ended)


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_index(f"ix_leads_by_{column}", table_name="leads")

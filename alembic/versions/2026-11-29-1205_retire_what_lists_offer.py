"""Let stages, categories, sources, reasons and tags be retired, and organizations take less of files.

Revision: a3d90c5e71b8
Follows: 8b2f60d4c1ea
"""

import sqlalchemy as sa
from alembic import op

revision = "a3d90c5e71b8"
down_revision = "8b2f60d4c1ea"
branch_labels = None
depends_on = None

LISTS = ("stages", "categories", "sources", "lost_reasons", "tags")
LIMITS = ("file_limit_mb", "files_per_lead")


def upgrade() -> None:
    for table in LISTS:
        op.add_column(table, sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    for column in LIMITS:
        op.add_column("organizations", sa.Column(column, sa.Integer(), nullable=True))


def downgrade() -> None:
    for column in LIMITS:
        op.drop_column("organizations", column)
    for table in LISTS:
        op.drop_column(table, "retired_at")

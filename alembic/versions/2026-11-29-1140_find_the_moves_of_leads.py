"""Find the latest moves of leads without passing by the first steps of those that never moved.

Revision: 3d9a51c7e2f4
Follows: 9d27c05be341
"""

import sqlalchemy as sa
from alembic import op

revision = "3d9a51c7e2f4"
down_revision = "9d27c05be341"
branch_labels = None
depends_on = None

WHOSE = {"ix_stage_changes_moves": "organization_id", "ix_stage_changes_moves_of_tenant": "tenant_id"}


def upgrade() -> None:
    went_on = sa.text("from_stage_id IS NOT NULL")
    for name, whose in WHOSE.items():
        columns = [whose, "changed_at", "id"]
        op.create_index(name, "stage_changes", columns, sqlite_where=went_on, postgresql_where=went_on)
        op.drop_index(op.f(f"ix_stage_changes_{whose}_changed_at"), table_name="stage_changes")


def downgrade() -> None:
    for name, whose in WHOSE.items():
        op.create_index(op.f(f"ix_stage_changes_{whose}_changed_at"), "stage_changes", [whose, "changed_at"])
        op.drop_index(name, table_name="stage_changes")

"""Find activities by contact.

Revision: 3f5b7c0a9d21
Follows: 5b1f0c7d2a94
"""

from alembic import op

revision = "3f5b7c0a9d21"
down_revision = "5b1f0c7d2a94"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_sales_activities_of_company", "sales_activities", ["company_id", "happens_at"])
    op.create_index("ix_sales_activities_of_person", "sales_activities", ["person_id", "happens_at"])


def downgrade() -> None:
    op.drop_index("ix_sales_activities_of_person", table_name="sales_activities")
    op.drop_index("ix_sales_activities_of_company", table_name="sales_activities")

"""Complete the profile of organizations: how they write days, their logo, and the customer's subscription.

Revision: 7d21c05be9a4
Follows: 6f1d20b7c35e
"""

import sqlalchemy as sa
from alembic import op

revision = "7d21c05be9a4"
down_revision = "6f1d20b7c35e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "organizations", sa.Column("date_format", sa.String(length=24), nullable=False, server_default="words")
    )
    op.add_column("organizations", sa.Column("logo_id", sa.Uuid(), nullable=True))
    for name in ("subscription_starts_on", "subscription_ends_on", "subscription_told_on"):
        op.add_column("tenants", sa.Column(name, sa.Date(), nullable=True))
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("logo_of_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_files_logo_of_id"), ["logo_of_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_files_logo_of_id"), "organizations", ["logo_of_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_files_logo_of_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_files_logo_of_id"))
        batch_op.drop_column("logo_of_id")
    for name in ("subscription_told_on", "subscription_ends_on", "subscription_starts_on"):
        op.drop_column("tenants", name)
    for name in ("logo_id", "date_format"):
        op.drop_column("organizations", name)

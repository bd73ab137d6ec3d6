"""Keep photos of people, and the network that they signed in from.

Revision: 9d27c05be341
Follows: 8d52f0c3a17e
"""

import sqlalchemy as sa
from alembic import op

revision = "9d27c05be341"
down_revision = "8d52f0c3a17e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("photo_id", sa.Uuid(), nullable=True))
    op.add_column("user_sessions", sa.Column("address", sa.String(length=45), server_default="", nullable=False))
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_files_person_id"), ["person_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_files_person_id"), "users", ["person_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_files_person_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_files_person_id"))
        batch_op.drop_column("person_id")
    op.drop_column("user_sessions", "address")
    op.drop_column("users", "photo_id")

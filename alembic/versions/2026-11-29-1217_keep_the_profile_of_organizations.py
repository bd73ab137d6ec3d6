"""Keep the profile of organizations, and whether they are active.

Revision: 5b0e9d81e602
Follows: 9d27cb61e5a2
"""

import sqlalchemy as sa
from alembic import op

revision = "5b0e9d81e602"
down_revision = "9d27cb61e5a2"
branch_labels = None
depends_on = None

TEXTS = {"organization_number": 40, "address": 200, "postcode": 20, "city": 100, "country": 100}


def upgrade() -> None:
    for name, length in TEXTS.items():
        op.add_column("organizations", sa.Column(name, sa.String(length=length), nullable=True))
    op.add_column("organizations", sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("organizations", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    for name in ("version", "is_active", *reversed(TEXTS)):
        op.drop_column("organizations", name)

"""Show events in the feed.

Revision: d825e0a4c802
Follows: bdaecb4951b2
"""

import sqlalchemy as sa
from alembic import op

revision = "d825e0a4c802"
down_revision = "bdaecb4951b2"
branch_labels = None
depends_on = None

KINDS = {
    "lead.created": "created",
    "handover.accepted": "accepted",
    "lead.won": "won",
    "bell.rung": "bell",
    "milestone.reached": "milestone",
}
KNOWN = "UPDATE events SET feed = :feed WHERE kind = :kind"
# An assignment completed a handshake when both happened at the same moment.
SHAKEN = """
UPDATE events SET feed = 'accepted' WHERE kind = 'lead.assigned' AND EXISTS (
    SELECT 1 FROM leads WHERE leads.id = events.lead_id AND leads.handshake_at = events.occurred_at
)
"""


def upgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feed", sa.String(length=16), nullable=True))
        batch_op.create_index(
            "ix_events_feed",
            ["organization_id", "occurred_at", "id"],
            unique=False,
            sqlite_where=sa.text("feed IS NOT NULL"),
            postgresql_where=sa.text("feed IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_events_feed_kind",
            ["organization_id", "feed", "occurred_at", "id"],
            unique=False,
            sqlite_where=sa.text("feed IS NOT NULL"),
            postgresql_where=sa.text("feed IS NOT NULL"),
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('leadx.tenant', '*', true)")
    for kind, feed in KINDS.items():
        op.execute(sa.text(KNOWN).bindparams(kind=kind, feed=feed))
    op.execute(SHAKEN)


def downgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_events_feed_kind",
            sqlite_where=sa.text("feed IS NOT NULL"),
            postgresql_where=sa.text("feed IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_events_feed", sqlite_where=sa.text("feed IS NOT NULL"), postgresql_where=sa.text("feed IS NOT NULL")
        )
        batch_op.drop_column("feed")

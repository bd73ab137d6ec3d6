"""Keep an audit log, and put into it what the events tell of the time before.

Revision: 9a3f52c7d1e0
Follows: a3d90c5e71b8
"""

import sqlalchemy as sa
from alembic import op

revision = "9a3f52c7d1e0"
down_revision = "a3d90c5e71b8"
branch_labels = None
depends_on = None

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

AREAS = {
    "user.%": "people",
    "account.%": "accounts",
    "settings.organization%": "organizations",
    "settings.%": "settings",
    "list.exported": "exports",
    "archive.%": "exports",
}
REFUSED = "The audit log is never changed"


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_audit_entries_actor_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_audit_entries_organization_id")
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["users.id"], name=op.f("fk_audit_entries_subject_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_audit_entries_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_area", "audit_entries", ["organization_id", "area", "occurred_at", "id"])
    op.create_index("ix_audit_entries_newest", "audit_entries", ["organization_id", "occurred_at", "id"])
    op.create_index(op.f("ix_audit_entries_organization_id"), "audit_entries", ["organization_id"])
    op.create_index(op.f("ix_audit_entries_tenant_id"), "audit_entries", ["tenant_id"])
    if op.get_bind().dialect.name == "postgresql":
        hold_to_tenant("audit_entries")
        op.execute("SELECT set_config('leadx.tenant', '*', true)")
        take_over("(payload ->> 'user_id')::uuid", "(payload::jsonb - 'name' - 'user_id')::json")
        op.execute("SELECT set_config('leadx.tenant', '', true)")
        refuse_changes_on_postgresql()
    else:
        take_over("replace(json_extract(payload, '$.user_id'), '-', '')", "json_remove(payload, '$.name', '$.user_id')")
        refuse_changes_on_sqlite()


def take_over(subject: str, payload: str) -> None:
    """Write down what the events know already, under their own ids."""
    area = " ".join(f"WHEN kind LIKE '{kind}' THEN '{area}'" for kind, area in AREAS.items())
    columns = "id, tenant_id, organization_id, kind, area, actor_id, subject_id, address, payload, occurred_at"
    op.execute(
        f"INSERT INTO audit_entries ({columns}) SELECT id, tenant_id, organization_id, kind, area, actor_id,"
        f" {subject}, '', {payload}, occurred_at FROM (SELECT *, CASE {area} END AS area FROM events) AS known"
        " WHERE area IS NOT NULL"
    )


def refuse_changes_on_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entries_stay_{act.lower()} BEFORE {act} ON audit_entries"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def refuse_changes_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for name, when in (
        ("rows", "UPDATE OR DELETE ON audit_entries FOR EACH ROW"),
        ("all", "TRUNCATE ON audit_entries"),
    ):
        op.execute(f"CREATE TRIGGER audit_entries_stay_{name} BEFORE {when} EXECUTE FUNCTION audit_entries_stay()")


def downgrade() -> None:
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entries_stay()")

"""Add support: tickets, articles, and when it is open.

Revision: 08fcc6c4aa5f
Follows: 4c81e7a09d35
"""

import sqlalchemy as sa
from alembic import op

revision = "08fcc6c4aa5f"
down_revision = "4c81e7a09d35"
branch_labels = None
depends_on = None

TENANT_TABLES = ("support_times", "articles", "tickets", "ticket_entries")

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
HOLDS = "({setting}) = '*' OR {column} = (SELECT nullif(nullif(({setting}), '*'), '')::uuid)"

# As in the migrations that made the full-text index.
SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡§«°·»¿‐‑‒–—―‘’‚“”„•…"
LETTER = "h"


def hold_to_tenant(table: str) -> None:
    """Let a transaction see and write only the rows of its tenant, even the owner of the table."""
    condition = HOLDS.format(setting=SETTING, column="tenant_id")
    op.execute(f"CREATE POLICY {table}_of_tenant ON {table} USING ({condition}) WITH CHECK ({condition})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def search_on_postgresql() -> None:
    """Keep the words of articles in the full-text index."""
    words = f"search_words('{LETTER}' || right(NEW.tenant_id::text, 12), NEW.search_text)"
    whose = "ARRAY['o' || right(NEW.organization_id::text, 12)]"
    op.execute(
        "CREATE FUNCTION search_articles() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN PERFORM set_config('leadx.search', '', true);"
        " INSERT INTO search_rows (tenant_id, organization_id, row_id, words)"
        f" VALUES (NEW.tenant_id, NEW.organization_id, NEW.id, array_to_tsvector({words} || {whose}))"
        " ON CONFLICT (row_id) DO UPDATE SET organization_id = excluded.organization_id, words = excluded.words;"
        " RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER search_words AFTER INSERT OR UPDATE OF organization_id, search_text ON articles"
        " FOR EACH ROW EXECUTE FUNCTION search_articles()"
    )
    op.execute(
        "CREATE TRIGGER search_words_gone AFTER DELETE ON articles FOR EACH ROW EXECUTE FUNCTION search_row_gone()"
    )


def search_on_sqlite() -> None:
    """Keep the words of articles in the full-text index."""
    words = inside(parted("new.search_text"))
    whose = "coalesce(' o' || substr(new.organization_id, -12), '')"
    write = (
        "INSERT INTO search_rows (tenant_id, organization_id, row_id, words) VALUES (new.tenant_id,"
        f" new.organization_id, new.id, {words} || {whose}) ON CONFLICT (row_id) DO UPDATE SET"
        " organization_id = excluded.organization_id, words = excluded.words;"
    )
    for statement in (
        f"CREATE TRIGGER search_articles_added AFTER INSERT ON articles BEGIN {write} END",
        "CREATE TRIGGER search_articles_changed AFTER UPDATE OF organization_id, search_text ON articles"
        f" BEGIN {write} END",
        "CREATE TRIGGER search_articles_gone AFTER DELETE ON articles"
        " BEGIN DELETE FROM search_rows WHERE row_id = old.id; END",
    ):
        op.execute(sa.text(statement.replace(":", "\\:")))


def inside(plain: str) -> str:
    """The words of a text without signs, each behind a blank, and each again from every letter but the last two on."""
    words = f"(SELECT {plain} AS said) AS plain, json_each('[\"' || replace(plain.said, ' ', '\",\"') || '\"]') AS word"
    word = (
        f"CASE place WHEN 1 THEN ' {LETTER}' ELSE ' z{LETTER}' END || substr(new.tenant_id, -12)"
        " || substr(word.value, place)"
    )
    places = "fts_places ON place <= max(length(word.value) - 2, 1)"
    return f"coalesce((SELECT group_concat({word}, '') FROM {words} CROSS JOIN {places} WHERE word.value <> ''), '')"


def parted(said: str) -> str:
    """The text with blanks for signs; in steps, as SQLite reads only so many brackets inside each other."""
    steps = f"SELECT coalesce({said}, '') AS said"
    for place in range(0, len(SIGNS), 12):
        blank = "said"
        for sign in SIGNS[place : place + 12]:
            blank = "replace({}, '{}', ' ')".format(blank, sign.replace("'", "''"))
        steps = f"SELECT {blank} AS said FROM ({steps})"
    return f"({steps})"


def upgrade() -> None:
    op.create_table(
        "support_times",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_support_times_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_support_times_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_times")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_support_times_organization_id")),
    )
    with op.batch_alter_table("support_times", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_times_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_support_times_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "articles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_articles_author_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_articles_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_articles_tenant_id")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["users.id"], name=op.f("fk_articles_updated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("author_id", "draft_id", name=op.f("uq_articles_author_id_draft_id")),
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_articles_organization_id_language"), ["organization_id", "language"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_articles_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("severity", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("page", sa.String(length=300), nullable=False),
        sa.Column("clock_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_seconds", sa.Integer(), nullable=False),
        sa.Column("respond_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_response_late", sa.Boolean(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_resolution_late", sa.Boolean(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["users.id"], name=op.f("fk_tickets_assignee_id")),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_tickets_organization_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["users.id"], name=op.f("fk_tickets_reporter_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_tickets_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("reporter_id", "draft_id", name=op.f("uq_tickets_reporter_id_draft_id")),
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index("ix_tickets_due", ["organization_id", "status", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index("ix_tickets_reporter", ["reporter_id", "status"], unique=False)
        batch_op.create_index("ix_tickets_resolved", ["organization_id", "resolved_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_tenant_id"), ["tenant_id"], unique=False)

    op.create_table(
        "ticket_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("from_status", sa.String(length=24), nullable=True),
        sa.Column("to_status", sa.String(length=24), nullable=True),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_ticket_entries_author_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_ticket_entries_organization_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_ticket_entries_tenant_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_entries_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_entries")),
        sa.UniqueConstraint("author_id", "draft_id", name=op.f("uq_ticket_entries_author_id_draft_id")),
    )
    with op.batch_alter_table("ticket_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_entries_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ticket_entries_tenant_id"), ["tenant_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ticket_entries_ticket_id_created_at"), ["ticket_id", "created_at"], unique=False
        )

    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ticket_entry_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_files_ticket_entry_id"), ["ticket_entry_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_files_ticket_entry_id"), "ticket_entries", ["ticket_entry_id"], ["id"]
        )
    if op.get_bind().dialect.name == "postgresql":
        for table in TENANT_TABLES:
            hold_to_tenant(table)
        search_on_postgresql()
    else:
        search_on_sqlite()


def downgrade() -> None:
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_files_ticket_entry_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_files_ticket_entry_id"))
        batch_op.drop_column("ticket_entry_id")

    with op.batch_alter_table("ticket_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_entries_ticket_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_ticket_entries_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_entries_organization_id"))

    op.drop_table("ticket_entries")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_tenant_id"))
        batch_op.drop_index("ix_tickets_resolved")
        batch_op.drop_index("ix_tickets_reporter")
        batch_op.drop_index(batch_op.f("ix_tickets_organization_id"))
        batch_op.drop_index("ix_tickets_due")

    op.drop_table("tickets")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_articles_organization_id_language"))
        batch_op.drop_index(batch_op.f("ix_articles_organization_id"))

    op.drop_table("articles")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION search_articles()")
    op.execute(
        "DELETE FROM search_rows WHERE row_id NOT IN (SELECT id FROM leads UNION SELECT id FROM companies"
        " UNION SELECT id FROM persons UNION SELECT id FROM news UNION SELECT id FROM tasks"
        " UNION SELECT id FROM sales_activities)"
    )
    with op.batch_alter_table("support_times", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_times_tenant_id"))
        batch_op.drop_index(batch_op.f("ix_support_times_organization_id"))

    op.drop_table("support_times")

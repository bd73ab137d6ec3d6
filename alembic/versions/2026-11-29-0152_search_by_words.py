"""Search by words.

Revision: 5e0a7c31b9d4
Follows: 3f5b7c0a9d21
"""

import unicodedata
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "5e0a7c31b9d4"
down_revision = "3f5b7c0a9d21"
branch_labels = None
depends_on = None

# As in the first migration.
SETTING = "SELECT current_setting('leadx.tenant', true)"
TENANT = f"({SETTING}) = '*' OR tenant_id = (SELECT nullif(nullif(({SETTING}), '*'), '')::uuid)"

# A row is there for who says what they look for; without a word, every row is there. It stands in the policy, because
# PostgreSQL asks an index nothing that a query says before it has asked the policy.
WANTED = "(SELECT coalesce(nullif(current_setting('leadx.search', true), ''), '!''_''')::tsquery)"

SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡§«°·»¿‐‑‒–—―‘’‚“”„•…"
LONGEST_WORD = 60

# Per table: the letters of its words and what they are made of, and whose a row is. `{old}` and `{new}` are rows.
HEADLINE = (
    "substr({row}.search_text, 1, length({row}.search_text) - coalesce("
    "(SELECT length(name_key) FROM persons WHERE persons.id = {row}.person_id), 0))"
)
CONTACT = "(SELECT name_key FROM persons WHERE persons.id = {row}.person_id)"
NATIONAL = "CASE WHEN {row}.phone LIKE '+47%' THEN substr({row}.phone, 4) ELSE '' END"
TABLES = {
    "leads": {
        "words": {"l": HEADLINE, "p": CONTACT},
        "scopes": {"o": "organization_id", "u": "owner_id", "v": "creator_id"},
        "when": ("w", "organization_id", "{row}.handover_state = 'waiting'"),
        "columns": "organization_id, owner_id, creator_id, person_id, handover_state, search_text",
    },
    "companies": {
        "words": {"c": "{row}.search_text || ' ' || " + NATIONAL},
        "scopes": {"o": "organization_id"},
        "columns": "organization_id, search_text, phone",
    },
    "persons": {
        "words": {"k": "{row}.search_text || ' ' || " + NATIONAL},
        "scopes": {"o": "organization_id"},
        "columns": "organization_id, search_text, phone",
    },
    "news": {
        "words": {"n": "{row}.search_text"},
        "scopes": {"o": "organization_id"},
        "columns": "organization_id, search_text",
    },
    "tasks": {
        "words": {"a": "{row}.search_text"},
        "scopes": {"o": "organization_id", "u": "assignee_id", "v": "creator_id"},
        "columns": "organization_id, assignee_id, creator_id, search_text",
    },
    "sales_activities": {
        "words": {"a": "{row}.search_text"},
        "scopes": {"o": "organization_id", "u": "author_id"},
        "columns": "organization_id, author_id, search_text",
    },
}


def upgrade() -> None:
    for table in ("sales_activities", "tasks"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
    words = sa.Text().with_variant(TSVECTOR(), "postgresql")
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_rows",
        sa.Column("number", number, autoincrement=True, nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("words", words, nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"], name=op.f("fk_search_rows_organization_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_search_rows_tenant_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_rows")),
        sa.UniqueConstraint("row_id", name=op.f("uq_search_rows_row_id")),
    )
    with op.batch_alter_table("search_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_rows_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_rows_tenant_id"), ["tenant_id"], unique=False)
    fold_plans()
    if op.get_bind().dialect.name == "postgresql":
        on_postgresql()
    else:
        on_sqlite()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TRIGGER search_words ON {table}")
            op.execute(f"DROP TRIGGER search_words_gone ON {table}")
            op.execute(f"DROP FUNCTION search_{table}()")
        op.execute("DROP FUNCTION search_row_gone()")
        op.execute("DROP FUNCTION search_words(text, text)")
    else:
        for table in TABLES:
            for act in ("added", "changed", "gone"):
                op.execute(f"DROP TRIGGER search_{table}_{act}")
        op.execute("DROP TABLE fts_search")
    op.drop_table("search_rows")
    for table in ("tasks", "sales_activities"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("search_text")


def fold_plans() -> None:
    """Fold the texts of the tasks and activities that are there."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT set_config('leadx.tenant', '*', true)"))
    for table in ("tasks", "sales_activities"):
        rows = connection.execute(sa.text(f"SELECT id, title, text FROM {table}")).all()
        texts = [{"id": row.id, "text": fold(f"{row.title} {row.text}")} for row in rows]
        if texts:
            connection.execute(sa.text(f"UPDATE {table} SET search_text = :text WHERE id = :id"), texts)


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def on_postgresql() -> None:
    """A GIN index over tsvectors, whose lexemes are made from the folded texts and not by a parser of a language."""
    signs, blanks = SIGNS.replace("'", "''"), " " * len(SIGNS)
    op.execute(
        "CREATE FUNCTION search_words(letter text, said text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$"
        f" SELECT coalesce(array_agg(letter || left(word, {LONGEST_WORD})), '{{}}')"
        f" FROM unnest(string_to_array(translate(said, '{signs}', '{blanks}'), ' ')) word WHERE word <> '' $$"
    )
    op.execute(
        "CREATE FUNCTION search_row_gone() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN PERFORM set_config('leadx.search', '', true); DELETE FROM search_rows WHERE row_id = OLD.id; RETURN NULL; END $$"
    )
    for table in TABLES:
        words = f"array_to_tsvector({array_of(table, 'NEW')})"
        op.execute(
            f"CREATE FUNCTION search_{table}() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN PERFORM set_config('leadx.search', '', true);"
            " INSERT INTO search_rows (tenant_id, organization_id, row_id, words)"
            f" VALUES (NEW.tenant_id, NEW.organization_id, NEW.id, {words})"
            " ON CONFLICT (row_id) DO UPDATE SET organization_id = excluded.organization_id, words = excluded.words;"
            " RETURN NULL; END $$"
        )
        of = TABLES[table]["columns"]
        op.execute(
            f"CREATE TRIGGER search_words AFTER INSERT OR UPDATE OF {of} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION search_{table}()"
        )
        op.execute(
            f"CREATE TRIGGER search_words_gone AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION search_row_gone()"
        )
        op.execute(
            "INSERT INTO search_rows (tenant_id, organization_id, row_id, words)"
            f" SELECT tenant_id, organization_id, id, array_to_tsvector({array_of(table, table)}) FROM {table}"
        )
    op.execute("CREATE INDEX fts_search_rows ON search_rows USING gin (words) WITH (gin_pending_list_limit = 256)")
    op.execute(
        f"CREATE POLICY search_rows_of_tenant ON search_rows USING (({TENANT}) AND words @@ {WANTED})"
        f" WITH CHECK ({TENANT})"
    )
    op.execute("ALTER TABLE search_rows ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE search_rows FORCE ROW LEVEL SECURITY")


def array_of(table: str, row: str) -> str:
    """The lexemes of a row, as an array."""
    about = TABLES[table]
    key = f"right({row}.tenant_id::text, 12)"
    said = [
        f"search_words('{letter}' || {key}, coalesce({text.format(row=row)}, ''))"
        for letter, text in about["words"].items()
    ]
    whose = [f"'{letter}' || right({row}.{column}::text, 12)" for letter, column in about["scopes"].items()]
    for letter, column, when in [about["when"]] if "when" in about else []:
        whose.append(f"CASE WHEN {when.format(row=row)} THEN '{letter}' || right({row}.{column}::text, 12) END")
    return " || ".join([*said, f"array_remove(ARRAY[{', '.join(whose)}], NULL)"])


def on_sqlite() -> None:
    """An FTS5 table beside the words; words are parted at ASCII signs only, the others are blanks by then."""
    op.execute(
        "CREATE VIRTUAL TABLE fts_search USING fts5(words, content='search_rows', content_rowid='number',"
        " tokenize='ascii', detail=none, columnsize=0)"
    )
    added = "INSERT INTO fts_search(rowid, words) VALUES (new.number, new.words);"
    gone = "INSERT INTO fts_search(fts_search, rowid, words) VALUES ('delete', old.number, old.words);"
    op.execute(f"CREATE TRIGGER search_rows_added AFTER INSERT ON search_rows BEGIN {added} END")
    op.execute(f"CREATE TRIGGER search_rows_changed AFTER UPDATE OF words ON search_rows BEGIN {gone} {added} END")
    op.execute(f"CREATE TRIGGER search_rows_gone AFTER DELETE ON search_rows BEGIN {gone} END")
    for table in TABLES:
        for statement in triggers_of(table):
            op.execute(sa.text(statement.replace(":", "\\:")))
        filled = f"SELECT tenant_id, organization_id, id, {text_of(table, table)} FROM {table}"
        op.execute(
            sa.text(f"INSERT INTO search_rows (tenant_id, organization_id, row_id, words) {filled}".replace(":", "\\:"))
        )


def triggers_of(table: str) -> Iterator[str]:
    """What keeps the words of a table."""
    columns = "tenant_id, organization_id, row_id, words"
    write = (
        f"INSERT INTO search_rows ({columns}) VALUES (new.tenant_id, new.organization_id, new.id,"
        f" {text_of(table, 'new')}) ON CONFLICT (row_id) DO UPDATE SET organization_id = excluded.organization_id,"
        " words = excluded.words;"
    )
    of = TABLES[table]["columns"]
    yield f"CREATE TRIGGER search_{table}_added AFTER INSERT ON {table} BEGIN {write} END"
    yield f"CREATE TRIGGER search_{table}_changed AFTER UPDATE OF {of} ON {table} BEGIN {write} END"
    yield (
        f"CREATE TRIGGER search_{table}_gone AFTER DELETE ON {table}"
        " BEGIN DELETE FROM search_rows WHERE row_id = old.id; END"
    )


def parted(said: str) -> str:
    """The text with blanks for signs; in steps, as SQLite reads only so many brackets inside each other."""
    steps = f"SELECT coalesce({said}, '') AS said"
    for place in range(0, len(SIGNS), 16):
        blank = "said"
        for sign in SIGNS[place : place + 16]:
            blank = "replace({}, '{}', ' ')".format(blank, sign.replace("'", "''"))
        steps = f"SELECT {blank} AS said FROM ({steps})"
    return f"({steps})"


def text_of(table: str, row: str) -> str:
    """The words of a row in one text, each behind a blank."""
    about = TABLES[table]
    parts = []
    for letter, text in about["words"].items():
        plain = parted(text.format(row=row))
        begin = f"' {letter}' || substr({row}.tenant_id, -12)"
        parts.append(f"{begin} || replace({plain}, ' ', {begin})")
    parts += [f"coalesce(' {letter}' || substr({row}.{column}, -12), '')" for letter, column in about["scopes"].items()]
    for letter, column, when in [about["when"]] if "when" in about else []:
        parts.append(f"CASE WHEN {when.format(row=row)} THEN ' {letter}' || substr({row}.{column}, -12) ELSE '' END")
    return " || ".join(parts)

"""Search inside words too.

Revision: 4b8e16d97f3a
Follows: 9a3f52c7d1e0
"""

from collections.abc import Callable, Iterator

import sqlalchemy as sa
from alembic import op

revision = "4b8e16d97f3a"
down_revision = "9a3f52c7d1e0"
branch_labels = None
depends_on = None

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

LAST_PLACE = 400
"""Words are found from each of their letters on, so far."""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        parts_words(INSIDE)
        fill_postgresql()
        return
    op.execute("CREATE TABLE fts_places (place INTEGER PRIMARY KEY)")
    op.execute(
        f"WITH RECURSIVE places(place) AS (VALUES(1) UNION ALL SELECT place + 1 FROM places WHERE place < {LAST_PLACE})"
        " INSERT INTO fts_places SELECT place FROM places"
    )
    fill_sqlite(inside_text_of)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        parts_words(BEGINNINGS)
        fill_postgresql()
        return
    fill_sqlite(text_of)
    op.execute("DROP TABLE fts_places")


# PostgreSQL: the triggers ask this function, which gives the lexemes of a text.

BEGINNINGS = f"SELECT letter || left(word, {LONGEST_WORD}) AS lexeme FROM words WHERE word <> ''"
INSIDE = (
    f"SELECT CASE place WHEN 1 THEN letter ELSE 'z' || letter END || left(substr(word, place), {LONGEST_WORD}) AS lexeme"
    f" FROM words, generate_series(1, least(greatest(char_length(word) - 2, 1), {LAST_PLACE})) place WHERE word <> ''"
)


def parts_words(lexemes: str) -> None:
    signs, blanks = SIGNS.replace("'", "''"), " " * len(SIGNS)
    op.execute(
        "CREATE OR REPLACE FUNCTION search_words(letter text, said text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$"
        f" WITH words AS (SELECT unnest(string_to_array(translate(said, '{signs}', '{blanks}'), ' ')) word)"
        f" SELECT coalesce(array_agg(lexeme), '{{}}') FROM ({lexemes}) made $$"
    )


def fill_postgresql() -> None:
    """Make all words anew."""
    op.execute("SELECT set_config('leadx.tenant', '*', true), set_config('leadx.search', '', true)")
    op.execute("DROP INDEX fts_search_rows")
    op.execute("TRUNCATE search_rows")
    for table in TABLES:
        op.execute(
            "INSERT INTO search_rows (tenant_id, organization_id, row_id, words)"
            f" SELECT tenant_id, organization_id, id, array_to_tsvector({array_of(table, table)}) FROM {table} ORDER BY id"
        )
    op.execute("CREATE INDEX fts_search_rows ON search_rows USING gin (words) WITH (gin_pending_list_limit = 256)")


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


# SQLite: the triggers say themselves what the words are.


def fill_sqlite(text_of: Callable[[str, str], str]) -> None:
    """Make the triggers and all words anew."""
    for table in TABLES:
        for act in ("added", "changed", "gone"):
            op.execute(f"DROP TRIGGER search_{table}_{act}")
    op.execute("DROP TRIGGER search_rows_gone")
    op.execute("DELETE FROM search_rows")
    op.execute("INSERT INTO fts_search(fts_search) VALUES ('delete-all')")
    gone = "INSERT INTO fts_search(fts_search, rowid, words) VALUES ('delete', old.number, old.words);"
    op.execute(f"CREATE TRIGGER search_rows_gone AFTER DELETE ON search_rows BEGIN {gone} END")
    for table in TABLES:
        made = f"SELECT tenant_id, organization_id, id, {text_of(table, table)} FROM {table} WHERE true ORDER BY id"
        statements = [*triggers_of(table, text_of)]
        statements.append(f"INSERT INTO search_rows (tenant_id, organization_id, row_id, words) {made}")
        for statement in statements:
            op.execute(sa.text(statement.replace(":", "\\:")))


def inside_text_of(table: str, row: str) -> str:
    """The words of a row in one text, each behind a blank, and each again from every letter but the last two on."""
    about = TABLES[table]
    parts = [inside(letter, parted(text.format(row=row)), row) for letter, text in about["words"].items()]
    return " || ".join([*parts, *whose(table, row)])


def inside(letter: str, plain: str, row: str) -> str:
    """The words of a text without signs."""
    words = f"(SELECT {plain} AS said) AS plain, json_each('[\"' || replace(plain.said, ' ', '\",\"') || '\"]') AS word"
    word = (
        f"CASE place WHEN 1 THEN ' {letter}' ELSE ' z{letter}' END || substr({row}.tenant_id, -12)"
        " || substr(word.value, place)"
    )
    # CROSS: word by word; the other way around it would read the words anew for each place.
    places = "fts_places ON place <= max(length(word.value) - 2, 1)"
    return f"coalesce((SELECT group_concat({word}, '') FROM {words} CROSS JOIN {places} WHERE word.value <> ''), '')"


def triggers_of(table: str, text_of: Callable[[str, str], str]) -> Iterator[str]:
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
    for place in range(0, len(SIGNS), 12):
        blank = "said"
        for sign in SIGNS[place : place + 12]:
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
    return " || ".join([*parts, *whose(table, row)])


def whose(table: str, row: str) -> list[str]:
    """Whose a row is."""
    about = TABLES[table]
    parts = [f"coalesce(' {letter}' || substr({row}.{column}, -12), '')" for letter, column in about["scopes"].items()]
    for letter, column, when in [about["when"]] if "when" in about else []:
        parts.append(f"CASE WHEN {when.format(row=row)} THEN ' {letter}' || substr({row}.{column}, -12) ELSE '' END")
    return parts

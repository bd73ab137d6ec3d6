"""Make the words of many rows at once.

Revision: 7d20c5ab81e6
Follows: 08fcc6c4aa5f
"""

from alembic import op

revision = "7d20c5ab81e6"
down_revision = "08fcc6c4aa5f"
branch_labels = None
depends_on = None

HEADLINE = (
    "substr(added.search_text, 1, length(added.search_text) - coalesce("
    "(SELECT length(name_key) FROM persons WHERE persons.id = added.person_id), 0))"
)
CONTACT = "(SELECT name_key FROM persons WHERE persons.id = added.person_id)"
TEXT = "added.search_text"
REACHED = TEXT + " || ' ' || CASE WHEN added.phone LIKE '+47%' THEN substr(added.phone, 4) ELSE '' END"
HERE = {"o": "organization_id"}

# Per table: the letters of its words and what they are made of, whose a row is, and on whose change it is read anew.
TABLES: dict[str, tuple[dict[str, str], dict[str, str], str]] = {
    "leads": (
        {"l": HEADLINE, "p": CONTACT},
        {**HERE, "u": "owner_id", "v": "creator_id"},
        "organization_id, owner_id, creator_id, person_id, handover_state, search_text",
    ),
    "companies": ({"c": REACHED}, HERE, "organization_id, search_text, phone"),
    "persons": ({"k": REACHED}, HERE, "organization_id, search_text, phone"),
    "news": ({"n": TEXT}, HERE, "organization_id, search_text"),
    "tasks": (
        {"a": TEXT},
        {**HERE, "u": "assignee_id", "v": "creator_id"},
        "organization_id, assignee_id, creator_id, search_text",
    ),
    "sales_activities": ({"a": TEXT}, {**HERE, "u": "author_id"}, "organization_id, author_id, search_text"),
    "articles": ({"h": TEXT}, HERE, "organization_id, search_text"),
}


def upgrade() -> None:
    """On PostgreSQL one statement for all rows that one statement added: the policy is then asked once and not for each."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, (_, _, columns) in TABLES.items():
        op.execute(
            f"CREATE FUNCTION search_{table}_added() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN PERFORM set_config('leadx.search', '', true);"
            " INSERT INTO search_rows (tenant_id, organization_id, row_id, words)"
            f" SELECT tenant_id, organization_id, id, array_to_tsvector({lexemes_of(table)}) FROM added;"
            " RETURN NULL; END $$"
        )
        op.execute(f"DROP TRIGGER search_words ON {table}")
        op.execute(
            f"CREATE TRIGGER search_words AFTER UPDATE OF {columns} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION search_{table}()"
        )
        op.execute(
            f"CREATE TRIGGER search_words_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION search_{table}_added()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, (_, _, columns) in TABLES.items():
        op.execute(f"DROP TRIGGER search_words_added ON {table}")
        op.execute(f"DROP FUNCTION search_{table}_added()")
        op.execute(f"DROP TRIGGER search_words ON {table}")
        op.execute(
            f"CREATE TRIGGER search_words AFTER INSERT OR UPDATE OF {columns} ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION search_{table}()"
        )


def lexemes_of(table: str) -> str:
    """The lexemes of an added row, as an array."""
    words, scopes, _ = TABLES[table]
    key = "right(added.tenant_id::text, 12)"
    said = [f"search_words('{letter}' || {key}, coalesce({text}, ''))" for letter, text in words.items()]
    whose = [f"'{letter}' || right(added.{column}::text, 12)" for letter, column in scopes.items()]
    if table == "leads":
        whose.append(
            "CASE WHEN added.handover_state = 'waiting' THEN 'w' || right(added.organization_id::text, 12) END"
        )
    return " || ".join([*said, f"array_remove(ARRAY[{', '.join(whose)}], NULL)"])

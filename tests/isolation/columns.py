"""Which columns hold words, and what kind of word stands in each."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

KEPT = frozenset(
    {
        # What the program writes and reads, and no person: names of kinds, formats and measures.
        *("kind", "area", "feed", "language", "time_zone", "theme", "currency", "code", "base_currency", "color"),
        *("default_language", "country", "weekdays", "span", "content_type", "sha256", "measure", "notice", "channel"),
        *("columns", "decimal_mark", "header_key", "draft_fingerprint", "message_id", "error_id", "query", "page"),
        *("slug", "prefix", "repeats"),
        # What is made of other columns, and searched.
        *("search_text", "name_key", "sort_key", "match_key", "email_key", "city_key", "words"),
        # Where bytes lie, and how registrations and calendars are found.
        *("storage_key", "thumbnail_key", "preview_key", "key", "secret_hash"),
    }
)
"""Texts of no person's; every other text of every table holds a word."""
SESSIONS = frozenset({"user_sessions.token_hash", "api_tokens.token_hash"})
SECRETS = frozenset(
    {
        "users.password_hash", "webhooks.seed", "push_subscriptions.endpoint_hash", "push_subscriptions.p256dh",
        "push_subscriptions.auth", "push_subscriptions.endpoint", "passkeys.public_key", "passkeys.credential_id",
        "sign_in_providers.sealed_secret",
        "two_steps.sealed_secret", "recovery_codes.code_hash", "account_links.token_hash", "join_requests.token_hash",
        "join_requests.password_hash",
    }
)  # fmt: skip
"""What nobody may ever read, not even whose it is."""
OTHER_WORDS = {
    "leads.description": "descriptions",
    "leads.return_reason": "descriptions",
    "leads.external_key": "descriptions",
    "users.email": "emails",
    "users.phone": "emails",
    **{f"organizations.{name}": "profiles" for name in ("organization_number", "address", "postcode", "city")},
    **dict.fromkeys(SECRETS, "secrets"),
}
"""Texts whose word says something narrower than their table."""


def tables() -> list[sa.Table]:
    """The tables of organizations, each after those that it refers to."""
    known = SQLModel.metadata.sorted_tables
    return [table for table in known if table.name == "organizations" or "organization_id" in table.columns]


def home_of(table: sa.Table) -> sa.Column[Any]:
    """The column that says whose a row is; an organization is its own."""
    return table.c.id if table.name == "organizations" else table.c.organization_id


def texts(table: sa.Table) -> list[sa.Column[Any]]:
    """The columns of a table in which somebody's words may stand."""
    kinds = (sa.String, AutoString)
    found = [one for one in table.columns if isinstance(one.type, kinds) and not isinstance(one.type, sa.Enum)]
    return [one for one in found if one.name not in KEPT and f"{table.name}.{one.name}" not in SESSIONS]


def kind_of(column: sa.Column[Any]) -> str:
    """What kind of word stands in a column."""
    return OTHER_WORDS.get(f"{column.table.name}.{column.name}", column.table.name.replace("_", ""))

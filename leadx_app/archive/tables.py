"""What is in an archive: every table of a tenant and every column, but for what is named here with its reason.

A new table is in the archive by itself. One that must not be, such as one of secrets, is named here; a test looks for
columns that sound like secrets and for tables that could not be brought in again.
"""

import re
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import leadx_app.models  # noqa: F401  Registers every table.

FORMAT = "leadx-tenant-archive"
VERSION = 1

_SECRET = "Secrets of the installation that made the archive."
_COUNTED = "Counted anew from the leads."
_UNDER_WAY = "Work that was under way in the installation that made the archive."

LEFT_OUT: dict[str, str] = {
    "account_links": _SECRET,
    "api_tokens": _SECRET,
    "calendar_addresses": _SECRET,
    "passkeys": _SECRET,
    "push_subscriptions": _SECRET,
    "recovery_codes": _SECRET,
    "self_registrations": _SECRET,
    "two_steps": _SECRET,
    "user_sessions": _SECRET,
    "webhooks": _SECRET,
    "jobs": _UNDER_WAY,
    "join_requests": _UNDER_WAY,
    "outbox_mails": _UNDER_WAY,
    "outbox_pushes": _UNDER_WAY,
    "tenant_archives": _UNDER_WAY,
    "webhook_deliveries": _UNDER_WAY,
    "day_figures": _COUNTED,
    "forecast_figures": _COUNTED,
    "group_day_figures": _COUNTED,
    "point_totals": _COUNTED,
    "stage_day_figures": _COUNTED,
    "stage_figures": _COUNTED,
    "search_rows": "Made anew by the database.",
}
"""Tables of a tenant that are not in its archive, and why."""

LEFT_OUT_COLUMNS: dict[tuple[str, str], str] = {
    ("sign_in_providers", "sealed_secret"): "An Admin writes the client secret anew.",
    ("users", "password_hash"): "Everybody chooses a new password by the link of Forgot your password.",
}
"""Columns that are not in the archive of their table, and why; each may be empty or has a default."""

NOBODYS = frozenset({"passkey_challenges", "round_runs", "sign_in_attempts", "sign_in_flows"})
"""Tables that are no tenant's."""

_STORAGE_KEY = re.compile(r"[0-9a-f]{32}/[0-9a-f]{32}(-[a-z]{1,20})?")


def archived_tables() -> list[sa.Table]:
    """The tables in an archive; each comes after those that it refers to."""
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in LEFT_OUT | dict.fromkeys(NOBODYS)]


def archived_columns(table: sa.Table) -> list[sa.Column]:
    """The columns of a table that are in an archive."""
    return [column for column in table.columns if (table.name, column.name) not in LEFT_OUT_COLUMNS]


def of_tenant(table: sa.Table, tenant_id: UUID) -> sa.ColumnElement[bool]:
    """Which rows of a table are the tenant's."""
    return (table.c.id if table.name == "tenants" else table.c.tenant_id) == tenant_id


def references(table: sa.Table) -> dict[str, sa.Column]:
    """The columns that refer to another row, with what they refer to."""
    return {key.parent.name: key.column for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)}


def holds_storage_keys(column: sa.Column) -> bool:
    """Whether a column says where bytes lie in the storage."""
    return column.name.endswith("_key") and isinstance(column.type, sa.String | AutoString)


def is_storage_key(value: object, tenant_id: UUID | None = None) -> bool:
    """Whether a value is a key in the storage, and of this tenant where one is named."""
    if not isinstance(value, str) or not _STORAGE_KEY.fullmatch(value):
        return False
    return tenant_id is None or value[:32] == tenant_id.hex

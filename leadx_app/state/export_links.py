"""The filters of a list as the query of its export: what the page shows is what the file holds."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from leadx_app.queries.lead_filters import LeadFilters

PAGING = {"cursor", "before", "limit", "waiting_limit"}


def export_query(filters: Any, **more: str) -> str:
    """Filters as the parameters of the API that have the same names, without what is usual; `more` replaces some."""
    usual = type(filters)()
    named = [one.name for one in fields(filters) if one.name not in PAGING]
    values = {name: getattr(filters, name) for name in named if getattr(filters, name) != getattr(usual, name)}
    said = {name: _said(value) for name, value in values.items()} | more
    return urlencode({name: value for name, value in said.items() if value != ""}, doseq=True)


def lead_export_query(filters: LeadFilters) -> str:
    """The same for a pipeline: one's own with what waits, as the page shows it."""
    whose = str(filters.person_id or "mine")
    return export_query(filters, person_id="", pipeline=whose, with_waiting="true")


def _said(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_said(one) for one in value]
    return str(value)

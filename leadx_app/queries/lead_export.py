"""Every lead that a list of leads finds, with all that is written of it, for files (product.md section 5)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.models import (
    Category,
    HandoverState,
    Lead,
    LeadTag,
    LostReason,
    Organization,
    Person,
    Source,
    SubStage,
    Tag,
)
from leadx_app.models.alias import alias_of
from leadx_app.queries.community import CommunityRow, community_page
from leadx_app.queries.community_filters import MAX_PAGE_SIZE, CommunityFilters
from leadx_app.queries.lead_filters import LeadFilters, conditions
from leadx_app.queries.lead_order import directed, order_of
from leadx_app.queries.lead_rows import LEAD_ROWS

CHUNK = 500
"""How many rows are in memory at a time."""
MOST_ROWS = 1_000_000
"""What a worksheet holds."""


@dataclass(frozen=True, slots=True)
class ExportedLead:
    """A lead with what is written of it; "" and None for what is not given."""

    id: UUID
    title: str
    company: str
    person: str
    email: str
    phone: str
    value: Decimal | None
    currency: str
    base_value: Decimal | None
    base_currency: str
    stage: str
    sub_stage: SubStage
    lost_reason: str
    expected_closing_on: date | None
    category: str
    source: str
    tags: list[str]
    description: str
    owner: str
    creator: str
    organization: str
    handover_state: HandoverState
    created_at: datetime
    updated_at: datetime


_ELSEWHERE = {"category": "its_category", "source": "its_source"}
_TEXTS = ("email", "phone", "person", "owner", "category", "source", "lost_reason")

_CATEGORY, _SOURCE = alias_of(Category, "its_category"), alias_of(Source, "its_source")

_ROWS = (
    LEAD_ROWS.add_columns(
        Lead.description,
        Lead.expected_closing_on,
        Person.email,
        Person.phone,
        _CATEGORY.name.label("its_category"),
        _SOURCE.name.label("its_source"),
        LostReason.name.label("lost_reason"),
        Organization.name.label("organization"),
        Organization.base_currency,
    )
    .outerjoin(_CATEGORY, _CATEGORY.id == Lead.category_id)
    .outerjoin(_SOURCE, _SOURCE.id == Lead.source_id)
    .outerjoin(LostReason, LostReason.id == Lead.lost_reason_id)
)


def exported_leads(session: Session, actor: Actor, filters: LeadFilters) -> Iterator[list[ExportedLead]]:
    """All pages of `lead_page` in its order, those that wait first, in chunks; at most 1,000,000 rows.

    One statement for the list, whatever is changed meanwhile, and one for the tags of each chunk.

    Raises:
        Invalid: on `search`, when it cannot be read.
    """
    where = conditions(session, actor, filters)
    if where.waiting is not None:
        waiting = _ROWS.where(where.waiting, *where.each).order_by(Lead.handed_over_at, Lead.id)
        yield from _leads(session, waiting)
    key, descending = order_of(filters.sort)
    rows = _ROWS.where(sa.or_(*where.parts), *where.each).order_by(*directed(key, Lead.id, descending))
    yield from _leads(session, rows)


def exported_community(
    session: Session, actor: Actor, filters: CommunityFilters, *, now: datetime
) -> Iterator[list[CommunityRow]]:
    """All pages of `community_page`, one after the other; in a transaction that sees one moment nothing is left out.

    Raises:
        NotPermitted: without Community.
        NotFound: an organization that the actor does not read.
        Invalid: on `search` and `sort`.
    """
    filters = replace(filters, cursor=None, before=None, limit=MAX_PAGE_SIZE)
    while True:
        page = community_page(session, actor, filters, now=now)
        yield page.rows
        if page.next_cursor is None:
            return
        filters = replace(filters, cursor=page.next_cursor)


def _leads(session: Session, query: sa.Select) -> Iterator[list[ExportedLead]]:
    for chunk in _chunks(session, query):
        tags = _tags(session, [row.id for row in chunk])
        yield [_lead(row, tags.get(row.id, [])) for row in chunk]


def _chunks(session: Session, query: sa.Select) -> Iterator[list[sa.Row]]:
    """The rows as the database hands them out, so many at a time."""
    found = session.execute(query.limit(MOST_ROWS), execution_options={"yield_per": CHUNK})
    for chunk in found.partitions(CHUNK):
        yield list(chunk)


def _tags(session: Session, lead_ids: list[UUID]) -> dict[UUID, list[str]]:
    query = (
        sa.select(LeadTag.lead_id, Tag.name).join(Tag, Tag.id == LeadTag.tag_id).where(LeadTag.lead_id.in_(lead_ids))
    )
    found: dict[UUID, list[str]] = {}
    for lead_id, name in session.execute(query.order_by(Tag.name, Tag.id)):
        found.setdefault(lead_id, []).append(name)
    return found


def _lead(row: Any, tags: list[str]) -> ExportedLead:
    named = row._mapping
    values = {name: named[_ELSEWHERE.get(name, name)] for name in ExportedLead.__dataclass_fields__ if name != "tags"}
    return ExportedLead(**values | {name: values[name] or "" for name in _TEXTS}, tags=tags)

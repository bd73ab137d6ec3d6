"""The audit log as an Admin reads it: newest first, by group, person, days and words (product.md section 10)."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.audit import Area
from leadx_app.domain.days import day_begins
from leadx_app.domain.errors import Invalid
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_audit
from leadx_app.domain.text import clean_line
from leadx_app.models import AuditEntry, Organization, User
from leadx_app.models.alias import alias_of
from leadx_app.queries.choices import Option

PAGE_SIZE = 50
MAX_PAGE_SIZE = 200
MOST_WORDS = 8
MOST_PEOPLE = 500
MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class AuditFilters:
    """Which lines: of a group, of or about a person, of days by the reader's clock, with words; None and "" are all."""

    area: Area | None = None
    person_id: UUID | None = None
    first: date | None = None
    last: date | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was one value and is another: a setting, or the role in an organization; "" for none."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A line; `actor` is "" for nobody known, `name` whom it is about."""

    id: UUID
    kind: str
    area: Area
    actor: str
    name: str
    organization: str
    address: str
    payload: dict[str, Any]
    occurred_at: datetime
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines, newest first; `next_cursor` is None on the last page."""

    rows: list[AuditRow]
    next_cursor: str | None


def audit_page(
    session: Session,
    actor: Actor,
    filters: AuditFilters,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> AuditPage:
    """A page of what happened in the Admin's organizations.

    Raises:
        Invalid: on `cursor`, when it cannot be read.
    """
    actor.require(Permission.AUDIT_READ)
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    query = _newest(actor, filters).where(*_beyond(cursor)).limit(limit + 1)
    found = list(session.execute(query))
    more, found = len(found) > limit, found[:limit]
    rows = _rows(found, _places(session, actor))
    return AuditPage(rows, _cursor(rows[-1]) if more else None)


def exported_audit(session: Session, actor: Actor, filters: AuditFilters) -> Iterator[list[AuditRow]]:
    """All pages of `audit_page`, in chunks; at most 1,000,000 lines."""
    actor.require(Permission.AUDIT_READ)
    places = _places(session, actor)
    found = session.execute(_newest(actor, filters).limit(MOST_ROWS), execution_options={"yield_per": MAX_PAGE_SIZE})
    for chunk in found.partitions(MAX_PAGE_SIZE):
        yield _rows(list(chunk), places)


def audited_people(session: Session, actor: Actor) -> list[Option]:
    """Whom the log can be asked about: everybody whose home is one of the Admin's organizations, by name."""
    actor.require(Permission.AUDIT_READ)
    here = (User.tenant_id == actor.tenant_id, User.organization_id.in_(actor.organization_ids))
    query = sa.select(User.id, User.name).where(*here).order_by(User.name, User.id).limit(MOST_PEOPLE)
    return [Option(*row) for row in session.execute(query)]


_WHO, _WHOM = alias_of(User, "its_actor"), alias_of(User, "its_subject")

_LINES = (
    sa.select(
        AuditEntry.id,
        AuditEntry.kind,
        AuditEntry.area,
        sa.func.coalesce(_WHO.name, "").label("actor"),
        sa.func.coalesce(_WHOM.name, "").label("name"),
        Organization.name.label("organization"),
        AuditEntry.address,
        AuditEntry.payload,
        AuditEntry.occurred_at,
    )
    .join(Organization, Organization.id == AuditEntry.organization_id)
    .outerjoin(_WHO, _WHO.id == AuditEntry.actor_id)
    .outerjoin(_WHOM, _WHOM.id == AuditEntry.subject_id)
)


def _newest(actor: Actor, filters: AuditFilters) -> sa.Select:
    order = (AuditEntry.occurred_at.desc(), AuditEntry.id.desc())
    return _LINES.where(sees_audit(actor), *_wanted(actor, filters)).order_by(*order)


def _wanted(actor: Actor, filters: AuditFilters) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if filters.area is not None:
        wanted.append(AuditEntry.area == filters.area.value)
    if filters.person_id is not None:
        wanted.append(sa.or_(AuditEntry.actor_id == filters.person_id, AuditEntry.subject_id == filters.person_id))
    if filters.first is not None:
        wanted.append(AuditEntry.occurred_at >= day_begins(filters.first, actor.time_zone))
    if filters.last is not None:
        wanted.append(AuditEntry.occurred_at < day_begins(filters.last + timedelta(days=1), actor.time_zone))
    written = sa.cast(AuditEntry.payload, sa.Text)
    places = (_WHO.name, _WHO.email, _WHOM.name, _WHOM.email, AuditEntry.address, AuditEntry.kind, written)
    for word in clean_line(filters.search).split()[:MOST_WORDS]:
        wanted.append(sa.or_(*[place.icontains(word, autoescape=True) for place in places]))
    return wanted


def _places(session: Session, actor: Actor) -> dict[str, str]:
    """The names of all organizations of the tenant, by their ids: roles are given in any of them."""
    query = sa.select(Organization.id, Organization.name).where(Organization.tenant_id == actor.tenant_id)
    return {str(found): name for found, name in session.execute(query.order_by(Organization.id))}


def _rows(found: list[sa.Row], places: dict[str, str]) -> list[AuditRow]:
    return [_row(row, places) for row in found]


def _row(row: Any, places: dict[str, str]) -> AuditRow:
    values = dict(row._mapping)
    return AuditRow(**values | {"area": Area(row.area)}, changes=_changes(row.payload, places))


def _changes(payload: dict[str, Any], places: dict[str, str]) -> list[Change]:
    """What a payload says of `from` and `to`: one value each, or one by name."""
    if "from" not in payload and "to" not in payload:
        return []
    before, after = payload.get("from"), payload.get("to")
    if not (isinstance(before, dict) or isinstance(after, dict)):
        return [Change(str(payload.get("setting", "")), _text(before), _text(after))]
    before, after = before if isinstance(before, dict) else {}, after if isinstance(after, dict) else {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [Change(places.get(name, name), _text(before.get(name)), _text(after.get(name))) for name in names]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _cursor(row: AuditRow) -> str:
    place = json.dumps([row.occurred_at.isoformat(), str(row.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[sa.ColumnElement[bool]]:
    """What is older than the cursor."""
    if not cursor:
        return []
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        occurred_at, last_id = datetime.fromisoformat(moment).astimezone(UTC), UUID(last)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    tie = sa.and_(AuditEntry.occurred_at == occurred_at, AuditEntry.id < last_id)
    return [sa.or_(AuditEntry.occurred_at < occurred_at, tie)]

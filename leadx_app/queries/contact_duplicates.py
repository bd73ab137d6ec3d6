"""Contacts that may be the same as one that is being written, found by index alone."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from leadx_app.domain.contacts.keys import company_match_key, email_key, person_match_key
from leadx_app.domain.contacts.numbers import parse_organization_number
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.text import BadInput, parse_email, parse_phone
from leadx_app.models import Company, Person

from .contact_order import ContactKind

MOST = 5
NEIGHBOURS = 20
ALIKE = 0.86
SHARED = 4
"""Similar names begin with so many letters alike; the index is read around the place of the name."""


class Sameness(StrEnum):
    """What two contacts have in common, the strongest first."""

    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written so far, as it was typed; "" for nothing."""

    kind: ContactKind
    name: str = ""
    organization_number: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A contact of the own organization that may be the same, and why; `company` is a person's, "" for none."""

    id: UUID
    name: str
    about: str
    company: str
    version: int
    same: tuple[Sameness, ...]


def duplicates(session: Session, actor: Actor, written: Written, but: UUID | None = None) -> list[Duplicate]:
    """Up to 5 contacts of the actor's organization, the surest first.

    Args:
        but: the contact that is being changed.
    """
    actor.require(Permission.CONTACTS_READ)
    table = written.kind.table
    exact, key = _exact(written), _match_key(written)
    if not exact and not key:
        return []
    alive = [
        table.tenant_id == actor.tenant_id,
        table.organization_id == actor.organization_id,
        table.merged_into_id.is_(None),
    ]
    lookups = [_columns(table).where(*alive, column == value).limit(MOST + 1) for _, column, value in exact]
    parts = [sa.select(part.subquery()) for part in [*lookups, *_around(table, alive, key)]]
    found = {row.id: row for row in session.execute(sa.union_all(*parts))}
    rows = [_duplicate(row, exact, key) for row in found.values() if row.id != but]
    sure = sorted((row for row in rows if row[0].same), key=lambda row: (row[1], row[0].name, str(row[0].id)))
    return [row for row, _ in sure[:MOST]]


def _exact(written: Written) -> list[tuple[Sameness, Any, str]]:
    """What must be equal: the sameness, its column, the value as it is kept."""
    table = written.kind.table
    found = []
    if written.kind is ContactKind.COMPANY:
        found.append(
            (
                Sameness.NUMBER,
                Company.organization_number,
                _parsed(parse_organization_number, written.organization_number),
            )
        )
    found.append((Sameness.EMAIL, table.email_key, email_key(_parsed(parse_email, written.email))))
    found.append((Sameness.PHONE, table.phone, _parsed(parse_phone, written.phone)))
    return [(same, column, value) for same, column, value in found if value]


def _parsed(parse: Any, text: str) -> str | None:
    try:
        return parse(text[:400]) if text.strip() else None
    except BadInput:
        return None


def _match_key(written: Written) -> str:
    make = company_match_key if written.kind is ContactKind.COMPANY else person_match_key
    try:
        return make(written.name[:200])
    except BadInput:
        return ""


def _columns(table: type[Company] | type[Person]) -> sa.Select[Any]:
    about = Company.city if table is Company else Person.title
    number = Company.organization_number if table is Company else sa.null()
    shared = [table.id, table.name, about.label("about"), table.version, table.match_key, table.email_key, table.phone]
    query = sa.select(*shared, sa.cast(number, sa.String).label("organization_number"))
    if table is Company:
        return query.add_columns(sa.literal("").label("company"))
    employer = aliased(Company)
    return query.add_columns(employer.name.label("company")).outerjoin(employer, employer.id == Person.company_id)


def _around(table: type[Company] | type[Person], alive: list[Any], key: str) -> list[sa.Select[Any]]:
    """The neighbours of a name among those that begin alike; a short name has no neighbours but itself."""
    if not key:
        return []
    if len(key) < SHARED:
        return [_columns(table).where(*alive, table.match_key == key).limit(MOST + 1)]
    begins = key[:SHARED]
    up = _columns(table).where(*alive, table.match_key >= key, table.match_key < f"{begins}\U0010ffff")
    down = _columns(table).where(*alive, table.match_key < key, table.match_key >= begins)
    return [
        up.order_by(table.match_key).limit(NEIGHBOURS),
        down.order_by(table.match_key.desc()).limit(NEIGHBOURS),
    ]


def _duplicate(row: Any, exact: list[tuple[Sameness, Any, str]], key: str) -> tuple[Duplicate, tuple[int, float]]:
    same = [one for one, column, value in exact if row._mapping[column.key] == value]
    likeness = SequenceMatcher(None, key, row.match_key).ratio() if key else 0.0
    if likeness >= ALIKE:
        same.append(Sameness.NAME)
    rank = min((list(Sameness).index(one) for one in same), default=len(Sameness))
    duplicate = Duplicate(row.id, row.name, row.about or "", row.company or "", row.version, tuple(same))
    return duplicate, (rank, -likeness)

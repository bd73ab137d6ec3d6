"""Rows as companies or persons: found again by number, email, phone or name, made many at a time by the usual rules."""

from collections.abc import Hashable, Set
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain import bulk
from leadx_app.domain.contacts import named
from leadx_app.domain.contacts import write as contacts
from leadx_app.domain.contacts.keys import company_match_key, email_key, person_match_key
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_history
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import fold
from leadx_app.models import Company, Import, ImportSubject, Person, RowOutcome

from .lists import Lists
from .rows import ReadRow
from .traces import Ledger
from .verdict import Verdict, decided, refused

TABLES: dict[ImportSubject, type[Company] | type[Person]] = {
    ImportSubject.COMPANIES: Company,
    ImportSubject.PERSONS: Person,
}


def keys_of(row: ReadRow) -> set[Hashable]:
    """By what the row's contact is found again, the surest first when they are asked in order."""
    return set(_ordered_keys(row))


def _ordered_keys(row: ReadRow) -> list[tuple[str, str]]:
    draft = row.draft
    keys = [
        ("number", getattr(draft, "organization_number", None)),
        ("email", email_key(draft.email)),
        ("phone", draft.phone),
        ("name", _name_key(draft)),
    ]
    return [(name, value) for name, value in keys if value]


def _name_key(draft: Any) -> str:
    """Companies by what their names have in common; persons by their name within their company."""
    if not hasattr(draft, "company_name"):
        return company_match_key(draft.name)
    return f"{person_match_key(draft.name)}\n{fold(draft.company_name or '')[:200]}"


def judge(
    session: Session, actor: Actor, found: Import, lists: Lists, rows: list[ReadRow], seen: Set[Hashable]
) -> list[Verdict]:
    """What is to become of rows of which no two name the same contact."""
    known = _known(session, actor, TABLES[found.subject], [row for row in rows if row.draft is not None])
    verdicts = []
    for row in rows:
        if row.draft is None:
            verdicts.append(refused(row))
            continue
        keys = _ordered_keys(row)
        target = next((known[key] for key in keys if key in known), None)
        verdicts.append(decided(row, target, any(key in seen for key in keys), found.duplicates))
    return verdicts


def _known(session: Session, actor: Actor, table: Any, rows: list[ReadRow]) -> dict[tuple[str, str], Any]:
    """The organization's contacts by the keys of the rows; of two with one key the one that was made first."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for name, value in _ordered_keys(row):
            wanted.setdefault(name, set()).add(value.partition("\n")[0])
    columns = {"email": table.email_key, "phone": table.phone, "name": table.match_key}
    if table is Company:
        columns["number"] = Company.organization_number
    asked = [columns[name].in_(values) for name, values in wanted.items()]
    if not asked:
        return {}
    here = (table.tenant_id == actor.tenant_id, table.organization_id == actor.organization_id)
    alive = (*here, table.merged_into_id.is_(None))
    parts = [sa.select(table.id).where(*alive, condition) for condition in asked]
    ids = sa.union_all(*parts).subquery()
    query = (
        select(table, Company.name_key if table is Person else sa.literal(""))
        .where(table.id.in_(sa.select(ids.c.id)))
        .order_by(table.created_at.desc(), table.id.desc())
    )
    if table is Person:
        query = query.outerjoin(Company, Company.id == Person.company_id)
    known: dict[tuple[str, str], Any] = {}
    for contact, company_key in session.execute(query):
        name = contact.match_key if table is Company else f"{contact.match_key}\n{company_key or ''}"
        keys = {"email": contact.email_key, "phone": contact.phone, "name": name}
        keys["number"] = contact.organization_number if table is Company else None
        known |= {(kind, value): contact for kind, value in keys.items() if value}
    return known


def write(
    session: Session, actor: Actor, lists: Lists, verdicts: list[Verdict], ledger: Ledger, *, now: datetime
) -> None:
    """Make and change what the verdicts say."""
    rows = [one.row for one in verdicts if one.outcome in (RowOutcome.CREATED, RowOutcome.UPDATED)]
    companies = _companies(session, actor, rows, ledger, now)
    made: list[Company | Person] = []
    acts: list[tuple[None, EventKind, dict]] = []
    for verdict in verdicts:
        row = verdict.row
        if verdict.outcome == RowOutcome.CREATED:
            contact = _made(actor, row, companies, ledger, now)
            made.append(contact)
            ledger.trace(contact, row.number, None)
            acts.append((None, EventKind.CONTACT_CREATED, _payload(contact, ledger)))
        elif verdict.outcome == RowOutcome.UPDATED and verdict.target is not None:
            if not _update(session, actor, verdict, companies, ledger, now):
                ledger.settle(row.number, RowOutcome.SKIPPED)
                continue
            acts.append((None, EventKind.CONTACT_CHANGED, _payload(verdict.target, ledger)))
        ledger.settle(row.number, verdict.outcome, verdict.problems)
    bulk.save(session, made)
    record_history(session, actor, acts, now=now)


def _companies(
    session: Session, actor: Actor, rows: list[ReadRow], ledger: Ledger, now: datetime
) -> dict[str, Company]:
    """The companies that persons name, made when they are new."""
    named_by = {row.number: row.draft.company_name for row in rows if getattr(row.draft, "company_name", None)}
    if not named_by:
        return {}
    companies = named.companies_named(session, actor, actor.organization_id, named_by.values(), now=now)
    for number, name in named_by.items():
        if companies[fold(name)[:200]].created_at == now:
            ledger.trace(companies[fold(name)[:200]], number, None)
    return companies


def _made(actor: Actor, row: ReadRow, companies: dict[str, Company], ledger: Ledger, now: datetime) -> Company | Person:
    table: Any = TABLES[ledger.found.subject]
    fields = _fields(row, companies, None)
    made: Company | Person = bulk.fresh(table, contacts.values_of(actor, table, actor.organization_id, fields, now=now))
    return made


def _update(
    session: Session,
    actor: Actor,
    verdict: Verdict,
    companies: dict[str, Company],
    ledger: Ledger,
    now: datetime,
) -> bool:
    """Write what the row says of a contact that is there; an empty cell says nothing."""
    contact, row = verdict.target, verdict.row
    fields = _fields(row, companies, row.given)
    before = {name: contacts.fields_of(contact)[name] for name in fields}
    changed = contacts.change(session, actor, contact, fields, now=now)
    if changed:
        was = {name: str(before[name]) if name == "company_id" and before[name] else before[name] for name in changed}
        ledger.trace(contact, row.number, was)
    return bool(changed)


def _fields(row: ReadRow, companies: dict[str, Company], given: frozenset[str] | None) -> dict[str, Any]:
    """The columns of a row, all of them or those that are given."""
    values = row.draft.model_dump(exclude={"company_name"})
    if hasattr(row.draft, "company_name"):
        company = companies.get(fold(row.draft.company_name or "")[:200])
        values["company_id"] = company.id if company else None
        given = given | {"company_id"} if given and "company_name" in given else given
    return values if given is None else {name: value for name, value in values.items() if name in given}


def _payload(contact: Company | Person, ledger: Ledger) -> dict[str, Any]:
    facts = {"contact_id": str(contact.id), "name": contact.name, "version": contact.version}
    return {**facts, "import_id": str(ledger.found.id)}

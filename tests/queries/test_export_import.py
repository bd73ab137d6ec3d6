"""What was taken out can be brought in again, and is the same: leads and contacts, CSV and Excel, both languages."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.adapters import list_sheets, tables
from leadx_app.adapters.sheets import Column, Reader, write_csv, write_xlsx
from leadx_app.domain.contacts.draft import CompanyDraft, PersonDraft
from leadx_app.domain.contacts.edit import create_company, create_person
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.leads.qualify import move_stage
from leadx_app.domain.permissions import Actor
from leadx_app.models import Category, Duplicates, ImportSubject, Source
from leadx_app.queries.contact_list import exported_contacts
from leadx_app.queries.contact_order import ContactFilters, ContactKind
from leadx_app.queries.lead_export import exported_leads
from leadx_app.queries.leads import LeadFilters, Status
from tests.cast import NOW, Cast, a_closed_lead, a_lead, a_parked_lead, a_won_lead, stages
from tests.support.imports import imported, problems

WHO_AND_WHEN = {"Created by", "Created", "Latest change", "Handshake"}
FORMATS = [(language, kind) for language in ("en", "nb") for kind in ("csv", "xlsx")]


def brought_back(
    session: Session,
    actor: Actor,
    columns: tuple[Column, ...],
    pages: list[Any],
    subject: ImportSubject,
    reader: Reader,
    path: Path,
) -> None:
    """Write the rows, read the file as a table, and bring it in beside what is there."""
    with path.open("wb") as file:
        if path.suffix == ".csv":
            count = write_csv(file, columns, pages, reader)
        else:
            count = write_xlsx(file, columns, pages, reader, name="Leads")
    table = [row.cells for row in tables.rows_of(path, tables.look_at(path))]
    import_id, counts = imported(session, actor, table, subject, Duplicates.CREATE)
    assert problems(session, import_id) == {}
    assert counts["created"] == count > 0


def as_seen(columns: tuple[Column, ...], pages: list[Any]) -> Counter[tuple[Any, ...]]:
    """The rows as an English reader sees them, without who made them and when."""
    reader = Reader("en", "UTC")
    kept = [column for column in columns if column.label not in WHO_AND_WHEN]
    return Counter(tuple(column.cell(row, reader) for column in kept) for page in pages for row in page)


@pytest.mark.parametrize(("language", "kind"), FORMATS)
def test_leads_come_back_as_they_were(session: Session, cast: Cast, language: str, kind: str, tmp_path: Path):
    actor = cast.professional
    category, source = (
        session.scalars(sa.select(table.id).where(table.tenant_id == actor.tenant_id).order_by(table.position)).first()
        for table in (Category, Source)
    )
    wide = {
        "person_name": "@Kari",
        "person_email": "kari@berg.example",
        "person_phone": "+47 22 12 34 56",
        "description": '-1\n=2; "three", 4',
        "value": "1234567,50",
        "currency": "EUR",
        "expected_closing_on": "2027-01-31",
        "category_id": str(category),
        "source_id": str(source),
        "tags": ["=sol", "tak"],
    }
    lead = a_lead(session, actor, title="=1+1", company_name="'=Berg AS", **wide)
    move_stage(session, actor, lead.id, stages(session, actor)[2].id, now=lead.created_at)
    a_lead(session, actor, title="Ærlig '+ ; 😀", value="0.10")
    a_won_lead(session, actor, title="Won", value="500")
    a_closed_lead(session, actor, title="Closed")
    a_parked_lead(session, actor, title="Parked", value="999999999999,99")
    filters = LeadFilters(person_id=actor.user_id, status=Status.ALL)
    before = list(exported_leads(session, actor, filters))
    path = tmp_path / f"leads.{kind}"
    reader = Reader(language, "Europe/Oslo")
    brought_back(session, actor, list_sheets.LEADS, before, ImportSubject.LEADS, reader, path)
    after = list(exported_leads(session, actor, filters))
    once = as_seen(list_sheets.LEADS, before)
    assert as_seen(list_sheets.LEADS, after) == once + once


@pytest.mark.parametrize(("language", "kind"), FORMATS)
def test_contacts_come_back_as_they_were(session: Session, cast: Cast, language: str, kind: str, tmp_path: Path):
    actor, reader = cast.professional, Reader(language, "Europe/Oslo")
    company = {
        "name": "=Berg AS",
        "organization_number": "923609016",
        "industry": "-Energi",
        "address": "Storgata 1, oppgang B",
        "postcode": "0155",
        "city": "Bodø",
        "country": "NO",
        "phone": "22 12 34 56",
        "email": "post@berg.example",
        "website": "www.berg.example",
    }
    create_company(session, actor, parse_draft(CompanyDraft, company), now=NOW)
    person = {"name": "@Kari Ås", "title": "+Sjef", "phone": "+4690000000", "email": "k@berg.example"}
    create_person(session, actor, parse_draft(PersonDraft, person | {"company_name": "=Berg AS"}), now=NOW)
    for contacts, subject, columns in (
        (ContactKind.COMPANY, ImportSubject.COMPANIES, list_sheets.COMPANIES),
        (ContactKind.PERSON, ImportSubject.PERSONS, list_sheets.PERSONS),
    ):
        filters = ContactFilters(contacts, organization_id=actor.organization_id)
        before = list(exported_contacts(session, actor, filters))
        brought_back(session, actor, columns, before, subject, reader, tmp_path / f"{contacts}.{kind}")
        once = as_seen(columns, before)
        assert as_seen(columns, list(exported_contacts(session, actor, filters))) == once + once

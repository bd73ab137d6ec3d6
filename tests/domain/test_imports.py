"""Imports: made by the rules of single acts, once per row, checked before, taken back after, seen by nobody else."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.contacts.draft import CompanyDraft, PersonDraft
from leadx_app.domain.contacts.edit import create_company, create_person
from leadx_app.domain.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from leadx_app.domain.imports import clean, desk, pieces
from leadx_app.domain.imports.desk import ImportPlan
from leadx_app.domain.jobs import desk as jobs
from leadx_app.domain.jobs import run
from leadx_app.domain.jobs.run import ClaimLost
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.draft import LeadEdit
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.models import (
    Category,
    Company,
    ContactChange,
    Duplicates,
    Event,
    Import,
    ImportRow,
    ImportState,
    ImportSubject,
    Lead,
    LeadTag,
    Notification,
    OutboxMail,
    Person,
    StageChange,
    SubStage,
    Tag,
    User,
    new_id,
)
from tests.cast import NOW, Cast, a_draft, a_lead, a_lost_reason, a_won_lead, stages
from tests.support.figures import wrong
from tests.support.imports import (
    CSV,
    LATER,
    a_file,
    begun,
    checked,
    claimed,
    count,
    decided,
    imported,
    problems,
    ran,
    undone,
)
from tests.support.statements import statements_of

THEN = NOW - timedelta(days=1)
HEADER = ("Tittel", "Firma", "Kontaktperson", "E-post", "Telefon", "Verdi", "Valuta", "Forventet avslutning", "Tags")
HEADER = (*HEADER, "Kategori", "Fase", "Utfall", "Årsak", "Eier", "Beskrivelse")
WIDE = "Kari Vik", "kari@fjell.example", "22 12 34 56", "1 234,50", "EUR", "24.12.2026", "sol, tak"


def _category(column: Any, cast: Cast) -> Any:
    return select(column).where(Category.tenant_id == cast.manager.tenant_id, Category.position == 0)


def _table(session: Session, cast: Cast) -> list[tuple[str, ...]]:
    """Rows that use every field and every outcome."""
    last, reason = stages(session, cast.manager)[-1].name, a_lost_reason(session, cast.manager).name
    category = session.exec(_category(Category.name, cast)).one()
    other = cast.other_professional.name
    return [
        HEADER,
        ("Solceller", "Fjell AS", *WIDE, category, "", "", "", "", "To linjer\nher"),
        ("Varmepumpe", "fjell as", "Kari Vik", "", "", "500000", "", "", "", "", last, "", "", other, ""),
        (
            "Kai",
            "Ny Kunde AS",
            "Per Ås",
            "per@ny.example",
            "",
            "10",
            "",
            "2027-01-05",
            "tak",
            "",
            "",
            "vunnet",
            *["", other, ""],
        ),
        ("Tak", "Ny Kunde AS", "Per Ås", "", "40404040", "", "", "", "", "", "", "Parked", "", "", ""),
        ("Bro", "Bro AS", "", "", "", "1.234.567,89", "SEK", "", "", "", last, "tapt", reason, "", ""),
    ]


def _plain(session: Session, lead: Lead) -> dict[str, Any]:
    """Everything of a lead that does not depend on which copy of it this is."""
    left_out = {"id", "company_id", "person_id", "draft_id", "draft_fingerprint", "external_key"}
    values = {name: value for name, value in lead.model_dump().items() if name not in left_out}
    person = session.get(Person, lead.person_id) if lead.person_id else None
    company = session.get_one(Company, lead.company_id)
    keys = ("name", "name_key", "sort_key", "match_key", "email", "email_key", "phone", "search_text", "changed_in")
    values["company"] = {name: getattr(company, name) for name in (*keys, "version", "created_by_id")}
    values["person"] = person and {name: getattr(person, name) for name in (*keys, "version", "created_by_id")}
    values["history"] = sorted(
        (line.kind, line.version, str(line.changes))
        for line in session.exec(select(ContactChange).where(ContactChange.contact_id == lead.person_id))
    )
    tags = select(Tag.name).join(LeadTag, LeadTag.tag_id == Tag.id).where(LeadTag.lead_id == lead.id)
    values["tags"] = sorted(session.exec(tags))
    steps = session.exec(select(StageChange).where(StageChange.lead_id == lead.id))
    values["steps"] = [(step.to_stage_id, step.to_sub_stage, step.actor_id, step.changed_at) for step in steps]
    events = session.exec(select(Event).where(Event.lead_id == lead.id).order_by(Event.id))
    payloads = [(one.kind, {k: v for k, v in one.payload.items() if k != "import_id"}) for one in events]
    values["events"] = sorted(map(str, payloads))
    return values


def test_rows_become_what_single_captures_make_of_them(session: Session, cast: Cast) -> None:
    table = _table(session, cast)
    last, reason = stages(session, cast.manager)[-1].id, a_lost_reason(session, cast.manager).id
    other = cast.other_professional.user_id
    category = session.exec(_category(Category.id, cast)).one()
    kari = {"person_name": "Kari Vik", "person_email": "kari@fjell.example", "person_phone": "22 12 34 56"}
    drafts = [
        {"title": "Solceller", "company_name": "Fjell AS", **kari, "value": "1234.50", "currency": "EUR"}
        | {"expected_closing_on": "2026-12-24", "tags": ["sol", "tak"], "category_id": str(category)}
        | {"description": "To linjer\nher"},
        {"title": "Varmepumpe", "company_name": "fjell as", "person_name": "Kari Vik", "value": "500000"}
        | {"stage_id": str(last), "owner_id": str(other)},
        {"title": "Kai", "company_name": "Ny Kunde AS", "person_name": "Per Ås", "person_email": "per@ny.example"}
        | {"value": "10", "expected_closing_on": "2027-01-05", "tags": ["tak"], "sub_stage": "won"}
        | {"owner_id": str(other)},
        {"title": "Tak", "company_name": "Ny Kunde AS", "person_name": "Per Ås", "person_phone": "40404040"}
        | {"sub_stage": "parked"},
        {"title": "Bro", "company_name": "Bro AS", "value": "1234567.89", "currency": "SEK", "stage_id": str(last)}
        | {"sub_stage": "closed", "lost_reason_id": str(reason)},
    ]
    with session.begin_nested() as alone:
        leads = [capture(session, cast.manager, a_draft(**draft), now=NOW).lead_id for draft in drafts]
        session.expire_all()
        single = [_plain(session, session.get_one(Lead, lead_id)) for lead_id in leads]
        alone.rollback()
    session.expire_all()
    _, counts = imported(session, cast.manager, table, duplicates=Duplicates.CREATE)
    session.expire_all()
    assert counts == {"created": 5}
    leads = {lead.title: lead for lead in session.exec(select(Lead))}
    for wanted in single:
        assert _plain(session, leads[wanted["title"]]) == wanted
    assert wrong(session, now=NOW) == []


def test_companies_and_persons_become_what_single_ones_are(session: Session, cast: Cast) -> None:
    companies = [
        ("Navn", "Org.nr", "E-post", "Telefon", "Adresse", "Postnr", "Sted", "Land", "Nettsted", "Bransje"),
        (
            "Fjell AS",
            "923 609 016",
            "post@fjell.example",
            "22123456",
            "Gata 1",
            "0150",
            "Oslo",
            "no",
            "fjell.no",
            "Bygg",
        ),
    ]
    persons = [
        ("Fornavn", "Etternavn", "Stilling", "Firma", "E-post", "Mobil"),
        ("Kari", "Vik", "Sjef", "Fjell AS", "kari@fjell.example", "40404040"),
    ]
    fields = {
        "name": "Fjell AS",
        "organization_number": "923609016",
        "email": "post@fjell.example",
        "phone": "22123456",
    }
    fields |= {"address": "Gata 1", "postcode": "0150", "city": "Oslo", "country": "NO", "website": "fjell.no"}
    who = {"name": "Kari Vik", "title": "Sjef", "company_name": "Fjell AS", "email": "kari@fjell.example"}
    own = {"id", "company_id"}

    def all_of_them() -> list[dict[str, Any]]:
        session.expire_all()
        return [row.model_dump(exclude=own) for table in (Company, Person) for row in session.exec(select(table))]

    with session.begin_nested() as alone:
        create_company(session, cast.admin, CompanyDraft(industry="Bygg", **fields), now=NOW)
        create_person(session, cast.admin, PersonDraft(phone="40404040", **who), now=NOW)
        single = all_of_them()
        alone.rollback()
    assert imported(session, cast.admin, companies, ImportSubject.COMPANIES)[1] == {"created": 1}
    assert imported(session, cast.admin, persons, ImportSubject.PERSONS)[1] == {"created": 1}
    assert all_of_them() == single
    assert session.exec(select(Person.company_id)).one() == session.exec(select(Company.id)).one()
    assert count(session, Event, Event.kind == "contact.created") == 2


def test_an_import_tells_of_itself_once_and_of_no_single_lead(session: Session, cast: Cast) -> None:
    table = [("Title", "Company", "Owner"), *((f"Lead {n}", "Fjell AS", cast.professional.name) for n in range(30))]
    import_id, _ = imported(session, cast.manager, table)
    fed = session.exec(select(Event).where(Event.feed.is_not(None))).all()
    assert [(event.kind, event.payload["leads"], event.payload["import_id"]) for event in fed] == [
        ("import.done", "30", str(import_id))
    ]
    assert set(session.exec(select(Notification.user_id))) == {cast.manager.user_id, cast.professional.user_id}
    assert count(session, Notification) == count(session, OutboxMail) == 2
    assert count(session, Event, Event.kind == "lead.created") == 30


EXISTING = [
    ("Title", "Company", "Value", "Email", "Contact"),
    ("Heat pumps", "FJELL as", "200", "ny@fjell.example", "Kari Vik"),
]


@pytest.mark.parametrize(
    ("duplicates", "counts", "leads", "value"),
    [
        (Duplicates.SKIP, {"skipped": 1}, 1, "100"),
        (Duplicates.UPDATE, {"updated": 1}, 1, "200"),
        (Duplicates.CREATE, {"created": 1}, 2, "100"),
    ],
)
def test_a_lead_that_is_there_is_left_changed_or_made_once_more(
    session: Session, cast: Cast, duplicates: Duplicates, counts: dict[str, int], leads: int, value: str
) -> None:
    kari = {"person_name": "Kari Vik", "person_email": "kari@fjell.example"}
    lead = a_lead(
        session, cast.professional, now=THEN, title="Heat pumps", company_name="Fjell AS", value="100", **kari
    )
    import_id = begun(session, cast.professional, EXISTING)
    decided(session, cast.professional, import_id, duplicates)
    assert checked(session, cast.professional, import_id) == counts
    assert ran(session, cast.professional, import_id) == counts
    session.expire_all()
    assert count(session, Lead) == leads
    assert session.get_one(Lead, lead.id).value == Decimal(value)
    assert wrong(session, now=NOW) == []


def test_leads_are_found_by_their_external_key_first(session: Session, cast: Cast) -> None:
    imported(session, cast.professional, [("Id", "Title", "Company"), ("A1", "Heat pumps", "Fjell AS")], now=THEN)
    table = [("Id", "Title", "Company"), ("A1", "Better heat pumps", "Dal AS"), ("A2", "Heat pumps", "Vann AS")]
    _, counts = imported(session, cast.professional, table, duplicates=Duplicates.UPDATE)
    assert counts == {"updated": 1, "created": 1}
    session.expire_all()
    found = {lead.external_key: lead.title for lead in session.exec(select(Lead))}
    assert found == {"A1": "Better heat pumps", "A2": "Heat pumps"}


def test_a_lead_named_twice_in_the_file_is_made_once(session: Session, cast: Cast) -> None:
    table = [
        ("Title", "Company", "Value"),
        *(("Heat pumps", "Fjell AS", str(n)) for n in (1, 2, 3)),
        ("Other", "Fjell AS", ""),
    ]
    import_id = begun(session, cast.professional, table)
    assert checked(session, cast.professional, import_id) == {"created": 2, "skipped": 2}
    assert ran(session, cast.professional, import_id) == {"created": 2, "skipped": 2}
    again = begun(session, cast.professional, [table[0], table[3], ("New", "Dal AS", "7"), ("New", "Dal AS", "8")])
    decided(session, cast.professional, again, Duplicates.UPDATE)
    assert checked(session, cast.professional, again) == {"created": 1, "updated": 2}
    assert ran(session, cast.professional, again) == {"created": 1, "updated": 2}
    session.expire_all()
    assert {lead.title: lead.value for lead in session.exec(select(Lead))} == {"Heat pumps": 3, "Other": None, "New": 8}


def test_a_colleagues_lead_is_not_changed_by_an_import(session: Session, cast: Cast) -> None:
    lead = a_lead(session, cast.other_professional, now=THEN, title="Heat pumps", company_name="Fjell AS", value="100")
    import_id = begun(session, cast.professional, EXISTING)
    decided(session, cast.professional, import_id, Duplicates.UPDATE)
    assert ran(session, cast.professional, import_id) == {"refused": 1}
    assert problems(session, import_id) == {2: [("", "This lead is there already, and not yours to change.")]}
    session.expire_all()
    assert session.get_one(Lead, lead.id).value == 100


@pytest.mark.parametrize(
    ("column", "value", "then"),
    [
        ("Org number", "923609016", "number"),
        ("Email", "POST@fjell.example", "email"),
        ("Phone", "+47 22 12 34 56", "phone"),
        ("City", "Oslo", "name"),
    ],
)
def test_companies_are_found_by_number_email_phone_or_name(
    session: Session, cast: Cast, column: str, value: str, then: str
) -> None:
    known = {"number": {"organization_number": "923609016"}, "email": {"email": "post@fjell.example"}}
    known |= {"phone": {"phone": "22123456"}, "name": {}}
    create_company(session, cast.basic, CompanyDraft(name="Fjell AS", **known[then]), now=THEN)
    name = "Fjell A/S" if then == "name" else "Helt annet navn"
    table = [("Company", column, "Industry"), (name, value, "Bygg")]
    _, counts = imported(session, cast.manager, table, ImportSubject.COMPANIES, Duplicates.UPDATE)
    assert counts == {"updated": 1}
    session.expire_all()
    company = session.exec(select(Company)).one()
    assert (company.industry, company.name) == ("Bygg", name)


def test_persons_of_one_name_in_two_companies_are_two(session: Session, cast: Cast) -> None:
    table = [("Name", "Company"), ("Kari Vik", "Fjell AS"), ("Kari Vik", "Dal AS"), ("Vik, Kari", "Dal AS")]
    assert imported(session, cast.manager, table, ImportSubject.PERSONS)[1] == {"created": 2, "skipped": 1}


def test_wrong_cells_are_told_one_by_one_and_the_other_rows_come_in(session: Session, cast: Cast) -> None:
    table = [
        ("Title", "Company", "Value", "Email", "Contact", "Closing date", "Category", "Owner", "Outcome", "Stage"),
        ("Right", "Fjell AS", "1", "", "", "", "", "", "", ""),
        ("", "", "12,345", "nobody", "Kari", "31.02.2026", "Boats", "Nobody", "maybe", "Never"),
        ("No name", "Fjell AS", "", "kari@fjell.example", "", "", "", "", "", ""),
        ("Lost", "Fjell AS", "", "", "", "", "", "", "lost", ""),
        ("Huge", "Fjell AS", "999999999999999", "", "", "", "", "", "", ""),
        ("Long", "Fjell AS", *[""] * 8, "one too many"),
    ]
    import_id = begun(session, cast.professional, table, form={**CSV, "delimiter": ","})
    assert checked(session, cast.professional, import_id) == {"created": 1, "refused": 5}
    told = problems(session, import_id)
    assert sorted(name for name, _ in told[3]) == sorted(
        ["title", "company_name", "person_email", "expected_closing_on", "category", "owner", "sub_stage", "stage"]
    )
    assert told[4] == [("person_name", "Write the name of the contact person too.")]
    assert told[5] == [("lost_reason", "Choose why the lead was closed.")]
    assert told[6] == [("value", "The amount is too large. The largest is 999999999999.99.")]
    assert told[7] == [("", "The row has more cells than there are columns.")]
    assert ran(session, cast.professional, import_id) == {"created": 1, "refused": 5}
    assert problems(session, import_id) == told


def test_a_dry_run_writes_nothing(session: Session, cast: Cast) -> None:
    import_id = begun(session, cast.manager, _table(session, cast))
    tables = (Lead, Company, Person, Event, Tag, StageChange)
    before = [count(session, table) for table in tables]
    assert checked(session, cast.manager, import_id) == {"created": 5}
    assert [count(session, table) for table in tables] == before


def test_undo_takes_back_what_was_made_and_what_was_changed(session: Session, cast: Cast) -> None:
    kari = {"person_name": "Kari Vik", "person_email": "kari@fjell.example"}
    given = {"title": "Heat pumps", "company_name": "Fjell AS", "value": "100", "tags": ["old"]}
    a_lead(session, cast.professional, now=THEN, **given, **kari)
    create_company(session, cast.professional, CompanyDraft(name="Dal AS", city="Bergen"), now=THEN)

    def state() -> list[Any]:
        session.expire_all()
        left_out = {"version", "updated_at", "changed_in", "updated_by_id"}
        kept = [
            row.model_dump(exclude=left_out) for table in (Lead, Company, Person) for row in session.exec(select(table))
        ]
        return [*sorted(map(str, kept)), count(session, StageChange), sorted(session.exec(select(LeadTag.tag_id)))]

    before = state()
    header = ("Title", "Company", "Value", "Email", "Contact", "Tags", "Closing date", "Outcome")
    changing = ("Heat pumps", "Fjell AS", "200", "ny@fjell.example", "Kari Vik", "new", "2027-01-01", "")
    table = [
        header,
        changing,
        *((f"L{n}", f"C{n % 7} AS", "5", f"p{n}@x.example", f"P{n}", "new", "", "won") for n in range(20)),
    ]
    first, counts = imported(session, cast.professional, table, duplicates=Duplicates.UPDATE)
    assert counts == {"updated": 1, "created": 20}
    second, _ = imported(
        session, cast.professional, [("Name", "City"), ("Dal AS", "Oslo")], ImportSubject.COMPANIES, Duplicates.UPDATE
    )
    assert undone(session, cast.professional, second) == {"restored": 1}
    assert undone(session, cast.professional, first) == {"removed": 20 + 20 + 7, "restored": 2}
    assert state() == before
    assert wrong(session, now=LATER) == []
    assert count(session, Event, Event.kind == "import.undone") == 2
    with pytest.raises(Conflict):
        desk.undo(session, cast.professional, first, now=LATER)


def test_undo_leaves_what_somebody_has_worked_with_and_says_so(session: Session, cast: Cast) -> None:
    table = [("Title", "Company", "Contact"), *((f"L{n}", f"C{n} AS", f"P{n}") for n in range(6))]
    import_id, _ = imported(session, cast.professional, table)
    session.expire_all()
    leads = {lead.title: lead for lead in session.exec(select(Lead))}
    edit(session, cast.professional, leads["L0"].id, LeadEdit(version=1, title="Mine"), now=LATER)
    write_note(session, cast.professional, leads["L1"].id, NoteDraft(text="Call"), now=LATER)
    a_won_lead(session, cast.manager, now=LATER, title="Another", company_name="C2 AS", person_name="P2")
    assert undone(session, cast.professional, import_id, now=LATER + timedelta(minutes=1)) == {"removed": 10, "left": 8}
    session.expire_all()
    assert {lead.title for lead in session.exec(select(Lead))} == {"Mine", "L1", "Another"}
    assert wrong(session, now=LATER) == []


def test_a_stage_that_an_import_moved_stays_where_it_is(session: Session, cast: Cast) -> None:
    a_lead(session, cast.professional, now=THEN, title="Heat pumps", company_name="Fjell AS")
    last = stages(session, cast.professional)[-1].name
    table = [("Title", "Company", "Stage", "Value"), ("Heat pumps", "Fjell AS", last, "5")]
    import_id, counts = imported(session, cast.professional, table, duplicates=Duplicates.UPDATE)
    assert counts == {"updated": 1}
    assert undone(session, cast.professional, import_id) == {"left": 1}
    session.expire_all()
    assert session.exec(select(Lead.value)).one() is None


def test_a_piece_that_is_repeated_or_lost_makes_no_row_twice(session: Session, cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(pieces, "RUN_AT_ONCE", 4)
    import_id = begun(session, cast.professional, [("Title", "Company"), *((f"L{n}", "C AS") for n in range(10))])
    desk.run(session, cast.professional, import_id, now=NOW)
    first = claimed(session)
    assert pieces.run_piece(session, first, now=NOW)
    second = claimed(session, NOW + run.CLAIM)
    with pytest.raises(ClaimLost):
        run.hold(session, first, now=NOW)
    while pieces.run_piece(session, second, now=NOW):
        pass
    pieces.finish_run(session, second, now=NOW)
    assert count(session, Lead) == 10


def test_a_stopped_import_can_go_on_or_be_taken_back(session: Session, cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(pieces, "RUN_AT_ONCE", 4)
    import_id = begun(session, cast.professional, [("Title", "Company"), *((f"L{n}", "C AS") for n in range(10))])
    desk.run(session, cast.professional, import_id, now=NOW)
    job = claimed(session)
    pieces.run_piece(session, job, now=NOW)
    desk.stop(session, cast.professional, import_id, now=NOW)
    with pytest.raises(Conflict):
        pieces.run_piece(session, job, now=NOW)
    session.expire_all()
    assert count(session, Lead) == 4
    desk.go_on(session, cast.professional, import_id, now=NOW)
    job = claimed(session)
    while pieces.run_piece(session, job, now=NOW):
        pass
    pieces.finish_run(session, job, now=NOW)
    run.finish(session, job, now=NOW)
    assert count(session, Lead) == 10
    with pytest.raises(Conflict):
        desk.go_on(session, cast.professional, import_id, now=NOW)
    assert undone(session, cast.professional, import_id) == {"removed": 11}


def test_the_next_step_is_open_as_soon_as_the_last_one_shows(session: Session, cast: Cast) -> None:
    import_id = desk.begin(session, cast.professional, ImportSubject.LEADS, a_file(session, cast.professional), now=NOW)
    job = claimed(session)
    pieces.stage(
        session,
        job,
        [pieces.StagedRow(1, ["Title", "Company"], False), pieces.StagedRow(2, ["A", "B"], False)],
        now=NOW,
    )
    pieces.finish_reading(session, job, CSV, now=NOW)
    desk.run(session, cast.professional, import_id, now=NOW)
    job = claimed(session)
    while pieces.run_piece(session, job, now=NOW):
        pass
    pieces.finish_run(session, job, now=NOW)
    desk.undo(session, cast.professional, import_id, now=NOW)


def test_a_person_begins_so_many_imports_a_day(session: Session, cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(desk, "MOST_A_DAY", 2)
    file_id = a_file(session, cast.professional)
    for _ in range(2):
        desk.begin(session, cast.professional, ImportSubject.LEADS, file_id, now=NOW)
    with pytest.raises(TooMany, match="2 imports"):
        desk.begin(session, cast.professional, ImportSubject.LEADS, file_id, now=NOW)
    desk.begin(session, cast.manager, ImportSubject.LEADS, a_file(session, cast.manager), now=NOW)
    desk.begin(session, cast.professional, ImportSubject.LEADS, file_id, now=NOW + timedelta(days=1))


def test_what_an_admin_cancelled_can_be_stopped_and_go_on(session: Session, cast: Cast) -> None:
    import_id = begun(session, cast.professional, EXISTING)
    desk.run(session, cast.professional, import_id, now=NOW)
    jobs.cancel(session, cast.admin, claimed(session).id, now=NOW)
    desk.stop(session, cast.professional, import_id, now=NOW)
    desk.go_on(session, cast.professional, import_id, now=NOW)
    assert pieces.run_piece(session, claimed(session), now=NOW)


def test_old_imports_are_forgotten_and_what_they_made_stays(session: Session, cast: Cast) -> None:
    import_id, _ = imported(session, cast.professional, EXISTING)
    waiting = begun(session, cast.professional, EXISTING)
    desk.run(session, cast.professional, waiting, now=NOW)
    then = NOW + clean.KEPT + timedelta(seconds=1)
    assert (clean.clean_up(session, now=NOW + clean.KEPT), clean.clean_up(session, now=then)) == (0, 1)
    assert session.exec(select(Import.id)).all() == [waiting]
    assert count(session, ImportRow, ImportRow.import_id == import_id) == 0
    assert count(session, Lead) == 1


def test_who_may_import_what(session: Session, cast: Cast) -> None:
    sales = {"professional", "other_professional", "manager", "other_manager", "child_manager", "child_professional"}
    sales |= {"sibling_manager", "stranger_manager"}
    for subject, allowed in (
        (ImportSubject.LEADS, sales),
        (ImportSubject.PERSONS, sales | {"admin", "stranger_admin"}),
    ):
        for name, actor in cast.everybody().items():
            file_id = a_file(session, actor)
            if name in allowed:
                desk.begin(session, actor, subject, file_id, now=NOW)
            else:
                with pytest.raises(NotPermitted):
                    desk.begin(session, actor, subject, file_id, now=NOW)


def test_an_import_is_there_for_nobody_but_who_began_it(session: Session, cast: Cast) -> None:
    import_id = begun(session, cast.professional, EXISTING)
    mapping = session.get_one(Import, import_id).mapping
    for actor in (cast.other_professional, cast.manager, cast.child_manager, cast.stranger_manager, cast.admin):
        for unknown in (import_id, new_id()):
            for act in (desk.check, desk.run, desk.stop, desk.undo, desk.go_on, desk.read_again):
                with pytest.raises(NotFound):
                    act(session, actor, unknown, now=NOW)
            with pytest.raises(NotFound):
                desk.decide(session, actor, unknown, ImportPlan(mapping), now=NOW)
    for theirs in (a_file(session, cast.manager), new_id()):
        with pytest.raises(Invalid):
            desk.begin(session, cast.professional, ImportSubject.LEADS, theirs, now=NOW)
    picture = a_file(session, cast.professional, "leads.png", "image/png")
    with pytest.raises(Invalid):
        desk.begin(session, cast.professional, ImportSubject.LEADS, picture, now=NOW)


def test_nothing_of_another_tenant_or_child_is_found_or_touched(session: Session, cast: Cast) -> None:
    for actor in (cast.stranger_manager, cast.child_professional):
        a_lead(session, actor, now=THEN, title="Heat pumps", company_name="Fjell AS", person_name="Kari Vik")
    _, counts = imported(session, cast.professional, EXISTING, duplicates=Duplicates.UPDATE)
    assert counts == {"created": 1}
    session.expire_all()
    leads = session.exec(select(Lead)).all()
    assert {(lead.tenant_id, lead.organization_id) for lead in leads} == {
        (actor.tenant_id, actor.organization_id)
        for actor in (cast.professional, cast.stranger_manager, cast.child_professional)
    }
    assert len({lead.company_id for lead in leads}) == 3


def test_an_import_stops_with_the_rights_of_its_person(session: Session, cast: Cast) -> None:
    import_id = begun(session, cast.professional, EXISTING)
    desk.run(session, cast.professional, import_id, now=NOW)
    job = claimed(session)
    session.get_one(User, cast.professional.user_id).is_active = False
    session.flush()
    with pytest.raises(NotPermitted):
        pieces.run_piece(session, job, now=NOW)


def test_a_mapping_is_checked_and_remembered_for_the_same_columns(session: Session, cast: Cast) -> None:
    table = [("What", "Who", "More"), ("Heat pumps", "Fjell AS", "x")]
    first = begun(session, cast.professional, table)
    found = session.get_one(Import, first)
    assert (found.state, found.mapping, found.row_count) == (ImportState.MAPPING, ["", "", ""], 1)
    with pytest.raises(Invalid):
        desk.run(session, cast.professional, first, now=NOW)
    for wrong_mapping in (["title"], ["title", "title", ""], ["title", "company_name", "password"]):
        with pytest.raises(Invalid):
            desk.decide(session, cast.professional, first, ImportPlan(wrong_mapping), now=NOW)
    desk.decide(session, cast.professional, first, ImportPlan(["title", "company_name", "description"]), now=NOW)
    ran(session, cast.professional, first)
    for actor in (cast.professional, cast.manager):
        again = begun(session, actor, table)
        assert session.get_one(Import, again).mapping == ["title", "company_name", "description"]
    theirs = begun(session, cast.stranger_manager, table)
    assert session.get_one(Import, theirs).mapping == ["", "", ""]


def test_a_file_without_names_of_columns_keeps_its_first_row(session: Session, cast: Cast) -> None:
    import_id = begun(session, cast.professional, [("Heat pumps", "Fjell AS", "100"), ("Boat", "Dal AS", "200")])
    plan = ImportPlan(["title", "company_name", "value"], has_header=False)
    desk.decide(session, cast.professional, import_id, plan, now=NOW)
    assert ran(session, cast.professional, import_id) == {"created": 2}
    assert {lead.title for lead in session.exec(select(Lead))} == {"Heat pumps", "Boat"}


def test_nothing_is_run_twice_or_out_of_turn(session: Session, cast: Cast) -> None:
    import_id = begun(session, cast.professional, EXISTING)
    for early in (desk.undo, desk.stop, desk.go_on):
        with pytest.raises(Conflict):
            early(session, cast.professional, import_id, now=NOW)
    desk.run(session, cast.professional, import_id, now=NOW)
    for late in (desk.run, desk.check, desk.undo, desk.read_again):
        with pytest.raises(Conflict):
            late(session, cast.professional, import_id, now=NOW)


def test_a_piece_costs_the_same_statements_for_few_and_many_rows(session: Session, cast: Cast) -> None:
    def statements(size: int, prefix: str) -> int:
        table = [
            HEADER[:6],
            *((f"{prefix}{n}", f"{prefix}{n} AS", f"P{n}", f"{prefix}{n}@x.example", "", "5") for n in range(size)),
        ]
        import_id = begun(session, cast.professional, table)
        desk.run(session, cast.professional, import_id, now=NOW)
        job = claimed(session)
        with statements_of(session.get_bind().engine) as sent:
            pieces.run_piece(session, job, now=NOW)
        session.execute(sa.update(ImportRow).values(outcome="created"))
        pieces.finish_run(session, job, now=NOW)
        run.finish(session, job, now=NOW)
        return len(sent)

    assert statements(3, "a") == statements(150, "b") <= 40


def test_outcomes_of_leads_keep_the_figures_right(session: Session, cast: Cast) -> None:
    import_id, _ = imported(session, cast.manager, _table(session, cast))
    assert wrong(session, now=NOW) == []
    assert {lead.sub_stage for lead in session.exec(select(Lead))} == set(SubStage)
    undone(session, cast.manager, import_id)
    assert wrong(session, now=LATER) == []


def test_a_title_above_the_names_of_the_columns_is_left_out(session: Session, cast: Cast) -> None:
    table = [("Sales report",), ("Per 24.11.2026",), ("Title", "Company", "Value"), ("Heat pumps", "Fjell AS", "5")]
    import_id, counts = imported(session, cast.professional, table)
    found = session.get_one(Import, import_id)
    assert (counts, found.row_count, found.form["above"]) == ({"created": 1}, 1, 2)
    assert found.headers == ["Title", "Company", "Value"]


def test_only_a_sheet_of_the_workbook_can_be_read_instead(session: Session, cast: Cast) -> None:
    form = {"kind": "xlsx", "sheet": "A", "sheets": ["A", "B"]}
    import_id = begun(session, cast.professional, [("Title", "Company"), ("A", "B AS")], form=form)
    with pytest.raises(Invalid):
        desk.read_again(session, cast.professional, import_id, sheet="Hidden", now=NOW)
    desk.read_again(session, cast.professional, import_id, sheet="B", now=NOW)
    assert claimed(session).payload == {"sheet": "B"}

"""Lists as files over HTTP: who gets what, in which language and order, and the trace that it leaves."""

import csv
import io
from typing import Any

import httpx
import openpyxl
import pytest
from sqlmodel import Session, select

from leadx_app import exports
from leadx_app.domain.activities import ActivityDraft, log
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.tasks.draft import TaskDraft
from leadx_app.domain.tasks.plan import create
from leadx_app.models import Event, User
from leadx_app.throttle import Throttle
from tests.api.conftest import NEVER, Office
from tests.cast import a_lead, a_won_lead

LEADS, COMMUNITY, ACTIVITIES = "/api/v1/leads/export", "/api/v1/community/leads/export", "/api/v1/activities/export"
COMPANIES, PERSONS = "/api/v1/contacts/companies/export", "/api/v1/contacts/persons/export"
PATHS = (LEADS, COMMUNITY, ACTIVITIES, COMPANIES, PERSONS)
FORMULA = '=HYPERLINK("http://x.example")'
CANARY = "CANARY of Fjord"


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch, _unhurried: None) -> None:
    monkeypatch.setattr(exports, "per_person", Throttle(per_second=100, burst=1000))


@pytest.fixture
def full_office(office: Office) -> Office:
    """Leads, contacts and activities of ours, and a stranger's whose text must not be seen."""
    cast = office.cast
    text = {"title": FORMULA, "company_name": "+Berg AS", "person_name": "@Kari", "description": "-1\n=2", "tags": "=t"}
    person = {"person_email": "kari@berg.example", "person_phone": "22 12 34 56"}
    office.make(a_lead, cast.professional, **text | {"tags": ["=t"]}, **person, value="1234567,50")
    office.make(a_won_lead, cast.professional, title="Won pump", value="10")
    office.make(a_lead, cast.basic, title="Of Basic")
    office.make(a_lead, cast.stranger_manager, title=CANARY, company_name=CANARY, person_name=CANARY)

    def plan(session: Session, *, now: Any) -> None:
        create(session, cast.professional, parse_draft(TaskDraft, {"title": "=Call Kari"}), now=now)
        log(session, cast.professional, parse_draft(ActivityDraft, {"title": "Talked", "kind": "call"}), now=now)
        create(session, cast.stranger_manager, parse_draft(TaskDraft, {"title": CANARY}), now=now)

    office.runtime.database.system(plan)
    return office


def rows_of(answer: httpx.Response, delimiter: str = ",") -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    text = io.StringIO(answer.content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=delimiter))


def sheet_of(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    head, *rows = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_leads_come_out_with_everything_that_is_written_of_them(full_office: Office):
    office, cast = full_office, full_office.cast
    asked = {"pipeline": "mine", "with_waiting": "true", "status": "all", "sort": "value"}
    answer = office.get(cast.professional, LEADS, params=asked)
    assert answer.headers["content-disposition"] == 'attachment; filename="leads.csv"'
    assert answer.headers["content-length"] == str(len(answer.content))
    first, second = rows_of(answer)
    assert first["Lead title"] == f"'{FORMULA}"
    assert (first["Company name"], first["Contact person"], first["Tags"]) == ("'+Berg AS", "'@Kari", "'=t")
    assert (first["Email"], first["Phone"]) == ("kari@berg.example", "+4722123456")
    assert (first["Lead value"], first["Currency"], first["Description"]) == ("1234567.50", "NOK", "'-1\n=2")
    assert (first["Stage"], first["Status"], first["Owner"]) == ("New", "Open", "Petter Professional")
    assert (second["Lead title"], second["Status"]) == ("Won pump", "Won")
    assert [row["Lead title"] for row in rows_of(office.get(cast.professional, LEADS))] == [f"'{FORMULA}"], "ongoing"
    assert rows_of(office.get(cast.professional, LEADS, params=asked | {"search": "won"})) == [second]

    excel = office.get(cast.professional, LEADS, params=asked | {"format": "xlsx"})
    assert excel.headers["content-type"].endswith("spreadsheetml.sheet")
    sheet = sheet_of(excel)
    assert (sheet[0]["Lead title"], sheet[0]["Lead value"], sheet[0]["Phone"]) == (FORMULA, 1234567.5, "+4722123456")


def test_a_norwegian_reader_gets_norwegian_words_and_decimal_commas(full_office: Office):
    office, cast = full_office, full_office.cast

    def speak_norwegian(session: Session) -> None:
        session.get_one(User, cast.professional.user_id).language = "nb"

    office.within(speak_norwegian)
    row = rows_of(office.get(cast.professional, LEADS), ";")[0]
    assert (row["Tittel"], row["Verdi"], row["Status"]) == (f"'{FORMULA}", "1234567,50", "Åpen")
    assert sheet_of(office.get(cast.professional, LEADS, params={"format": "xlsx"}))[0]["Verdi"] == 1234567.5


def test_the_other_lists_come_out_too(full_office: Office):
    office, cast = full_office, full_office.cast
    rows = rows_of(office.get(cast.basic, COMMUNITY, params={"sort": "created", "status": "won"}))
    assert [(row["Lead title"], row["Status"]) for row in rows] == [("Won pump", "Won")]
    assert "Description" not in rows[0], "a headline holds no more than Community shows"
    (task,) = rows_of(office.get(cast.professional, ACTIVITIES, params={"kind": "task"}))
    assert (task["Kind"], task["Title"], task["Done"]) == ("Task", "'=Call Kari", "")
    (call,) = sheet_of(office.get(cast.professional, ACTIVITIES, params={"tab": "done", "format": "xlsx"}))
    assert (call["Kind"], call["Title"]) == ("Call", "Talked")
    assert {row["Name"] for row in sheet_of(office.get(cast.basic, COMPANIES, params={"format": "xlsx"}))} == {
        "+Berg AS",
        "Fjordheim skole",
    }
    assert office.get(cast.basic, LEADS, params={"format": "vcard"}).status_code == 422
    assert office.get(cast.basic, LEADS, params={"stage_id": "x"}).status_code == 422


MAY = {
    LEADS: {"lite", "basic", "professional", "manager", "admin"},
    COMMUNITY: {"basic", "professional", "manager", "admin"},
    ACTIVITIES: {"professional", "manager"},
    COMPANIES: {"basic", "professional", "manager", "admin"},
    PERSONS: {"basic", "professional", "manager", "admin"},
}


def test_everybody_takes_out_what_they_see_and_no_more(full_office: Office):
    office, cast = full_office, full_office.cast
    for path in PATHS:
        allowed = {
            role
            for role in ("lite", "basic", "professional", "manager", "admin")
            if office.get(getattr(cast, role), path).status_code == 200
        }
        assert allowed == MAY[path], path
        assert office.get(None, path).status_code == 401
        for actor in (cast.manager, cast.professional, cast.child_manager):
            assert CANARY not in office.get(actor, path).text, (path, actor.name)
        assert "Berg" not in office.get(cast.stranger_manager, path).text, path
    for path, what in ((LEADS, "organization_id"), (COMMUNITY, "organization_id"), (COMPANIES, "organization_id")):
        ours = office.get(cast.stranger_manager, path, params={what: str(cast.manager.organization_id)})
        never = office.get(cast.stranger_manager, path, params={what: NEVER})
        assert (ours.status_code, ours.json()) == (404, never.json())


def test_every_export_leaves_a_trace_and_a_refused_one_none(full_office: Office):
    office, cast = full_office, full_office.cast
    office.get(cast.basic, COMMUNITY, params={"status": "won", "format": "xlsx"})
    office.get(cast.lite, COMMUNITY)
    office.get(cast.professional, LEADS)
    assert office.within(traces) == [
        (
            cast.basic.user_id,
            {"list": "community", "format": "xlsx", "rows": 1, "filters": {"status": "won"}},
        ),
        (cast.professional.user_id, {"list": "leads", "format": "csv", "rows": 1, "filters": {}}),
    ]


def traces(session: Session) -> list[tuple[Any, dict[str, Any]]]:
    query = select(Event).where(Event.kind == "list.exported").order_by(Event.occurred_at, Event.id)
    return [(event.actor_id, event.payload) for event in session.exec(query)]


def cookie_of(office: Office, actor: Actor) -> dict[str, str]:
    return {"Cookie": f"leadx_session={office.cast.secret(actor)}"}


def test_another_sites_page_cannot_make_somebody_export(full_office: Office):
    office = full_office
    cookie = cookie_of(office, office.cast.basic)
    for site, status in (("same-origin", 200), ("none", 200), ("cross-site", 403), ("same-site", 403)):
        answer = office.call(None, "GET", COMMUNITY, headers=cookie | {"Sec-Fetch-Site": site})
        assert answer.status_code == status, site


def test_too_many_exports_and_a_full_disk_are_said(full_office: Office, monkeypatch: pytest.MonkeyPatch):
    office, cast = full_office, full_office.cast
    monkeypatch.setattr(exports, "per_person", Throttle(per_second=0.001, burst=1))
    assert [office.get(cast.basic, LEADS).status_code for _ in range(2)] == [200, 429]

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exports, "write_csv", full)
    assert office.get(cast.manager, LEADS).status_code == 507
    assert len(office.within(traces)) == 1

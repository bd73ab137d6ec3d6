"""Rewards over REST: the page's numbers for the same people, and the Admin's points."""

import io
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from leadx_app import exports
from leadx_app.throttle import Throttle
from tests.api.conftest import NEVER, Office
from tests.cast import a_lead, a_won_lead
from tests.support import sample_files

REWARDS, LEDGER, EXPORT = "/api/v1/rewards", "/api/v1/rewards/ledger", "/api/v1/rewards/export"
GOALS = "/api/v1/rewards/goals"
BADGES = "/api/v1/rewards/badges"
POINTS = "/api/v1/organizations/points"


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch, _unhurried: None) -> None:
    monkeypatch.setattr(exports, "per_person", Throttle(per_second=100, burst=1000))


def points_of(office: Office, actor: Any) -> int:
    return office.get(actor, REWARDS).json()["own"]["points"]


def test_each_role_gets_what_its_page_shows(office: Office):
    cast = office.cast
    office.make(a_won_lead, cast.professional, value="100")
    office.make(a_lead, cast.lite)
    office.make(a_won_lead, cast.stranger_manager)
    found = {name: office.get(getattr(cast, name), REWARDS).json() for name in ("lite", "basic", "manager", "admin")}
    assert (found["lite"]["own"]["points"], found["lite"]["figures"], found["lite"]["top"]) == (10, None, [])
    assert [card["points"] for card in found["basic"]["top"]] == [60, 10]
    assert (found["basic"]["cards"], found["basic"]["figures"]["revenue"]) == ([], "100.00")
    for name in ("manager", "admin"):
        assert [card["points"] for card in found[name]["cards"][:3]] == [60, 10, 0]
    assert office.get(None, REWARDS).status_code == 401
    theirs = {"organization_id": str(cast.stranger_manager.organization_id)}
    assert office.get(cast.manager, REWARDS, params=theirs).status_code == 404
    assert office.get(cast.manager, REWARDS, params={"organization_id": NEVER}).status_code == 404


def test_the_ledger_says_why(office: Office):
    cast = office.cast
    office.make(a_won_lead, cast.professional, title="Heat pumps")
    whose = {"user_id": str(cast.professional.user_id)}
    for actor in (cast.professional, cast.manager):
        rows = office.get(actor, LEDGER, params=whose).json()["rows"]
        assert sorted((row["kind"], row["points"], row["title"]) for row in rows) == [
            ("created", 10, "Heat pumps"),
            ("won", 50, "Heat pumps"),
        ]
    assert office.get(cast.basic, LEDGER, params=whose).status_code == 403
    assert office.get(cast.stranger_manager, LEDGER, params=whose).status_code == 404
    assert office.get(cast.manager, LEDGER, params={"cursor": "nobody's"}).status_code == 422


def test_badges_say_when_they_were_earned(office: Office):
    cast = office.cast
    office.make(a_lead, cast.professional)
    found = office.get(cast.professional, BADGES).json()
    assert [(row["kind"], row["number"]) for row in found["rows"]] == [("leads", 1)]
    assert (found["rows"][0]["day"][:8], found["next"]["number"]) == (found["rows"][0]["month"][:8], 10)
    whose = {"user_id": str(cast.professional.user_id)}
    assert office.get(cast.manager, BADGES, params=whose).json() == found
    assert office.get(cast.basic, BADGES, params=whose).status_code == 403
    assert office.get(cast.stranger_manager, BADGES, params=whose).status_code == 404


def test_a_month_comes_out_for_leaders_alone(office: Office):
    cast = office.cast
    office.make(a_won_lead, cast.professional)
    for name in ("lite", "basic", "professional"):
        assert office.get(getattr(cast, name), EXPORT).status_code == 403, name
    answer = office.get(cast.manager, EXPORT, params={"format": "xlsx"})
    assert answer.status_code == 200, answer.text
    head, first, *others = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert head == ("Name", "Leads generated", "Leads won", "Points")
    assert first == (cast.professional.name, 1, 1, 60)
    assert ("Bjørn Basic", 0, 0, 0) in others


def test_a_month_comes_out_as_a_report_to_print(office: Office):
    cast = office.cast
    office.make(a_won_lead, cast.professional, value="1234567.50")
    office.make(a_lead, cast.basic)
    office.post(cast.manager, GOALS, {"measure": "won", "target": "1", "name": "Årets første"})
    for name in ("lite", "basic", "professional"):
        assert office.get(getattr(cast, name), EXPORT, params={"format": "pdf"}).status_code == 403, name
    theirs = {"format": "pdf", "organization_id": str(cast.stranger_manager.organization_id)}
    assert office.get(cast.manager, EXPORT, params=theirs).status_code == 404
    logo = sample_files.photo(size=(900, 300))
    assert office.send(cast.admin, logo, "l.jpg", f"/files/logo/{cast.admin.organization_id}").status_code == 201
    answer = office.get(cast.manager, EXPORT, params={"format": "pdf"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    [page] = PdfReader(io.BytesIO(answer.content)).pages
    text = page.extract_text().replace("\u00a0", " ")
    for words in ("Bjørn Basic", "Petter Professional", "1,234,568", "Årets første (Leads won)", "Reached", "Nordlys"):
        assert words in text, words
    assert "Fjord" not in text
    assert len(page.images) == 1, "the logo"


def test_managers_set_goals_and_everybody_reads_them(office: Office):
    cast = office.cast
    draft = {"measure": "leads", "target": "3", "span": "quarter", "people": [str(cast.basic.user_id)]}
    made = office.post(cast.manager, GOALS, draft | {"draft_id": NEVER})
    assert (made.status_code, made.json()) == (
        201,
        office.post(cast.manager, GOALS, draft | {"draft_id": NEVER}).json(),
    )
    office.make(a_lead, cast.basic)
    (row,) = office.get(cast.lite, GOALS).json()["rows"]
    assert (row["done"], row["target"], row["people"], row["reached_at"]) == ("1", "3.00", [cast.basic.name], None)
    goal = f"{GOALS}/{made.json()['id']}"
    for actor, status in (
        (cast.admin, 403),
        (cast.basic, 403),
        (cast.child_manager, 404),
        (cast.stranger_manager, 404),
    ):
        assert office.call(actor, "DELETE", goal).status_code == status
        assert office.post(actor, f"{goal}/restore").status_code == status
    assert office.post(cast.admin, GOALS, draft).status_code == 403
    for wrong in ({"target": "0"}, {"span": "week"}, {"people": [NEVER]}, {"day": "2020-01-01"}, {"luck": 1}):
        assert office.post(cast.manager, GOALS, draft | wrong).status_code == 422
    assert office.call(cast.manager, "DELETE", goal).status_code == 204
    assert office.get(cast.lite, GOALS).json()["rows"] == []
    assert office.post(cast.manager, f"{goal}/restore").status_code == 204


def test_an_admin_sets_what_leads_are_worth_from_then_on(office: Office):
    cast = office.cast
    office.make(a_lead, cast.basic)
    own, *children = office.get(cast.admin, POINTS).json()
    assert (own["version"], own["created"], own["handshake"], own["won"]) == (1, 10, 20, 50)
    assert len(children) == 2
    path = f"/api/v1/organizations/{own['organization_id']}/points"
    draft = {"version": 1, "created": 3, "handshake": 20, "won": 50}
    assert office.call(cast.manager, "PATCH", path, json=draft).status_code == 403
    assert office.call(cast.stranger_admin, "PATCH", path, json=draft).status_code == 404
    assert office.call(cast.admin, "PATCH", path, json=draft | {"won": 10_001}).status_code == 422
    changed = office.call(cast.admin, "PATCH", path, json=draft)
    assert (changed.status_code, changed.json()[0]["version"]) == (200, 2)
    assert office.call(cast.admin, "PATCH", path, json=draft | {"created": 4}).status_code == 409
    office.make(a_lead, cast.basic)
    assert points_of(office, cast.basic) == 10 + 3

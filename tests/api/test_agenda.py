"""Tasks, activities and the calendar's address over REST."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from leadx_app.api import calendar
from leadx_app.api.calendar import calendar_route
from leadx_app.domain.accounts import hash_secret
from leadx_app.models import CalendarAddress
from leadx_app.throttle import Throttle
from tests.api.conftest import NEVER, Office
from tests.cast import a_lead

TASKS, ACTIVITIES, ADDRESS = "/api/v1/tasks", "/api/v1/activities", "/api/v1/calendar-address"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    for throttle in (calendar.per_calendar, calendar.per_address):
        monkeypatch.setattr(throttle, "_buckets", {})


def the_calendar(office: Office, path: str) -> icalendar.Calendar:
    answer = TestClient(Starlette(routes=[calendar_route])).get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert (answer.headers["cache-control"], answer.headers.get("set-cookie")) == ("no-store", None)
    return icalendar.Calendar.from_ical(answer.content)


def an_address(office: Office) -> str:
    address = office.post(office.cast.professional, ADDRESS).json()["address"]
    return address[address.index("/calendar/") :]


def test_a_task_from_its_planning_to_its_removal(office: Office):
    me, colleague = office.cast.professional, office.cast.other_professional
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    made = office.post(me, TASKS, {"title": "Call Kari", "due_on": day.isoformat(), "due_time": "10:00"})
    assert made.status_code == 201, made.text
    task = f"{TASKS}/{made.json()['id']}"
    assert office.get(me, TASKS, params={"tab": "upcoming"}).json()["rows"][0]["title"] == "Call Kari"
    changed = office.call(me, "PATCH", task, json={"version": 1, "priority": "high"})
    assert (changed.json()["priority"], changed.json()["version"]) == ("high", 2)
    assert office.call(me, "PATCH", task, json={"version": 1, "title": "Late"}).status_code == 409
    later = (day + timedelta(days=1)).isoformat()
    assert office.post(me, f"{task}/move", {"day": later}).json()["day"] == later
    assert office.post(me, f"{task}/snooze", {"until": "hour"}).status_code == 200
    assert office.post(me, f"{task}/assign", {"assignee_id": str(colleague.user_id)}).json()["giver"]
    assert office.post(colleague, f"{task}/complete").json()["done_at"]
    assert office.post(colleague, f"{task}/reopen").json()["done_at"] is None
    assert office.call(me, "DELETE", task).status_code == 204
    assert office.get(me, task).status_code == 404
    assert office.post(me, f"{task}/restore").status_code == 200


def test_an_activity_from_a_lead_to_its_removal(office: Office):
    me = office.cast.professional
    lead = str(office.make(a_lead, me))
    made = office.post(me, ACTIVITIES, {"kind": "visit", "title": "On site", "lead_id": lead}).json()
    assert (made["kind"], made["lead_id"], made["done_at"] is not None) == ("visit", lead, True)
    assert [row["id"] for row in office.get(me, f"/api/v1/leads/{lead}/agenda").json()] == [made["id"]]
    assert office.get(me, ACTIVITIES, params={"tab": "done", "kind": "visit"}).json()["rows"][0]["id"] == made["id"]
    activity = f"{ACTIVITIES}/{made['id']}"
    moment = {"version": 1, "happens_at": "2026-07-01T10:00:00+02:00"}
    assert office.call(me, "PATCH", activity, json=moment).json()["at"].startswith("2026-07-01T08:00:00")
    assert office.post(me, f"{activity}/move", {"day": "2026-07-04"}).json()["day"] == "2026-07-04"
    days = {"first": "2026-07-04", "last": "2026-07-04"}
    assert len(office.get(me, f"{ACTIVITIES}/between", params=days).json()) == 1
    assert office.get(me, f"{ACTIVITIES}/between", params=days | {"last": "2027-07-04"}).status_code == 422
    assert office.call(me, "DELETE", activity).status_code == 204
    assert office.post(me, f"{activity}/restore").status_code == 200


def test_what_is_not_ones_own_does_not_exist_and_finders_plan_nothing(office: Office):
    cast = office.cast
    task = office.post(cast.professional, TASKS, {"title": "Mine"}).json()["id"]
    activity = office.post(cast.professional, ACTIVITIES, {"kind": "call", "title": "Mine"}).json()["id"]
    for actor in (cast.other_professional, cast.stranger_manager, cast.child_manager):
        for path in (f"{TASKS}/{task}", f"{ACTIVITIES}/{activity}", f"{TASKS}/{NEVER}", f"{TASKS}/{activity}"):
            assert office.get(actor, path).status_code == 404
            assert office.post(actor, f"{path}/restore").status_code == 404
    for actor in (cast.basic, cast.lite, cast.admin):
        assert office.get(actor, TASKS).status_code == 403
        assert office.post(actor, TASKS, {"title": "No"}).status_code == 403
        assert office.post(actor, ADDRESS).status_code == 403
    assert office.get(None, TASKS).status_code == 401
    assert office.post(cast.manager, f"{TASKS}/{task}/complete").status_code == 403
    assert office.post(cast.professional, TASKS, {"title": "No", "lead_id": NEVER}).status_code == 404


def test_calendar_programs_read_the_calendar(office: Office):
    me = office.cast.professional
    today = datetime.now(UTC).date()
    days = {name: (today + timedelta(days=days)).isoformat() for name, days in {"soon": 2, "later": 5}.items()}
    office.post(me, TASKS, {"title": "All day, æøå; one\\two", "due_on": days["soon"]})
    office.post(me, TASKS, {"title": "Timed", "due_on": days["later"], "due_time": "02:30", "repeat": "daily"})
    visit = {"kind": "visit", "title": "Visit", "happens_at": f"{days['soon']}T12:00:00Z", "duration_minutes": 90}
    office.post(me, ACTIVITIES, visit)
    found = the_calendar(office, an_address(office))
    events = {str(event["summary"]): event for event in found.walk("VEVENT")}
    assert events["All day, æøå; one\\two"]["dtstart"].dt == date.fromisoformat(days["soon"])
    assert events["Visit"]["dtstart"].dt == datetime.fromisoformat(f"{days['soon']}T12:00:00+00:00")
    assert events["Visit"]["dtend"].dt - events["Visit"]["dtstart"].dt == timedelta(minutes=90)
    assert [str(zone["tzid"]) for zone in found.walk("VTIMEZONE")] == ["Europe/Oslo"]
    year = recurring_ical_events.of(found).between(today, today + timedelta(days=365))
    hours = {f"{event['dtstart'].dt:%H:%M}" for event in year if str(event["summary"]) == "Timed"}
    assert {"02:30"} <= hours <= {"02:30", "03:30", "01:30"}
    assert sum(str(event["summary"]) == "Timed" for event in year) >= 355


def test_an_address_is_kept_as_a_hash_renewed_and_ended(office: Office):
    me = office.cast.professional
    first, second = an_address(office), an_address(office)
    http = TestClient(Starlette(routes=[calendar_route]))
    assert [http.get(path).status_code for path in (first, second)] == [404, 200]
    secret = second.removeprefix("/calendar/").removesuffix(".ics")
    kept = office.within(lambda session: list(session.exec(select(CalendarAddress.secret_hash))))
    assert kept == [hash_secret(secret)]
    assert office.call(me, "DELETE", ADDRESS).status_code == 204
    assert http.get(second).status_code == 404


def test_an_address_may_not_be_asked_for_too_often_nor_guessed(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(calendar, "per_address", Throttle(per_second=2, burst=60, clock=lambda: 0.0))
    http = TestClient(Starlette(routes=[calendar_route]))
    answers = [http.get(f"/calendar/{number}.ics").status_code for number in range(70)]
    assert (set(answers), answers[-1]) == ({404, 429}, 429)

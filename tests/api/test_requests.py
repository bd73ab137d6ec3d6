"""What is sent, read strictly; what is wrong, said as a problem; what is sent twice, done once."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import select

from leadx_app.api import door
from leadx_app.api.throttle import Throttle
from leadx_app.db import Database, Unavailable
from leadx_app.domain.errors import TooMany
from leadx_app.models import Event, Lead, User
from tests.api.conftest import LEADS, Office, an_office, application
from tests.cast import a_lead
from tests.support.lanes import SqliteLane

NEW = {"title": "Heat pumps for the school", "company_name": "Fjordheim skole"}


def test_a_problem_names_every_wrong_field_in_the_users_language(office: Office):
    basic = office.cast.basic
    wrong = {"company_name": "Fjordheim", "value": "-1", "person_email": "kari", "colour": "red"}
    answer = office.post(basic, LEADS, wrong)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "status": 422,
        "title": "Unprocessable Entity",
        "detail": "Check the marked fields.",
        "errors": [
            {"field": "person_email", "detail": "This is not an email address."},
            {"field": "value", "detail": "The amount cannot be negative."},
            {"field": "title", "detail": "Fill in this field."},
            {"field": "colour", "detail": "This field is not known."},
        ],
    }
    office.within(
        lambda session: session.execute(sa.update(User).where(User.id == basic.user_id).values(language="nb"))
    )
    norwegian = office.post(basic, LEADS, wrong)
    assert norwegian.headers["content-language"] == "nb"
    assert norwegian.json()["errors"][1] == {"field": "value", "detail": "Beløpet kan ikke være negativt."}


def test_nobody_is_answered_in_the_language_of_the_browser(shared_office: Office):
    answer = shared_office.get(None, LEADS, headers={"Accept-Language": "nb-NO,nb;q=0.9"})
    assert answer.json()["detail"] == "Du er logget ut. Logg inn for å fortsette."


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"title": NaN}',
        b'{"title": "a", "title": "b", "company_name": "c"}',
        b"[" * 100_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"title": "a", "company_name": "b", "value": ' + b"9" * 5_000 + b"}",
        b'{"title": "a", "company_name": "b", "value": 1e99999999999999999999}',
        b'{"title": "a", "company_name": "b", "value": 1e400}',
        b'{"title": "a", "company_name": "b", "value": -0.001}',
        b'{"title": "\\u0000\\ud800", "company_name": "b"}',
        b'{"\\ud800\\u0000": 1, "title": "a", "company_name": "b"}',
        b'{"title": "a", "company_name": "b", "owner_id": "\\ud800x"}',
        b'{"title": "a", "company_name": "b", "tags": {"a": 1}}',
        b'{"title": "a", "company_name": "b", "hand_over": "perhaps"}',
    ],
)
def test_what_is_no_lead_is_refused_with_a_problem(shared_office: Office, body: bytes):
    headers = {"Content-Type": "application/json"}
    answer = shared_office.call(shared_office.cast.basic, "POST", LEADS, content=body, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"]


def test_a_body_beyond_the_limit_is_refused(shared_office: Office):
    answer = shared_office.post(shared_office.cast.basic, LEADS, NEW | {"description": "x" * 300_000})
    assert (answer.status_code, answer.json()["title"]) == (413, "Request Entity Too Large")


def test_unseen_characters_are_dropped_and_all_others_kept(office: Office):
    written = "Æøå 漢字 🏗️ “quoted” 'x' <script>alert(1)</script> =1+1 %_\\ \u0000\ud800\u202eend"
    body = json.dumps(NEW | {"title": written, "description": "one\r\ntwo\tthree"}).encode()
    made = office.call(
        office.cast.basic, "POST", LEADS, content=body, headers={"Content-Type": "application/json"}
    ).json()
    assert made["title"] == "Æøå 漢字 🏗️ “quoted” 'x' <script>alert(1)</script> =1+1 %_\\ end"
    assert made["description"] == "one\ntwo\tthree"


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "101"},
        {"sort": "colour"},
        {"cursor": "x"},
        {"cursor": "WyJ0aXRsZSIsICJcdTAwMDAiLCAiMDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwIl0", "sort": "title"},
        {"value_min": "a"},
        {"created_from": "yesterday"},
        {"created_from": "2026-01-01T00:00:00"},
        {"created_from": "0001-01-01T00:00:00+14:00"},
        {"created_to": "9999-12-31T23:59:59-14:00"},
        {"stage_id": "1"},
        {"colour": "red"},
        {"search": "x" * 201},
    ],
)
def test_a_filter_that_means_nothing_is_refused(shared_office: Office, query: dict[str, str]):
    answer = shared_office.get(shared_office.cast.manager, LEADS, params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), answer.text
    assert answer.json()["errors"][0]["field"] in query


def test_an_id_that_is_no_id_is_as_one_that_was_never_used(shared_office: Office):
    never = shared_office.get(shared_office.cast.manager, f"{LEADS}/01900000-0000-7000-8000-000000000000")
    for odd in ("1", "%00", "..%2f..", "%F0%9F%8F%97", "x" * 2000):
        answer = shared_office.get(shared_office.cast.manager, f"{LEADS}/{odd}")
        assert (answer.status_code, answer.json()) == (404, never.json()), odd


def test_addresses_and_methods_that_do_not_exist_are_problems(shared_office: Office):
    manager = shared_office.cast.manager
    assert shared_office.get(manager, "/api/v1/nothing").json()["detail"] == "We could not find that."
    missing = shared_office.call(manager, "DELETE", LEADS)
    assert (missing.status_code, missing.headers["content-type"]) == (405, "application/problem+json")
    assert shared_office.get(manager, f"{LEADS}/").status_code == 404


def test_the_same_key_and_body_make_one_lead(office: Office):
    basic, key = office.cast.basic, {"Idempotency-Key": "order 4711"}
    first = office.post(basic, LEADS, NEW, headers=key)
    again = office.post(basic, LEADS, NEW, headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert office.post(basic, LEADS, NEW | {"title": "Another"}, headers=key).status_code == 409
    of_another = office.post(office.cast.other_basic, LEADS, NEW, headers=key)
    assert (of_another.status_code, of_another.json()["id"] != first.json()["id"]) == (201, True)


def test_twenty_equal_requests_at_once_make_one_lead(office: Office):
    basic = office.cast.basic
    headers = {"Authorization": f"Bearer {office.cast.token(basic)}", "Idempotency-Key": "once"}

    async def all_at_once() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(application), base_url="http://t") as http:
            return await asyncio.gather(*(http.post(LEADS, json=NEW, headers=headers) for _ in range(20)))

    answers = asyncio.run(all_at_once())
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    counts = office.within(
        lambda session: [len(session.exec(select(table)).all()) for table in (Lead, Event)],
    )
    assert counts == [1, 1]


def test_the_second_editor_of_a_field_is_told_what_stands_there(office: Office):
    professional = office.cast.professional
    path = f"{LEADS}/{office.make(a_lead, professional)}"
    tag = office.get(professional, path).headers["etag"]
    mine = office.call(professional, "PATCH", path, json={"title": "Mine"}, headers={"If-Match": tag})
    assert (mine.status_code, mine.headers["etag"]) == (200, '"2"')
    other_field = office.call(professional, "PATCH", path, json={"value": 100}, headers={"If-Match": tag})
    assert (other_field.json()["title"], other_field.json()["value"]) == ("Mine", "100.00")
    theirs = office.call(professional, "PATCH", path, json={"title": "Theirs", "version": 1})
    assert theirs.status_code == 409
    told = theirs.json()
    assert (told["fields"], told["by"], told["version"]) == ({"title": "Mine"}, "Petter Professional", 3)
    assert office.call(professional, "PATCH", path, json={"title": "Theirs", "version": 3}).json()["title"] == "Theirs"


@pytest.mark.parametrize(
    ("if_match", "version"), [(None, None), ("*", None), ('W/"1"', 1), ('"1"', 2), ('"x"', 1), ('"9999999999"', None)]
)
def test_an_edit_says_which_version_it_read(office: Office, if_match: str | None, version: int | None):
    path = f"{LEADS}/{office.make(a_lead, office.cast.professional)}"
    body: dict[str, Any] = {"title": "Another"} | ({"version": version} if version else {})
    headers = {"If-Match": if_match} if if_match else {}
    refused = office.call(office.cast.professional, "PATCH", path, json=body, headers=headers)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "version")


def test_a_busy_database_is_503_and_a_failure_is_500_without_values(
    shared_office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def busy(*args: Any, **kwargs: Any) -> None:
        raise Unavailable()

    async def failing(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("Heat pumps for the school")

    database = shared_office.runtime.database
    monkeypatch.setattr(database, "act_async", busy)
    answer = shared_office.post(shared_office.cast.basic, LEADS, NEW)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    monkeypatch.setattr(database, "act_async", failing)
    answer = shared_office.post(shared_office.cast.basic, LEADS, NEW)
    assert answer.status_code == 500
    assert answer.json()["detail"].rpartition(" ")[2] in caplog.text
    assert "Heat pumps" not in caplog.text + answer.text


def test_somebody_who_asks_too_often_is_told_when_to_come_back(office: Office, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(door, "per_credential", Throttle(per_second=0.001, burst=3))
    basic, manager = office.cast.basic, office.cast.manager
    assert [office.get(basic, "/api/v1/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert int(office.get(basic, "/api/v1/me").headers["retry-after"]) > 1
    assert office.get(manager, "/api/v1/me").status_code == 200


def test_a_throttle_fills_again_and_forgets_the_quiet(monkeypatch: pytest.MonkeyPatch):
    now = [100.0]
    throttle = Throttle(per_second=2, burst=2, clock=lambda: now[0])
    throttle.take("a")
    throttle.take("a")
    with pytest.raises(TooMany):
        throttle.take("a")
    now[0] += 0.5
    throttle.take("a")
    monkeypatch.setattr("leadx_app.throttle.MOST_KEYS", 3)
    now[0] += 10
    for key in "bcdef":
        throttle.take(key)
    assert len(throttle._buckets) <= 3


def test_a_full_disk_is_told_and_nothing_half_done_stays(tmp_path: Path, sqlite_lane: SqliteLane):
    with sqlite_lane.migrated() as url, an_office(tmp_path, url) as office:

        @sa.event.listens_for(office.runtime.database.engine, "checkout")
        def no_more_room(connection: Any, *_: Any) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages}")

        draft = NEW | {"description": "x" * 5_000}
        answers = [office.post(office.cast.basic, LEADS, draft) for _ in range(12)]
        refused = [answer for answer in answers if answer.status_code != 201]
        assert {answer.status_code for answer in refused} == {503}
        leads = office.within(lambda session: [len(session.exec(select(table)).all()) for table in (Lead, Event)])
        assert leads == [len(answers) - len(refused)] * 2


def test_a_database_that_is_away_is_503_at_once(office: Office, monkeypatch: pytest.MonkeyPatch):
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing", readers=1)
    with monkeypatch.context() as broken:
        broken.setitem(office.runtime.__dict__, "database", away)
        answers = [office.get(office.cast.basic, LEADS), office.post(office.cast.basic, LEADS, NEW)]
        answers.append(office.send(office.cast.basic, b"text"))
    away.close()
    assert [answer.status_code for answer in answers] == [503] * 3
    assert answers[0].json()["detail"] == "The server is busy and nothing was saved. Try again."
    assert office.stored() == []

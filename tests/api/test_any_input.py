"""Anything at all, sent to every endpoint by everybody: refused with a problem, or stored exactly."""

import json
import unicodedata
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leadx_app.api.rest import api
from leadx_app.domain.permissions import Actor
from tests.api.conftest import LEADS, NEVER, Office
from tests.cast import a_lead, a_parked_lead, a_waiting_lead, a_won_lead, an_assigned_lead

bounded = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
OPERATIONS = sorted((method.upper(), path) for path, methods in api.openapi()["paths"].items() for method in methods)
ACTORS = ["lite", "basic", "professional", "manager", "admin", "child_manager", "stranger_manager", "nobody"]
FIELDS = sorted(
    name
    for schema in ("LeadDraft", "LeadChanges", "Assignment", "Reason", "NextStage", "Loss", "NoteDraft")
    for name in api.openapi()["components"]["schemas"][schema]["properties"]
)
PARAMETERS = sorted(one["name"] for one in api.openapi()["paths"][LEADS]["get"]["parameters"] if one["in"] == "query")

ODD = [
    *("", " ", "\x00", "\ud800", "\u202egpj.exe", "é", "e\u0301", "👩‍👩‍👧", "a" * 201, "x" * 50_000, "%", "_", "*"),
    *("'; DROP TABLE leads; --", "<script>alert(1)</script>", "=1+1", '"', "\\", "\r\nSet-Cookie: a=b", "../../etc"),
    *("NaN", "1e400", "1.234.567,89", "1.234", "-0", "9" * 40, "2024-02-29", "2023-02-29", "9999-12-31", "0000-00-00"),
    *("2026-03-29T02:30:00+01:00", "0001-01-01T00:00:00+14:00", "mine", "title", "won", "all", NEVER, "true", "null"),
    *(None, True, False, 0, -1, 1, 2**53 - 1, 2**53 + 1, 2**63, -(2**63) - 1, 10**400, 0.1, 1e308, -0.0, 1e-9),
    *([], [[]], {}, {"a": {"b": []}}, [None], ["a"] * 25, [NEVER], {"$gt": ""}),
]
anything = st.one_of(
    st.sampled_from(ODD),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=30),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
        max_leaves=8,
    ),
)
bodies = st.one_of(
    st.dictionaries(st.sampled_from(FIELDS), anything, max_size=6).map(json.dumps),
    st.dictionaries(st.sampled_from(FIELDS), anything, max_size=3).map(
        lambda odd: json.dumps({"title": "T", "company_name": "C", "version": 1, "text": "t", "reason": "r"} | odd)
    ),
    anything.map(json.dumps),
).map(str.encode) | st.binary(max_size=200)
parameters = st.dictionaries(st.sampled_from(PARAMETERS), st.sampled_from(ODD) | st.text(max_size=20), max_size=4)
headers = st.dictionaries(
    st.sampled_from(["Idempotency-Key", "If-Match", "X-File-Name", "X-Lead-Id", "Content-Type", "Accept-Language"]),
    st.sampled_from(
        [b"", b"*", b'"1"', b'W/"1"', b"\xff", b"x" * 300, NEVER.encode(), b"a%00b.txt", b"application/json"]
    )
    | st.binary(max_size=20).filter(lambda value: not set(value) & {0, 10, 13}),
    max_size=3,
)


@pytest.fixture(scope="session")
def ids(lane_office: Office) -> list[str]:
    """Leads in every state, of us and of strangers, a file, and ids that are none."""
    office, cast = lane_office, lane_office.cast
    leads = [
        office.make(a_lead, cast.basic),
        office.make(a_lead, cast.lite),
        office.make(a_waiting_lead, cast.basic),
        office.make(an_assigned_lead, cast.basic, cast.manager, cast.professional),
        office.make(a_parked_lead, cast.professional),
        office.make(a_won_lead, cast.professional),
        office.make(a_lead, cast.stranger_manager),
        office.send(cast.basic, b"text").json()["id"],
    ]
    return [*map(str, leads), NEVER, "0", "%00", "x" * 500, quote("../leads", safe=""), quote("\u202e")]


@pytest.mark.parametrize("operation", OPERATIONS, ids=" ".join)
def test_no_input_breaks_an_endpoint(lane_office: Office, ids: list[str], operation: tuple[str, str]):
    method, template = operation

    @bounded
    @given(
        who=st.sampled_from(ACTORS),
        one=st.sampled_from(ids),
        body=bodies,
        query=parameters if method == "GET" else st.just({}),
        more=headers,
    )
    def check(who: str, one: str, body: bytes, query: dict[str, Any], more: dict[str, bytes]) -> None:
        path = template.replace("{lead_id}", one).replace("{file_id}", one)
        params = {name: str(value).encode("utf-8", "surrogatepass") for name, value in query.items()}
        sent = {"content": body, "headers": {"Content-Type": b"application/json"} | more} if method != "GET" else {}
        actor = getattr(lane_office.cast, who, None)
        answer = _call(lane_office, actor, method, path, params, sent)
        _is_in_order(answer)
        assert actor is not None or answer.status_code in {401, 404}

    check()


def _call(
    office: Office, actor: Actor | None, method: str, path: str, params: dict[str, bytes], sent: dict[str, Any]
) -> httpx.Response:
    query = "&".join(f"{name}={quote(value)}" for name, value in params.items())
    return office.call(actor, method, f"{path}?{query}" if query else path, follow_redirects=False, **sent)


def _is_in_order(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400:
        return
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["detail"]
    assert problem["title"]
    for error in problem.get("errors", []):
        assert error["field"] is not None
        assert error["detail"]


visible = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Mc", "Me")),
    min_size=1,
    max_size=60,
).filter(lambda text: unicodedata.normalize("NFC", text) == text)
amounts = st.decimals(min_value=0, max_value="999999999999.99", places=2)


@bounded
@given(title=visible, company=visible, description=visible, tag=visible.map(lambda text: text[:40]), value=amounts)
@example("=cmd|' /C calc'!A0", "<b>Å</b>", "100 % _ \\ ' \"", "#1", 0)
def test_what_is_stored_is_exactly_what_was_sent(
    lane_office: Office, title: str, company: str, description: str, tag: str, value: Any
):
    sent = {"title": title, "company_name": company, "description": description, "tags": [tag], "value": str(value)}
    made = lane_office.post(lane_office.cast.professional, LEADS, sent)
    assert made.status_code == 201, made.text
    lead = lane_office.get(lane_office.cast.professional, made.headers["location"]).json()
    assert (lead["title"], lead["description"], lead["tags"]) == (title, description, [tag])
    assert lead["value"] == f"{value:.2f}"


@bounded
@given(title=st.text(min_size=1, max_size=60), note=st.text(min_size=1, max_size=200))
def test_what_was_read_can_be_sent_again_and_stays(lane_office: Office, title: str, note: str):
    professional = lane_office.cast.professional
    made = lane_office.post(professional, LEADS, {"title": title, "company_name": "C"})
    if made.status_code == 422:
        assert made.json()["errors"][0]["field"] == "title"
        return
    path, kept = made.headers["location"], made.json()["title"]
    again = lane_office.call(professional, "PATCH", path, json={"title": kept, "version": 1})
    assert (again.json()["title"], again.json()["version"]) == (kept, 1)
    written = lane_office.post(professional, f"{path}/notes", {"text": note})
    if written.status_code == 201:
        repeated = lane_office.post(professional, f"{path}/notes", {"text": written.json()["text"]})
        assert repeated.json()["text"] == written.json()["text"]

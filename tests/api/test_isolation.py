"""Ids of another tenant are as ids that were never used: every endpoint, wherever it takes one, for several roles."""

import re
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from leadx_app.api.rest import api
from leadx_app.api.throttle import Throttle
from leadx_app.domain.permissions import Actor
from leadx_app.models import Organization, User
from tests.api.conftest import NEVER, Office
from tests.cast import a_waiting_lead, an_accepted_lead, an_item

CANARY = "Canary of the fjord"
ROLES = ("basic", "manager", "admin", "child_manager")
DESCRIPTION = api.openapi()
OPERATIONS = sorted(
    (method.upper(), path) for path, methods in DESCRIPTION["paths"].items() for method in methods if method != "head"
)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ERROR = re.compile(r"\b[0-9a-f]{10}\b")
# Where the name of a place does not say the table.
TABLES = {
    "contact_id": ("companies", "persons"),
    "company_id": ("companies",),
    "person_id": ("users", "persons"),
    "merged_id": ("companies", "persons"),
    "into_id": ("tags", "stages"),
    "to_id": ("stages",),
    "leads_to": ("stages",),
    "reached_id": ("stages",),
    "row_id": ("categories", "tags"),
    "activity_id": ("sales_activities",),
    "news_id": ("news",),
    "view_id": ("saved_views",),
    "mail_id": ("outbox_mails",),
    "token_id": ("api_tokens",),
    "comment_id": ("news_comments",),
    "category_id": ("categories",),
    **dict.fromkeys(("owner_id", "creator_id", "user_id", "assignee_id", "escalation_id", "people"), ("users",)),
}


@pytest.fixture(autouse=True)
def _unhurried_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """What costs much has throttles of its own."""
    monkeypatch.setattr(Throttle, "take", lambda self, key: None)


def tables_of(place: str) -> tuple[str, ...]:
    name = place.removesuffix("s") if place.endswith("_ids") else place
    return TABLES.get(name, (f"{name.removesuffix('_id')}s",))


@pytest.fixture(scope="module")
def office(shared_office: Office) -> Office:
    """Both tenants with something of every kind, all of it named after the canary at the strangers'."""
    cast = shared_office.cast
    for manager, admin, basic, words in (
        (cast.manager, cast.admin, cast.basic, "Ours"),
        (cast.stranger_manager, cast.stranger_admin, cast.stranger_basic, CANARY),
    ):
        named = {"title": words, "company_name": words, "person_name": words, "tags": ["winter"], "value": "100"}
        shared_office.make(a_waiting_lead, basic, **named)
        lead = shared_office.make(an_accepted_lead, basic, manager, **named)
        item = shared_office.make(an_item, manager, title=words)
        made = (
            ("/api/v1/tickets", {"kind": "question", "severity": "s3", "subject": words, "text": words}),
            ("/api/v1/tasks", {"title": words, "lead_id": str(lead), "due_on": "2027-01-31"}),
            ("/api/v1/activities", {"kind": "call", "title": words, "happens_at": "2026-10-01T10:00:00+02:00"}),
            ("/api/v1/views", {"list": "pipeline", "name": words, "query": "status=all"}),
            (f"/api/v1/news/{item}/comments", {"text": words}),
            (f"/api/v1/leads/{lead}/notes", {"text": words}),
        )
        for path, body in made:
            answer = shared_office.post(manager, path, body)
            assert answer.status_code < 300, (path, answer.text)
        article = {"language": "en", "title": words, "html": f"<p>{words}</p>"}
        assert shared_office.post(admin, "/api/v1/articles", article).status_code == 201
        shared_office.send(manager, b"text", x_lead_id=str(lead))
    return shared_office


@pytest.fixture(scope="module")
def rows(office: Office) -> dict[str, dict[str, str]]:
    """An id per table that has rows: of Nordlys under "ours", of Fjord under "theirs"."""

    def found(session: Session) -> dict[str, dict[str, str]]:
        tenants = {"ours": office.cast.manager.tenant_id, "theirs": office.cast.stranger_manager.tenant_id}
        tables = [one for one in SQLModel.metadata.sorted_tables if {"id", "tenant_id"} <= set(one.columns.keys())]
        return {
            whose: {
                table.name: str(row)
                for table in tables
                if (row := session.exec(_newest(table, tenant)).first()) is not None
            }
            for whose, tenant in tenants.items()
        }

    return office.within(found)


def _newest(table: Any, tenant: Any) -> Any:
    return select(table.c.id).where(table.c.tenant_id == tenant).order_by(table.c.id.desc()).limit(1)


def test_the_strangers_have_something_of_every_kind_that_an_address_names(rows: dict[str, dict[str, str]]):
    named = {name for _, path in OPERATIONS for name in re.findall(r"{(\w+_id)}", path)}
    without = {name for name in named if not any(table in rows["theirs"] for table in tables_of(name))}
    assert without <= {"import_id", "goal_id", "merge_id", "archive_id", "bulk_id", "webhook_id", "delivery_id"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=" ".join)
def test_ids_of_strangers_are_as_ids_that_never_were(
    office: Office, rows: dict[str, dict[str, str]], operation: tuple[str, str]
):
    method, path = operation
    for place in places(method, path):
        for table in (one for one in tables_of(place) if one in rows["theirs"]):
            for role in ROLES:
                actor = getattr(office.cast, role)
                theirs = ask(office, actor, method, path, rows["ours"], {place: rows["theirs"][table]})
                never = ask(office, actor, method, path, rows["ours"], {place: NEVER})
                told = f"{role} {place} {table}: {theirs.status_code} {theirs.text[:200]} / {never.text[:200]}"
                assert theirs.status_code == never.status_code, told
                assert CANARY not in theirs.text, told
                if theirs.status_code >= 400:
                    assert plain(theirs.text) == plain(never.text), told


def test_lists_searches_and_exports_hold_nothing_of_strangers(office: Office):
    for method, path in OPERATIONS:
        if method == "GET" and "{" not in path:
            for role in ROLES:
                answer = office.get(getattr(office.cast, role), path, params={"q": "Canary", "search": "Canary"})
                assert CANARY not in answer.text, (role, path)


def test_the_strangers_see_their_own(office: Office):
    assert CANARY in office.get(office.cast.stranger_manager, "/api/v1/leads").text


def plain(text: str) -> str:
    """An answer without the ids that it repeats."""
    return ERROR.sub("E", UUID.sub("ID", text))


def places(method: str, path: str) -> list[str]:
    """Where an operation takes the id of something: in its address, its query, its body."""
    told = DESCRIPTION["paths"][path][method.lower()]
    asked = [one["name"] for one in told.get("parameters", []) if one["in"] == "query" and is_id(one["schema"])]
    body = schema_of(told)
    written = [name for name, schema in body.get("properties", {}).items() if is_id(schema)]
    return [*re.findall(r"{(\w+_id)}", path), *asked, *written]


def is_id(schema: dict[str, Any]) -> bool:
    parts = [schema, *schema.get("anyOf", []), schema.get("items", {})]
    return any(part.get("format") == "uuid" or part.get("items", {}).get("format") == "uuid" for part in parts)


def schema_of(told: dict[str, Any]) -> dict[str, Any]:
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return resolved(content.get("schema", {}))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return DESCRIPTION["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def ask(office: Office, actor: Actor, method: str, path: str, ours: dict[str, str], chosen: dict[str, str]) -> Any:
    """A request that is right but for what was chosen."""
    told = DESCRIPTION["paths"][path][method.lower()]

    def own(place: str) -> str:
        return chosen.get(place) or next((ours[table] for table in tables_of(place) if table in ours), NEVER)

    address = re.sub(r"{(\w+_id)}", lambda found: own(found[1]), path)
    address = re.sub(r"{(\w+)}", lambda found: WORDS.get(found[1], "leads"), address)
    query = {one["name"]: chosen[one["name"]] for one in told.get("parameters", []) if one["name"] in chosen}
    body = schema_of(told)
    given = {
        name: value_of(name, schema, own)
        for name, schema in body.get("properties", {}).items()
        if name in body.get("required", []) or name in chosen
    }
    more = {"json": given} if body else {}
    headers = {"If-Match": '"1"'}
    return office.call(actor, method, address, params=query, headers=headers, **more)


WORDS = {"kind": "categories", "code": "EUR", "day": "2026-11-02", "chart": "funnel", "reaction": "heart"}


def value_of(name: str, schema: dict[str, Any], own: Any) -> Any:
    """A value that a field takes."""
    schema = resolved(next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema))
    if is_id(schema):
        return [own(name)] if schema.get("type") == "array" else own(name)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "object":
        needed = schema.get("required", [])
        return {key: value_of(key, part, own) for key, part in schema.get("properties", {}).items() if key in needed}
    if kind == "array":
        return [value_of(name, schema.get("items", {}), own)] if schema.get("minItems") else []
    simple = {"integer": 1, "number": 1, "boolean": False}
    formats = {"date": "2027-01-31", "date-time": "2027-01-31T10:00:00+01:00"}
    return simple.get(str(kind), formats.get(schema.get("format", ""), "1"))


def test_the_two_tenants_are_two(office: Office):
    def tenants(session: Session) -> tuple[int, int]:
        users = session.exec(select(User.tenant_id).distinct()).all()
        return len(users), len(set(session.exec(select(Organization.tenant_id)).all()))

    assert office.within(tenants) == (2, 2)

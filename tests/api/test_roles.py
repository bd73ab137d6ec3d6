"""Every act on a lead × everybody: who may, who is refused, and for whom the lead does not exist."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest

from leadx_app.domain.permissions import Actor
from tests.api.conftest import LEADS, NEVER, Office
from tests.cast import (
    a_closed_lead,
    a_lead,
    a_lost_reason,
    a_parked_lead,
    a_waiting_lead,
    a_won_lead,
    an_assigned_lead,
    stages,
)

MANAGERS = frozenset({"manager", "other_manager"})
WHOLE_ORGANIZATION = MANAGERS | {"admin"}

Leads = dict[str, tuple[Callable[[Office], UUID], frozenset[str]]]
LEADS_OF: Leads = {
    "new": (lambda office: office.make(a_lead, office.cast.basic), WHOLE_ORGANIZATION | {"basic"}),
    "waiting": (lambda office: office.make(a_waiting_lead, office.cast.basic), WHOLE_ORGANIZATION | {"basic"}),
    "assigned": (
        lambda office: office.make(an_assigned_lead, office.cast.basic, office.cast.manager, office.cast.professional),
        WHOLE_ORGANIZATION | {"basic", "professional"},
    ),
    "parked": (
        lambda office: office.make(a_parked_lead, office.cast.professional),
        WHOLE_ORGANIZATION | {"professional"},
    ),
    "won": (lambda office: office.make(a_won_lead, office.cast.professional), WHOLE_ORGANIZATION | {"professional"}),
    "closed": (
        lambda office: office.make(a_closed_lead, office.cast.professional),
        WHOLE_ORGANIZATION | {"professional"},
    ),
}
"""The leads by state: how one is made, and who sees it."""


def _last_stage(office: Office) -> dict[str, str]:
    return {"stage_id": str(office.within(lambda session: stages(session, office.cast.manager)[-1].id))}


def _to_colleague(office: Office) -> dict[str, str]:
    return {"owner_id": str(office.cast.other_professional.user_id)}


def _to_child(office: Office) -> dict[str, str]:
    return {"organization_id": str(office.cast.child_manager.organization_id)}


def _lost(office: Office) -> dict[str, str]:
    return {"lost_reason_id": str(office.within(lambda session: a_lost_reason(session, office.cast.manager).id))}


@dataclass(frozen=True)
class Act:
    """An act on a lead in some state, and exactly those who may."""

    lead: str
    path: str
    allowed: frozenset[str]
    body: Callable[[Office], dict[str, Any]] | None = None
    method: str = "POST"


BASIC, PROFESSIONAL = frozenset({"basic"}), frozenset({"professional"})
ACTS = [
    Act("new", "", WHOLE_ORGANIZATION | BASIC, method="GET"),
    Act("new", "", BASIC, lambda _: {"version": 1, "title": "Another title"}, "PATCH"),
    Act("new", "/hand-over", BASIC),
    Act("new", "/accept", frozenset()),
    Act("new", "/stage", frozenset(), _last_stage),
    Act("new", "/win", frozenset()),
    Act("new", "/notes", WHOLE_ORGANIZATION | BASIC, method="GET"),
    Act("new", "/notes", BASIC, lambda _: {"text": "Call them."}),
    Act("new", "/files", WHOLE_ORGANIZATION | BASIC, method="GET"),
    Act("waiting", "", MANAGERS, lambda _: {"version": 1, "title": "Another title"}, "PATCH"),
    Act("waiting", "/accept", MANAGERS),
    Act("waiting", "/assign", MANAGERS, _to_colleague),
    Act("waiting", "/return", MANAGERS, lambda _: {"reason": "Who is this?"}),
    Act("waiting", "/notes", BASIC, lambda _: {"text": "Call them."}),
    Act("waiting", "/hand-over", frozenset()),
    Act("assigned", "", PROFESSIONAL, lambda _: {"version": 2, "title": "Another title"}, "PATCH"),
    Act("assigned", "/stage", PROFESSIONAL, _last_stage),
    Act("assigned", "/win", PROFESSIONAL),
    Act("assigned", "/close", PROFESSIONAL, _lost),
    Act("assigned", "/park", PROFESSIONAL),
    Act("assigned", "/send", PROFESSIONAL, _to_child),
    Act("assigned", "/withdraw", frozenset()),
    Act("assigned", "/viewers", WHOLE_ORGANIZATION | BASIC | PROFESSIONAL, method="GET"),
    Act("assigned", "/assign", PROFESSIONAL, _to_colleague),
    Act("assigned", "/return", PROFESSIONAL, lambda _: {"reason": "Who is this?"}),
    Act("assigned", "/notes", BASIC | PROFESSIONAL, lambda _: {"text": "Call them."}),
    Act("parked", "/resume", PROFESSIONAL),
    Act("won", "/reopen", MANAGERS, lambda _: {"reason": "Too early."}),
    Act("closed", "/reopen", MANAGERS, lambda _: {"reason": "They called."}),
    Act("won", "/bell", PROFESSIONAL),
    Act("won", "", frozenset(), lambda _: {"version": 2, "title": "Another title"}, "PATCH"),
]


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.method} {act.lead}{act.path}")
def test_who_may(shared_office: Office, act: Act):
    office = shared_office
    make, seers = LEADS_OF[act.lead]
    body = act.body(office) if act.body else None
    untouched = make(office)
    for name, actor in office.cast.everybody().items():
        lead_id = make(office) if name in act.allowed and act.method != "GET" else untouched
        answer = _do(office, actor, act, lead_id, body)
        if name in act.allowed:
            assert answer.status_code in {200, 201, 204}, (name, answer.text)
        elif name in seers:
            assert answer.status_code in {403, 409}, (name, answer.text)
        else:
            _same(answer, _do(office, actor, act, NEVER, body), name)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.method} {act.lead}{act.path}")
def test_nobody_may_without_a_credential(shared_office: Office, act: Act):
    answer = _do(shared_office, None, act, NEVER, act.body(shared_office) if act.body else None)
    assert (answer.status_code, answer.json()["detail"]) == (401, "You are signed out. Sign in to go on.")


def _do(office: Office, actor: Actor | None, act: Act, lead_id: UUID | str, body: Any) -> httpx.Response:
    more = {"json": body} if body is not None else {}
    return office.call(actor, act.method, f"{LEADS}/{lead_id}{act.path}", **more)


def _same(answer: httpx.Response, of_unknown: httpx.Response, name: str) -> None:
    """To the byte: what may not be seen is as what never was."""
    assert answer.status_code in {403, 404}, (name, answer.text)
    assert (answer.status_code, answer.content) == (of_unknown.status_code, of_unknown.content), name
    assert answer.headers == of_unknown.headers, name


@pytest.mark.parametrize(
    ("method", "path", "refused"),
    [
        ("GET", LEADS, frozenset()),
        ("POST", LEADS, {"admin", "stranger_admin"}),
        ("GET", "/api/v1/me", frozenset()),
        ("GET", "/api/v1/choices", frozenset()),
        ("GET", "/api/v1/kpis", {"admin", "stranger_admin"}),
    ],
)
def test_who_may_without_a_lead(shared_office: Office, method: str, path: str, refused: frozenset[str]):
    body = {"json": {"title": "Heat pumps", "company_name": "Fjordheim skole"}} if method == "POST" else {}
    for name, actor in shared_office.cast.everybody().items():
        status = shared_office.call(actor, method, path, **body).status_code
        assert (status == 403) == (name in refused), name
        assert status in {200, 201, 403}, name
    assert shared_office.call(None, method, path, **body).status_code == 401


def test_a_list_holds_nothing_of_another_tenant_or_of_private_leads(office: Office):
    cast = office.cast
    office.make(a_lead, cast.basic, title="Canary of Nordlys")
    office.make(a_lead, cast.stranger_basic, title="Canary of Fjord")
    office.make(a_lead, cast.child_basic, title="Canary of the child")
    seen = {
        name: {row["title"] for row in office.get(actor, LEADS, params={"status": "all"}).json()["rows"]}
        for name, actor in cast.everybody().items()
    }
    assert {name: titles for name, titles in seen.items() if titles} == {
        "basic": {"Canary of Nordlys"},
        "manager": {"Canary of Nordlys", "Canary of the child"},
        "other_manager": {"Canary of Nordlys", "Canary of the child"},
        "admin": {"Canary of Nordlys", "Canary of the child"},
        "child_basic": {"Canary of the child"},
        "child_manager": {"Canary of the child"},
        "stranger_basic": {"Canary of Fjord"},
        "stranger_manager": {"Canary of Fjord"},
        "stranger_admin": {"Canary of Fjord"},
    }


def test_sales_may_assign_and_move_as_they_create_and_finders_may_not(office: Office):
    cast = office.cast
    new = {"title": "Heat pumps", "company_name": "Fjordheim skole"}
    for extra in (_to_colleague(office), _last_stage(office), {"sub_stage": "won"}, {"sub_stage": "parked"}):
        assert office.post(cast.professional, LEADS, new | extra).status_code == 201
        for finder in (cast.basic, cast.lite):
            assert office.post(finder, LEADS, new | extra).status_code == 403
    assert office.post(cast.basic, LEADS, new | {"hand_over": True}).status_code == 201
    assert office.post(cast.professional, LEADS, new | {"hand_over": True}).status_code == 403


def test_a_manager_looks_at_a_colleagues_pipeline_and_others_do_not(office: Office):
    cast = office.cast
    office.make(a_lead, cast.professional)
    mine = {"pipeline": str(cast.professional.user_id)}
    assert office.get(cast.manager, LEADS, params=mine).json()["total"] == 1
    assert office.get(cast.manager, "/api/v1/kpis", params=mine).json()[1]["value"] == 1
    for actor in (cast.basic, cast.other_professional, cast.admin):
        assert office.get(actor, LEADS, params=mine).status_code == 403
        assert office.get(actor, "/api/v1/kpis", params=mine).status_code == 403


def test_foreign_ids_in_what_is_sent_are_as_ids_that_were_never_used(office: Office):
    cast = office.cast
    theirs = office.get(cast.stranger_manager, "/api/v1/choices").json()
    lead = office.post(
        cast.stranger_manager, LEADS, {"title": "Canary", "company_name": "Fjord", "person_name": "P"}
    ).json()
    foreign = {
        "company_id": lead["company_id"],
        "person_id": lead["person_id"],
        "stage_id": theirs["stages"][0]["id"],
        "category_id": theirs["categories"][0]["id"],
        "source_id": theirs["sources"][0]["id"],
        "lost_reason_id": theirs["lost_reasons"][0]["id"],
        "owner_id": str(cast.stranger_manager.user_id),
        "draft_id": lead["id"],
    }
    new = {"title": "Heat pumps", "company_name": "Fjordheim"}
    for field, one in foreign.items():
        answers = [office.post(cast.manager, LEADS, new | {field: value}) for value in (one, NEVER)]
        if field == "draft_id":
            assert [answer.status_code for answer in answers] == [201, 201]
        else:
            assert [answer.status_code for answer in answers] == [422, 422], field
            assert answers[0].content == answers[1].content, field
    file_id = office.send(cast.stranger_manager, b"text").json()["id"]
    answers = [office.post(cast.manager, LEADS, new | {"file_ids": [one]}) for one in (file_id, NEVER)]
    assert (answers[0].status_code, answers[0].content) == (422, answers[1].content)


def test_foreign_ids_in_filters_find_what_ids_that_were_never_used_find(office: Office):
    cast = office.cast
    office.make(a_lead, cast.stranger_manager)
    stage = office.get(cast.stranger_manager, "/api/v1/choices").json()["stages"][0]["id"]
    foreign = {
        "stage_id": stage,
        "owner_id": str(cast.stranger_manager.user_id),
        "organization_id": str(cast.stranger_manager.organization_id),
        "pipeline": str(cast.stranger_manager.user_id),
    }
    for path, names in ((LEADS, foreign), ("/api/v1/kpis", ("organization_id", "pipeline"))):
        for name in names:
            theirs, nobodys = (office.get(cast.manager, path, params={name: one}) for one in (foreign[name], NEVER))
            assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content), (path, name)

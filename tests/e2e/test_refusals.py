"""The refusals of the product, each asked for through the page, the raw websocket and REST."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.toasts import ToastState
from tests.support import journeys
from tests.support.journeys import a_title
from tests.support.rx_client import Tab, run
from tests.support.server import Server

NEVER = "01900000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Ids:
    """Ids that acts need, as somebody of the house knows them."""

    last_stage: str
    reason: str
    colleague: str


@dataclass(frozen=True)
class Act:
    """One act in three ways: the button, the request, the event; all that take ids get them from `Ids`."""

    button: str
    request: Callable[[Ids], tuple[str, str, dict[str, Any] | None]]
    handler: Any
    payload: Callable[[str, Ids], dict[str, Any]]


ACTS = {
    "edit": Act(
        "Edit",
        lambda ids: ("PATCH", "", {"version": 1, "title": "Taken over"}),
        LeadViewState.save_title,
        lambda lead, ids: {"title": "Taken over", "version": 1},
    ),
    "move": Act(
        "Next",
        lambda ids: ("POST", "/stage", {"stage_id": ids.last_stage}),
        PipelineState.move,
        lambda lead, ids: {"lead_id": lead, "target": ids.last_stage},
    ),
    "win": Act("Won", lambda ids: ("POST", "/win", None), LeadViewState.win, lambda lead, ids: {}),
    "close": Act(
        "Closed",
        lambda ids: ("POST", "/close", {"lost_reason_id": ids.reason}),
        LeadViewState.close_lost,
        lambda lead, ids: {"form": {"lost_reason_id": ids.reason}},
    ),
    "park": Act("Parked", lambda ids: ("POST", "/park", None), LeadViewState.park, lambda lead, ids: {}),
    "assign": Act(
        "Assign",
        lambda ids: ("POST", "/assign", {"owner_id": ids.colleague}),
        LeadViewState.assign,
        lambda lead, ids: {"form": {"owner_id": ids.colleague}},
    ),
    "accept": Act(
        "Accept",
        lambda ids: ("POST", "/accept", None),
        PipelineState.accept,
        lambda lead, ids: {"lead_id": lead},
    ),
    "return": Act(
        "Return",
        lambda ids: ("POST", "/return", {"reason": "Not for us"}),
        LeadViewState.return_lead,
        lambda lead, ids: {"form": {"reason": "Not for us"}},
    ),
    "note": Act(
        "Add note",
        lambda ids: ("POST", "/notes", {"text": "I was here"}),
        LeadViewState.write_note,
        lambda lead, ids: {"form": {"text": "I was here"}},
    ),
}
EVERYTHING = tuple(ACTS)


@dataclass(frozen=True)
class Case:
    """Somebody and a lead of somebody else's making, what they are refused, and whether they see it at all."""

    name: str
    who: str
    maker: str
    refused: tuple[str, ...]
    hand_over: bool = False
    sees: bool = True


CASES = (
    Case(
        "Basic and a lead that they handed over",
        "basic",
        "basic",
        ("edit", "move", "win", "close", "park", "assign", "accept", "return"),
        hand_over=True,
    ),
    Case(
        "Basic and a lead that they kept",
        "basic",
        "basic",
        ("move", "win", "close", "park", "assign", "accept", "return"),
    ),
    Case("LITE and a lead that they handed over", "lite", "lite", ("edit", "move", "win", "assign"), hand_over=True),
    Case("Basic and another's private lead", "basic", "espen.holm@nordlys.example", EVERYTHING, sees=False),
    Case("Professional and another's private lead", "professional", "basic", EVERYTHING, sees=False),
    Case("Manager and a colleague's lead", "manager", "professional", EVERYTHING),
    Case("Admin and anybody's lead", "admin", "professional", EVERYTHING),
    Case("Manager of the parent and a child's lead", "manager", "basic@service.nordlys", EVERYTHING, hand_over=True),
    Case("Manager of a child and the parent's lead", "manager@service.nordlys", "basic", EVERYTHING, True, False),
    Case(
        "Manager of a sibling and a child's lead",
        "manager@partner.nordlys",
        "basic@service.nordlys",
        EVERYTHING,
        True,
        False,
    ),
    *(
        Case(f"{who.capitalize()} of another tenant", f"{who}@fjord", "basic", EVERYTHING, hand_over=True, sees=False)
        for who in ("manager", "basic", "admin")
    ),
)
cases = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


@dataclass(frozen=True)
class Scene:
    """The case with its people and the lead made."""

    case: Case
    maker: Any
    stranger: Any
    lead: str
    title: str
    ids: Ids

    def stands(self) -> dict[str, Any]:
        """Everything that its maker sees of the lead, but for the time that passes in its stage."""
        lead = self.maker.request.get(f"/api/v1/leads/{self.lead}").json()
        return {name: value for name, value in lead.items() if name != "journey"}


@pytest.fixture
def scene(case: Case, call_as: Callable[[str], Any]) -> Scene:
    insider, maker, stranger = (call_as(who) for who in ("manager", case.maker, case.who))
    choices = insider.request.get("/api/v1/choices").json()
    made = {"hand_over": True} if case.hand_over else {}
    title = a_title("Not for everybody")
    lead = journeys.make(maker, title, **made)
    ids = Ids(choices["stages"][-1]["id"], choices["lost_reasons"][0]["id"], choices["owners"][0]["id"])
    return Scene(case, maker, stranger, lead, title, ids)


@cases
def test_through_the_page(scene: Scene, enter: Callable[..., Page]):
    page = enter(scene.case.who, to=f"/leads/{scene.lead}")
    if scene.case.sees:
        shown = journeys.shown_lead(page)
        for name in scene.case.refused:
            expect(shown.get_by_role("button", name=ACTS[name].button, exact=True)).to_have_count(0)
    else:
        expect(page.get_by_text("We could not find this lead")).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text(scene.title)


@cases
def test_through_rest(scene: Scene):
    before = scene.stands()

    def ask(lead: str, name: str) -> Any:
        method, path, data = ACTS[name].request(scene.ids)
        return scene.stranger.request.fetch(
            f"/api/v1/leads/{lead}{path}", method=method, data=data, headers={"X-LeadX": "1"}
        )

    read = scene.stranger.request.get(f"/api/v1/leads/{scene.lead}")
    assert read.status == (200 if scene.case.sees else 404)
    for name in scene.case.refused:
        answer = ask(scene.lead, name)
        assert answer.headers["content-type"] == "application/problem+json", name
        if scene.case.sees:
            assert answer.status == 403, (name, answer.text())
        else:
            assert (answer.status, answer.text()) == ((never := ask(NEVER, name)).status, never.text()), name
            assert answer.status in (403, 404), name
    assert scene.stands() == before


@cases
def test_through_the_websocket(scene: Scene, server: Server):
    before = scene.stands()
    cookies = {cookie["name"]: cookie["value"] for cookie in scene.stranger.request.storage_state()["cookies"]}

    async def knock() -> None:
        async with Tab(server.url, cookie=f"leadx_session={cookies['leadx_session']}") as tab:
            for name in scene.case.refused:
                act = ACTS[name]
                await tab.call(LeadViewState.open_lead, lead_id=scene.lead)
                status = "shown" if scene.case.sees else "missing"
                await tab.until(lambda status=status: tab.value(LeadViewState, "status") == status)
                told = len(tab.value(ToastState, "toasts") or [])
                await tab.call(act.handler, **act.payload(scene.lead, scene.ids))
                await tab.settle()
                toasts = tab.value(ToastState, "toasts") or []
                assert len(toasts) > told or toasts[-1]["kind"] == "problem", (name, toasts)
                for shown in toasts:
                    assert shown["kind"] == "problem", (name, shown)
                    await tab.call(ToastState.dismiss, toast_id=shown["id"])
                await tab.until(lambda: tab.value(ToastState, "toasts") == [])
            if not scene.case.sees:
                assert not tab.saw(f'"{scene.title}"')

    with ThreadPoolExecutor(1) as thread:
        thread.submit(run, knock()).result()
    assert scene.stands() == before

"""Sales Community through the socket: what the page gets, for whom, live, and what its handlers refuse."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.close import close_won
from leadx_app.domain.leads.handover import accept_handover
from leadx_app.domain.notes import NoteDraft, write_note
from leadx_app.domain.permissions import Actor
from leadx_app.domain.views import ViewDraft, choose_default, save_view
from leadx_app.models import ListName
from leadx_app.state.community import CommunityState
from leadx_app.state.community_address import CommunityAddress
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.lists import ListState
from leadx_app.state.toasts import ToastState
from tests.cast import a_draft, stages
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

COMMUNITY = "/community"
NEVER = "01a207bc-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A backend whose leads the tests make, each in an organization of its own."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("community"), url) as house:
        yield house


@pytest.fixture(scope="module")
def full_house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A backend with a lead of everybody who makes leads, for tests that change nothing."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("full"), url) as house:
        for name, actor in house.cast.everybody().items():
            if not name.endswith("admin"):
                make(house, actor, title=f"lead of {name}", value="100")
        yield house


def make(house: House, actor: Actor, **fields: Any) -> str:
    """A lead of the actor's, committed; its id as text."""
    return str(house.database.act(house.cast.credential(actor), capture, a_draft(**fields)).lead_id)


async def opened(tab: Tab) -> Tab:
    """The tab with Community on the screen."""
    await tab.call(CommunityState.load)
    await tab.until(lambda: tab.value(CommunityState, "is_loaded"))
    return tab


def value(tab: Tab, name: str) -> Any:
    return tab.value(CommunityState, name)


def titles(tab: Tab) -> list[str]:
    return [row["title"] for row in value(tab, "rows") or []]


def figures(tab: Tab) -> dict[str, str]:
    return {kpi["slug"]: kpi["figure"] for kpi in value(tab, "kpis")}


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


def with_tab(house: House, actor: Actor, path: str, work: Callable[[Tab], Coroutine[Any, Any, Any]]) -> Any:
    """Open Community as the actor and work there."""

    async def inside() -> Any:
        async with house.tab(actor, path=path) as tab:
            await opened(tab)
            return await work(tab)

    return run(inside())


async def everything(tab: Tab) -> tuple[list[str], str]:
    return sorted(title.removeprefix("lead of ") for title in titles(tab)), value(tab, "total")


# Who sees what

PARENT = ["basic", "lite", "manager", "other_basic", "other_manager", "other_professional", "professional"]
CHILD = ["child_basic", "child_manager", "child_professional"]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("basic", PARENT),
        ("professional", PARENT),
        ("manager", sorted([*PARENT, *CHILD, "sibling_manager"])),
        ("admin", sorted([*PARENT, *CHILD, "sibling_manager"])),
        ("child_basic", CHILD),
        ("child_manager", CHILD),
        ("sibling_manager", ["sibling_manager"]),
        ("stranger_admin", ["stranger_basic", "stranger_manager"]),
    ],
)
def test_everybody_gets_the_leads_of_their_organizations(full_house: House, who: str, expected: list[str]):
    actor = getattr(full_house.cast, who)
    assert with_tab(full_house, actor, COMMUNITY, everything) == (expected, str(len(expected)))


def test_a_lite_user_has_no_community_and_is_told_so(full_house: House):
    async def ask() -> None:
        async with full_house.tab(full_house.cast.lite, path=COMMUNITY) as tab:
            for handler, payload in (
                (CommunityState.load, {}),
                (ListState.choose, {"key": "status", "value": "won"}),
                (ListState.search, {"text": "lead"}),
            ):
                await tab.call(handler, **payload)
            await tab.until(lambda: toasts(tab))
            await tab.settle()
            assert toasts(tab) == ["You may not do this."]
            assert not tab.saw("lead of")

    run(ask())


def test_the_parents_manager_picks_one_organization_and_has_all_again(full_house: House):
    cast = full_house.cast

    async def pick(tab: Tab) -> None:
        offered = {choice["label"]: choice["value"] for choice in value(tab, "organizations")}
        assert list(offered) == ["Nordlys", "Nordlys Partner", "Nordlys Service"]
        assert {row["organization"] for row in value(tab, "rows")} == set(offered)
        await tab.call(ListState.choose, key="organization", value=offered["Nordlys Service"])
        await tab.until(lambda: value(tab, "total") == "3")
        assert (await everything(tab))[0] == CHILD
        assert figures(tab)["leads_total"] == "3"
        await tab.call(ListState.choose, key="organization", value="")
        await tab.until(lambda: value(tab, "total") == "11")

    with_tab(full_house, cast.manager, COMMUNITY, pick)


@pytest.mark.parametrize("who", ["basic", "professional", "child_manager", "stranger_admin"])
def test_an_organization_out_of_sight_is_as_one_that_never_was(full_house: House, who: str):
    cast = full_house.cast

    async def forge(tab: Tab) -> None:
        assert value(tab, "organizations") == []
        before = titles(tab)
        said = []
        for organization in (str(cast.sibling_manager.organization_id), NEVER):
            await tab.call(ListState.choose, key="organization", value=organization)
            await tab.until(lambda: toasts(tab))
            said.append(toasts(tab))
            await tab.settle()
            assert titles(tab) == before
            assert not tab.saw("lead of sibling")
        assert said == [["We could not find that."]] * 2

    with_tab(full_house, getattr(cast, who), COMMUNITY, forge)


@pytest.mark.parametrize(
    "query",
    [
        "status=nothing&sort=title&stage=x&organization=x&page=-1&only=9",
        "after=garbage",
        f"organization={NEVER}",
        "a=1&status=won%00",
        "&".join(f"x{n}=1" for n in range(50)),
    ],
)
def test_an_address_that_makes_no_sense_shows_the_usual_page(full_house: House, query: str):
    found = with_tab(full_house, full_house.cast.child_manager, f"{COMMUNITY}?{query}", everything)
    assert found == (CHILD, "3")


def test_the_address_brings_everything_back(full_house: House):
    async def see(tab: Tab) -> tuple[list[str], str]:
        return titles(tab), value(tab, "query")

    path = f"{COMMUNITY}?search=child_basic&sort=value"
    assert with_tab(full_house, full_house.cast.child_manager, path, see) == (
        ["lead of child_basic"],
        "search=child_basic&sort=value",
    )


def test_people_value_and_days_are_chips_and_stand_in_the_address(full_house: House):
    cast = full_house.cast

    async def turn(tab: Tab) -> None:
        await tab.call(ListState.add, key="owner")
        await tab.until(lambda: tab.value(ListState, "adding") == "owner")
        offered = next(line["options"] for line in tab.value(ListState, "filters") if line["key"] == "owner")
        assert {choice["label"] for choice in offered} == {"Choose", "Maja Service", "Per Service"}
        await tab.call(ListState.choose, key="owner", value=str(cast.child_professional.user_id))
        await tab.until(lambda: titles(tab) == ["lead of child_professional"])
        assert (value(tab, "total"), value(tab, "place")) == ("", "1–1")
        await tab.call(ListState.remove, key="owner")
        await tab.call(ListState.choose, key="creator", value=str(cast.child_basic.user_id))
        await tab.until(lambda: titles(tab) == ["lead of child_basic"])
        await tab.call(ListState.bound, key="value", side="low", value="100,00")
        await tab.call(ListState.preset, key="made", number="1")
        wanted = f"creator={cast.child_basic.user_id}&value_min=100&made_from=-6d&made_to=0d"
        await tab.until(lambda: value(tab, "query") == wanted)
        assert (titles(tab), value(tab, "is_filtered")) == (["lead of child_basic"], True)
        assert "value_min=100" in value(tab, "export")
        assert "made_from=20" in value(tab, "export")
        await tab.call(ListState.bound, key="value", side="low", value="100.01")
        await tab.until(lambda: titles(tab) == [])
        await tab.call(ListState.clear)
        await tab.until(lambda: value(tab, "query") == "" and len(titles(tab)) == 3)
        await tab.call(ListState.toggle_column, key="creator")
        await tab.until(lambda: "creator" in tab.value(ListState, "shown"))
        assert {row["creator"] for row in value(tab, "rows")} == {"Bente Service", "Maja Service", "Per Service"}
        await tab.call(ListState.usual_columns)
        await tab.until(lambda: tab.value(ListState, "shown") == ["stage", "owner", "value", "hands", "age"])

    with_tab(full_house, cast.child_manager, COMMUNITY, turn)


# The quick view


def test_the_quick_view_tells_the_headline_to_all_and_opens_the_lead_to_few(full_house: House):
    cast, canary = full_house.cast, "canary-4711"
    lead_id = make(
        full_house,
        cast.child_professional,
        title="Quick roof",
        company_name="Berg AS",
        person_name=f"{canary} person",
        person_phone="+47 22 12 34 56",
        description=canary,
    )

    def note(session: Session, actor: Actor, *, now: Any) -> None:
        write_note(session, actor, UUID(lead_id), NoteDraft(text=canary), now=now)

    full_house.database.act(cast.credential(cast.child_professional), note)

    async def look(tab: Tab) -> str:
        await tab.call(CommunityState.look_at, lead_id=lead_id)
        await tab.until(lambda: value(tab, "looks_at") == "shown")
        quick = value(tab, "quick")
        assert (quick["title"], quick["company"], quick["creator"]) == ("Quick roof", "Berg AS", "Per Service")
        assert [step["name"] for step in value(tab, "journey")] == ["New", "Lead", "Opportunity", "Offer"]
        assert f"lead={lead_id}" in value(tab, "query")
        await tab.settle()
        assert not tab.saw(canary)
        assert not tab.saw("22 12 34 56")
        assert not tab.saw("2212")
        await tab.call(CommunityState.leave)
        await tab.until(lambda: value(tab, "looks_at") == "" and value(tab, "query") == "")
        return quick["href"]

    assert with_tab(full_house, cast.child_basic, COMMUNITY, look) == ""
    for actor in (cast.child_professional, cast.child_manager, cast.manager, cast.admin):
        assert with_tab(full_house, actor, COMMUNITY, look) == f"/leads/{lead_id}"

    async def in_vain(tab: Tab) -> list[Any]:
        seen = []
        for wanted in (lead_id, NEVER):
            await tab.call(CommunityState.look_at, lead_id=wanted)
            await tab.until(lambda: value(tab, "looks_at") == "missing")
            await tab.settle()
            assert not tab.saw("Quick roof")
            seen.append((value(tab, "quick"), value(tab, "journey"), toasts(tab)))
            await tab.call(CommunityState.leave)
            await tab.until(lambda: value(tab, "looks_at") == "")
        return seen

    for actor in (cast.sibling_manager, cast.professional, cast.stranger_manager):
        first, second = with_tab(full_house, actor, COMMUNITY, in_vain)
        assert first == second


def test_the_quick_view_walks_along_the_page_and_stays_at_its_ends(full_house: House):
    async def walk(tab: Tab) -> None:
        ids = [row["id"] for row in value(tab, "rows")]
        await tab.call(CommunityState.look_at, lead_id=ids[0])
        for by, at in ((1, 1), (1, 2), (-1, 1), (-1, 0)):
            await tab.call(CommunityState.step, by=by)
            await tab.until(lambda at=at: value(tab, "quick")["id"] == ids[at])
        await tab.call(CommunityState.step, by=-1)
        await tab.settle()
        assert value(tab, "quick")["id"] == ids[0]

    with_tab(full_house, full_house.cast.child_manager, COMMUNITY, walk)


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (ListState.choose, {"key": "status", "value": {"everything": 1}}),
        (ListState.choose, {"key": "Stage", "value": ""}),
        (ListState.choose, {"key": "organization", "value": 7}),
        (ListState.sort, {"sort": 1}),
        (ListState.search, {"text": "x" * 2_001}),
        (ListState.search, {"text": {"$ne": ""}}),
        (CommunityState.show_behind, {"slug": "everything"}),
        (CommunityState.look_at, {"lead_id": "x"}),
        (CommunityState.step, {"by": 2}),
        (CommunityState.load, {"extra": 1}),
    ],
)
def test_payloads_of_another_kind_are_refused(full_house: House, handler: Any, payload: dict[str, Any]):
    async def send(tab: Tab) -> list[str]:
        await tab.call(handler, **payload)
        await tab.until(lambda: toasts(tab))
        return toasts(tab)

    said = with_tab(full_house, full_house.cast.manager, COMMUNITY, send)
    assert said == ["This page sent something that we do not understand. Reload it and try again."]


# Figures and pages


def test_a_click_on_a_figure_shows_as_many_leads_as_it_says(house: House):
    cast = house.cast
    for number in range(3):
        lead_id = make(house, cast.professional, title=f"won {number}", value="100")
        house.database.act(cast.credential(cast.professional), close_won, UUID(lead_id))
    without = make(house, cast.professional, title="won for nothing")
    house.database.act(cast.credential(cast.professional), close_won, UUID(without))
    shaken = make(house, cast.basic, title="shaken", hand_over=True)
    house.database.act(cast.credential(cast.manager), accept_handover, UUID(shaken))
    make(house, cast.professional, title="parked", sub_stage="parked")
    make(house, cast.child_basic, title="child's")

    async def click(tab: Tab) -> dict[str, list[str]]:
        found = {}
        for slug in ("revenue", "leads_total", "hit_rate", "handshakes"):
            await tab.call(CommunityState.show_behind, slug=slug)
            await tab.settle()
            found[slug] = sorted(titles(tab))
        assert figures(tab) == {"revenue": "300", "leads_total": "5", "hit_rate": "80.0%", "handshakes": "1"}
        return found

    assert with_tab(house, cast.other_basic, COMMUNITY, click) == {
        "revenue": ["won 0", "won 1", "won 2"],
        "leads_total": ["shaken", "won 0", "won 1", "won 2", "won for nothing"],
        "hit_rate": ["shaken", "won 0", "won 1", "won 2", "won for nothing"],
        "handshakes": ["shaken"],
    }


def test_pages_go_forth_and_back_and_a_filter_begins_anew(house: House):
    cast = house.cast
    for number in range(53):
        make(house, cast.stranger_manager, title=f"Lead {number:02d}")
    lead_stage = house.database.system(
        lambda session, **_: str(stages(session, cast.stranger_manager)[1].id), writes=False
    )

    async def turn(tab: Tab) -> None:
        assert (len(titles(tab)), value(tab, "place"), value(tab, "previous_cursor")) == (50, "1–50 of 53", "")
        first = titles(tab)
        await tab.call(CommunityState.next_page)
        await tab.until(lambda: value(tab, "place") == "51–53 of 53")
        assert sorted(first + titles(tab)) == [f"Lead {number:02d}" for number in range(53)]
        await tab.call(CommunityState.previous_page)
        await tab.until(lambda: value(tab, "place") == "1–50 of 53")
        assert (titles(tab), value(tab, "query")) == (first, "")
        await tab.call(CommunityState.next_page)
        await tab.call(ListState.search, text="Lead 07")
        await tab.until(lambda: titles(tab) == ["Lead 07"])
        assert value(tab, "query") == "search=Lead+07"
        await tab.call(ListState.clear)
        await tab.call(ListState.choose, key="stage", value=lead_stage)
        await tab.until(lambda: titles(tab) == [])
        assert (value(tab, "is_filtered"), value(tab, "total")) == (True, "0")

    with_tab(house, cast.stranger_basic, COMMUNITY, turn)


# Live


async def change(tab: Tab, lead_id: str, act: Any) -> None:
    """Do something to a lead in another tab, through the server, as people do."""
    await tab.call(LeadViewState.open_lead, lead_id=lead_id)
    await tab.until(lambda: tab.value(LeadViewState, "status") == "shown")
    await tab.call(act)


def test_what_somebody_does_changes_rows_and_figures_on_the_pages_of_all_and_glows_once(house: House):
    cast = house.cast
    lead_id = make(house, cast.child_professional, title="Solar roof", value="500")
    make(house, cast.child_professional, title="Heat pump")

    async def wait(tab: Tab) -> None:
        assert titles(tab)[:2] == ["Heat pump", "Solar roof"]
        async with (
            house.tab(cast.sibling_manager, path=COMMUNITY) as sibling,
            house.tab(cast.manager, path=COMMUNITY) as parent,
            house.tab(cast.child_professional, path=COMMUNITY) as winner,
        ):
            for other in (sibling, parent, winner):
                await opened(other)
            await tab.call(CommunityState.look_at, lead_id=lead_id)
            await tab.until(lambda: value(tab, "looks_at") == "shown")
            await change(winner, lead_id, LeadViewState.win)
            for told in (tab, parent):
                await told.until(lambda told=told: value(told, "fresh") == [lead_id])
                assert (titles(told)[0], value(told, "rows")[0]["status"]) == ("Solar roof", "won")
            assert figures(tab)["revenue"] == "500"
            await tab.until(lambda: value(tab, "quick")["status"] == "won")
            await winner.until(lambda: value(winner, "rows")[0]["status"] == "won")
            assert value(winner, "fresh") == []
            await sibling.settle()
            assert not sibling.saw(lead_id)

    with_tab(house, cast.child_basic, COMMUNITY, wait)


def test_filters_stay_when_something_happens_elsewhere(house: House):
    cast = house.cast
    make(house, cast.sibling_manager, title="Windmill")
    other = make(house, cast.sibling_manager, title="Water pump")

    async def wait(tab: Tab) -> None:
        await tab.call(ListState.search, text="windmill")
        await tab.until(lambda: titles(tab) == ["Windmill"] and value(tab, "query") == "search=windmill")
        async with house.tab(cast.sibling_manager, path=COMMUNITY) as second:
            await change(second, other, LeadViewState.park)
            await tab.until(lambda: figures(tab)["leads_total"] == "1")
        assert (titles(tab), value(tab, "fresh")) == (["Windmill"], [])

    with_tab(house, cast.sibling_manager, COMMUNITY, wait)


# The address


def test_an_address_says_what_is_not_as_usual_and_reads_back():
    address = CommunityAddress(status="won", search="blåbær & 100%", only="value", lead=NEVER, page=3, after="WyJ1cG")
    assert CommunityAddress.read(address.query()) == address
    assert CommunityAddress().query() == ""
    assert CommunityAddress.read("") == CommunityAddress()
    assert CommunityAddress.read("status=nothing&sort=title&only=x&search=" + "x" * 300) == CommunityAddress(
        search="x" * 100
    )


def test_a_view_is_kept_opened_first_and_left_for_the_leads_of_a_figure(house: House):
    actor = house.cast.stranger_manager
    won, open_one = make(house, actor, title="Won one", value="70"), make(house, actor, title="Open one")
    house.database.act(house.cast.credential(actor), close_won, UUID(won))
    draft = ViewDraft(list="community", name="Won", query="status=won&only=value&owner=x")
    view_id = house.database.act(house.cast.credential(actor), save_view, draft)
    house.database.act(house.cast.credential(actor), choose_default, ListName.COMMUNITY, view_id)

    async def turn(tab: Tab) -> None:
        assert ([row["id"] for row in value(tab, "rows")], value(tab, "query")) == ([won], f"saved={view_id}")
        chips = {line["key"]: line["value"] for line in tab.value(ListState, "filters") if line["is_shown"]}
        assert chips == {"status": "won", "stage": "", "valued": "1"}
        await tab.call(ListState.remove, key="valued")
        await tab.until(lambda: tab.value(ListState, "is_changed"))
        assert value(tab, "query") == f"changed={view_id}&status=won"
        await tab.call(CommunityState.show_behind, slug="leads_total")
        await tab.until(lambda: tab.value(ListState, "title") == "All leads")
        assert open_one in [row["id"] for row in value(tab, "rows")]
        assert value(tab, "query").startswith("saved=usual")

    async def inside() -> None:
        async with house.tab(actor, path=COMMUNITY) as tab:
            await turn(await opened(tab))

    run(inside())

"""What stands above lists, through the socket: filters, views, columns, and what an address brings back."""

from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from leadx_app.domain.lists import LISTS
from leadx_app.domain.permissions import Actor
from leadx_app.domain.views import ViewDraft, ViewEdit, change_view, save_view
from leadx_app.i18n import translate
from leadx_app.models import Density
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.lead_order import Sort
from leadx_app.queries.pipeline import View
from leadx_app.queries.views import ListViews, ViewRow
from leadx_app.state.format import Look
from leadx_app.state.list_address import amount_word, day_of, day_word, moments_of, opened, settled, shown_by
from leadx_app.state.list_filters import Filter, FilterKind, filter_line
from leadx_app.state.list_spec import SPECS
from leadx_app.state.list_views import ListViewsState
from leadx_app.state.lists import ListState
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.pipeline_address import PipelineAddress
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.pipeline_list import CLOSING, VALUE
from leadx_app.state.toasts import ToastState
from tests.cast import NOW
from tests.state.test_pipeline import make, stage_ids, titles, toasts
from tests.support.facts import forget_facts
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.rx_client import Tab, run

NEVER = "00000000-0000-7000-8000-000000000000"
LOOK = Look("en", "Europe/Oslo", NOW)
IDS = some.uuids().map(str) | some.just("")
DAYS = some.sampled_from(["", "0d", "-30d", "+14d"]) | some.dates(date(1900, 1, 1), date(9989, 12, 31)).map(str)
AMOUNTS = some.just("") | some.decimals(0, 999_999_999_999, places=2).map(str).map(amount_word).map(
    lambda one: one or ""
)
ADDRESSES = some.builds(
    PipelineAddress,
    changed=IDS,
    view=some.sampled_from([one.value for one in View]),
    status=some.sampled_from([one.value for one in Status]),
    sort=some.sampled_from([one.value for one in Sort]),
    search=some.text(some.characters(codec="utf-8", exclude_characters="\x00"), max_size=40),
    density=some.sampled_from(["", "compact"]),
    columns=some.sampled_from(["", "none", "category,stage", "stage,owner,value,hands,age"]),
    handshakes=some.sampled_from(["", "1"]),
    page=some.integers(1, 99),
    **dict.fromkeys(("stage", "owner", "creator", "category", "source", "tag", "organization", "person"), IDS),
    **dict.fromkeys(("value_min", "value_max"), AMOUNTS),
    **dict.fromkeys(("created_from", "created_to", "closing_from", "closing_to"), DAYS),
)


def a_row(at: PipelineAddress, **said: Any) -> ViewRow:
    """A view that shows what an address says."""
    usual = {"columns": ("stage", "value"), "density": Density.COMFORTABLE, "is_shared": False, "owner": "Kari"}
    may = {"is_mine": True, "may_change": True, "may_remove": True}
    return ViewRow(id=UUID(NEVER), name="Offers", query=at.kept(), **usual | may | said)


@pytest.fixture(scope="module")
def own_house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One backend for this file."""
    with sqlite_lane.migrated() as url, open_house(tmp_path_factory.mktemp("lists"), url) as house:
        yield house


@pytest.fixture
def house(own_house: House) -> House:
    """The backend without leads and views."""
    own_house.database.system(forget_facts)
    return own_house


def save(house: House, actor: Actor, **said: Any) -> str:
    """A view of the actor's, committed; its id as text."""
    draft = ViewDraft(**{"list": "pipeline", "name": "Won ones", "query": "status=won", **said})
    return str(house.database.act(house.cast.credential(actor), save_view, draft))


def see(house: House, actor: Actor, query: str, work: Callable[[Tab], Coroutine[Any, Any, Any]]) -> Any:
    """Open the pipeline as the actor and look."""

    async def inside() -> Any:
        async with house.tab(actor, path=f"/pipeline?{query}") as tab:
            await tab.call(PipelineState.load)
            await tab.until(lambda: tab.value(PipelineState, "is_loaded"))
            return await work(tab)

    return run(inside())


async def opens(tab: Tab) -> tuple[str, str, str]:
    """Which view is open, what is filtered, and the address."""
    title, at = tab.value(ListState, "title"), tab.value(PipelineState, "at")
    return title, at["status"], tab.value(PipelineState, "query")


def chips(tab: Tab) -> dict[str, str]:
    """The chips by their keys, with what they hold."""
    lines = tab.value(ListState, "filters")
    return {line["key"]: line["value"] or line["words"] for line in lines if line["is_shown"]}


# The address


@given(at=ADDRESSES)
def test_an_address_reads_back_as_it_was_written(at: PipelineAddress):
    assert PipelineAddress.read(at.query()) == at or len(at.query()) > 1_000


@given(at=ADDRESSES)
def test_a_view_shows_again_what_it_kept_and_nothing_else(at: PipelineAddress):
    views = ListViews([a_row(at)])
    shown, is_gone = opened(PipelineAddress.read(f"saved={NEVER}&person={NEVER}"), views)
    assert (is_gone, shown.kept(), shown.person, shown.page, shown.after) == (False, at.kept(), NEVER, 1, "")
    assert shown.query() in (f"saved={NEVER}&person={NEVER}",)
    assert settled(shown, views) == shown


@given(query=some.text(max_size=200))
def test_any_text_is_an_address_that_reads_back(query: str):
    at = PipelineAddress.read(query)
    assert PipelineAddress.read(at.query()) == at


def test_the_catalogue_of_lists_names_parts_that_the_addresses_have():
    for name, spec in SPECS.items():
        kind, address = LISTS[name], spec.address()
        assert all(hasattr(address, part) for part in kind.kept)
        assert set(spec.columns) == set(kind.columns)
        assert {part for one in spec.filters for part in one.parts} <= set(kind.kept)
        assert all(part in address.readers() for one in spec.filters for part in one.parts)


def test_every_word_above_a_list_is_said_in_both_languages():
    for spec in SPECS.values():
        words = [spec.usual, *spec.columns.values(), *dict(spec.sorts).values()]
        for one in spec.filters:
            words += [one.label, *dict(one.choices).values(), *(preset.label for preset in one.presets)]
            words += [one.empty] if one.empty else []
        assert all(translate(word) for word in words)


@pytest.mark.parametrize("word", ["yesterday", "1999-02-30", "12345d", "d", "2026-1-1", "+d", "9999-01-01"])
def test_a_day_that_is_none_is_none(word: str):
    assert day_word(word) is None


def test_days_are_those_of_who_looks():
    late = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    look = Look("en", "Europe/Oslo", late)
    filters = PipelineAddress(created_from="0d", created_to="0d", closing_to="+7d").filters(look)
    assert filters.created_from == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert filters.created_to == datetime(2026, 3, 29, 21, 59, 59, 999_999, tzinfo=UTC)
    assert filters.closing_to == date(2026, 4, 5)
    assert moments_of("", "", date(2026, 1, 1), "UTC") == (None, None)
    assert day_of("-1d", date(2026, 3, 1)) == date(2026, 2, 28)


# Chips


@pytest.mark.parametrize(
    ("one", "said", "words"),
    [
        (VALUE, {"value_min": "1000"}, "from 1,000"),
        (VALUE, {"value_max": "2500.5"}, "up to 2,500.50"),
        (VALUE, {"value_min": "1", "value_max": "2"}, "1 to 2"),
        (VALUE, {}, "Choose"),
        (CLOSING, {"closing_from": "0d", "closing_to": "+6d"}, "Next 7 days"),
        (CLOSING, {"closing_from": "2026-03-01", "closing_to": "2026-03-01"}, "1 Mar 2026"),
    ],
)
def test_a_chip_says_its_bounds_in_words(one: Filter, said: dict[str, str], words: str):
    line = filter_line(one, PipelineAddress(**said), LOOK, [], adding=False)
    assert line.words.replace("\u00a0", " ") == words
    assert line.is_shown == bool(said)


def test_what_was_chosen_and_is_gone_is_still_a_chip_that_can_be_removed():
    gone = Filter("tag", "Tag", FilterKind.PICK, offers="tags")
    known = [Choice(NEVER, "hot")]
    line = filter_line(gone, PipelineAddress(tag=str(UUID(int=9))), LOOK, known, adding=False)
    assert [choice.label for choice in line.options] == ["Choose", "hot", "Not there any more"]


def test_filters_are_added_chosen_and_removed_and_stand_in_the_address(house: House):
    cast = house.cast
    for title, value in (("small", "10"), ("large", "5000")):
        make(house, cast.professional, title=title, value=value, tags=[title])
    offer = stage_ids(house, cast.professional)[3]

    async def work(tab: Tab) -> None:
        assert chips(tab) == {"status": "ongoing"}
        assert "stage" in [choice["value"] for choice in tab.value(ListState, "addable")]
        await tab.call(ListState.add, key="tag")
        await tab.until(lambda: "tag" in chips(tab))
        [tags] = [line["options"] for line in tab.value(ListState, "filters") if line["key"] == "tag"]
        assert [choice["label"] for choice in tags] == ["Choose", "large", "small"]
        await tab.call(ListState.choose, key="tag", value=tags[1]["value"])
        await tab.until(lambda: titles(tab) == ["large"])
        assert tab.value(PipelineState, "query") == f"tag={tags[1]['value']}"
        await tab.call(ListState.remove, key="tag")
        await tab.until(lambda: len(titles(tab)) == 2)
        await tab.call(ListState.bound, key="value", side="high", value="1 000,00")
        await tab.until(lambda: titles(tab) == ["small"])
        assert chips(tab)["value"] == "up to 1,000"
        await tab.call(ListState.choose, key="stage", value=offer)
        await tab.until(lambda: not titles(tab))
        await tab.call(ListState.preset, key="created", number="1")
        await tab.until(lambda: "created" in chips(tab))
        assert tab.value(ListState, "count") == 3
        await tab.call(ListState.clear)
        await tab.until(lambda: len(titles(tab)) == 2)
        assert (tab.value(PipelineState, "query"), toasts(tab)) == ("", [])

    see(house, cast.professional, "", work)


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (ListState.choose, {"key": "status", "value": "everything"}),
        (ListState.choose, {"key": "stage", "value": "offer"}),
        (ListState.choose, {"key": "nothing", "value": "x"}),
        (ListState.choose, {"key": "value", "value": "5"}),
        (ListState.bound, {"key": "value", "side": "low", "value": "much"}),
        (ListState.bound, {"key": "stage", "side": "low", "value": "5"}),
        (ListState.preset, {"key": "created", "number": "99"}),
        (ListState.sort, {"sort": "random"}),
        (ListViewsState.share, {"is_shared": True}),
        (ListViewsState.delete, {}),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(house: House, handler: Any, payload: dict[str, Any]):
    async def work(tab: Tab) -> str:
        await tab.call(handler, **payload)
        await tab.until(lambda: toasts(tab))
        return tab.value(PipelineState, "query")

    assert see(house, house.cast.professional, "", work) == ""


# Views


def test_a_colleague_opens_a_shared_view_from_its_link(house: House):
    cast = house.cast
    view_id = save(house, cast.professional, is_shared=True)
    assert see(house, cast.basic, f"saved={view_id}", opens) == ("Won ones", "won", f"saved={view_id}")


@pytest.mark.parametrize("who", ["professional", "child_manager", "stranger_manager"])
def test_a_view_that_is_not_there_for_somebody_opens_as_the_usual_list_with_a_word(house: House, who: str):
    private = save(house, house.cast.manager)

    async def work(tab: Tab) -> tuple[list[str], Any]:
        return toasts(tab), await opens(tab)

    for gone in (private, NEVER):
        said, shown = see(house, house.cast.everybody()[who], f"saved={gone}&columns=age", work)
        assert said == ["This view is not there any more. You see the usual list."]
        assert shown == ("All leads", "ongoing", "")


def test_a_view_is_saved_opens_next_time_is_changed_and_deleted_with_undo(house: House):
    cast = house.cast

    async def make_it(tab: Tab) -> str:
        await tab.call(ListState.choose, key="status", value="won")
        await tab.call(ListViewsState.ask_new)
        await tab.until(lambda: tab.value(ListState, "form")["what"] == "new")
        await tab.call(ListViewsState.save_form, form={"name": " "})
        await tab.until(lambda: tab.value(ListState, "problems"))
        assert tab.value(ListState, "problems") == {"name": "Fill in this field."}
        await tab.call(ListViewsState.save_form, form={"name": "Mine", "is_default": True, "draft_id": NEVER})
        await tab.until(lambda: tab.value(ListState, "title") == "Mine")
        assert tab.value(ListState, "form")["what"] == ""
        return tab.value(PipelineState, "query")

    query = see(house, cast.professional, "", make_it)
    assert query.startswith("saved=")
    assert see(house, cast.professional, "", opens) == ("Mine", "won", query)
    assert see(house, cast.professional, "saved=usual", opens) == ("All leads", "ongoing", "saved=usual")
    assert see(house, cast.professional, "status=closed", opens)[:2] == ("All leads", "closed")

    async def change_it(tab: Tab) -> None:
        await tab.call(ListState.choose, key="status", value="closed")
        await tab.until(lambda: tab.value(ListState, "is_changed"))
        changed = query.replace("saved", "changed")
        assert tab.value(PipelineState, "query") == f"{changed}&status=closed"
        await tab.call(ListState.choose, key="status", value="won")
        await tab.until(lambda: not tab.value(ListState, "is_changed"))
        assert tab.value(PipelineState, "query") == query
        await tab.call(ListState.choose, key="status", value="closed")
        await tab.call(ListViewsState.save_changes)
        await tab.until(lambda: tab.value(PipelineState, "query") == query and not tab.value(ListState, "is_changed"))
        await tab.call(ListViewsState.delete)
        await tab.until(lambda: tab.value(ListState, "title") == "All leads")
        assert tab.value(PipelineState, "query") == ""
        offer = tab.value(ToastState, "toasts")[-1]
        assert (offer["text"], offer["action_label"]) == ("The view is deleted.", "Undo")
        await tab.call(ListViewsState.restore, view_id=query.removeprefix("saved="))
        await tab.until(lambda: tab.value(ListState, "title") == "Mine")
        assert (await opens(tab))[1] == "closed"

    see(house, cast.professional, query, change_it)


def test_somebody_elses_view_is_not_overwritten(house: House):
    view_id = save(house, house.cast.professional, is_shared=True)

    async def work(tab: Tab) -> list[str]:
        await tab.call(ListState.choose, key="status", value="closed")
        await tab.call(ListViewsState.save_changes)
        await tab.until(lambda: toasts(tab))
        return toasts(tab)

    said = see(house, house.cast.manager, f"saved={view_id}", work)
    assert said == ["Only its owner can change this view. Save it as a view of your own."]
    assert see(house, house.cast.manager, f"saved={view_id}", opens)[1] == "won"


def test_a_view_that_stops_being_shared_is_gone_when_it_is_opened_again(house: House):
    cast = house.cast
    view_id = save(house, cast.professional, is_shared=True)

    async def work(tab: Tab) -> tuple[str, str, str]:
        house.database.act(cast.credential(cast.professional), change_view, UUID(view_id), ViewEdit(is_shared=False))
        await tab.call(ListViewsState.open_view, view_id=view_id)
        await tab.until(lambda: tab.value(ListState, "title") == "All leads")
        return await opens(tab)

    assert see(house, cast.basic, f"saved={view_id}", work) == ("All leads", "ongoing", "")


# Columns


def test_columns_and_density_follow_the_person_and_in_a_view_the_view(house: House):
    cast = house.cast
    make(house, cast.professional, title="one")
    view_id = save(house, cast.professional, query="status=ongoing", columns=("value",))

    async def arrange(tab: Tab) -> None:
        await tab.call(ListState.toggle_column, key="created")
        await tab.until(lambda: "created" in tab.value(ListState, "shown"))
        await tab.until(lambda: tab.value(PipelineState, "rows")[0]["cells"][0]["name"] == "Created")
        await tab.call(ListState.set_density, density="compact")
        await tab.until(lambda: tab.value(ListState, "density") == "compact")
        assert tab.value(PipelineState, "query") == ""

    async def shows(tab: Tab) -> tuple[list[str], str]:
        return tab.value(ListState, "shown"), tab.value(ListState, "density")

    async def change(tab: Tab) -> str:
        assert await shows(tab) == (["value"], "comfortable")
        await tab.call(ListState.toggle_column, key="value")
        await tab.until(lambda: tab.value(ListState, "is_changed"))
        assert tab.value(ListState, "shown") == []
        return tab.value(PipelineState, "query")

    see(house, cast.professional, "", arrange)
    assert see(house, cast.professional, "", shows) == (
        ["created", "stage", "owner", "value", "hands", "age"],
        "compact",
    )
    assert see(house, cast.basic, "", shows) == (list(LISTS["pipeline"].usual), "comfortable")
    query = see(house, cast.professional, f"saved={view_id}", change)
    assert query == f"changed={view_id}&columns=none&density=comfortable"
    assert see(house, cast.professional, query, shows) == ([], "comfortable")


def test_the_board_keeps_filters_and_the_contacts_have_none(house: House):
    cast = house.cast
    for title, value in (("small", "10"), ("large", "5000")):
        make(house, cast.professional, title=title, value=value)

    async def board(tab: Tab) -> tuple[list[str], dict[str, str]]:
        cards = [card["title"] for column in tab.value(PipelineState, "columns") for card in column["cards"]]
        return cards, chips(tab)

    cards, shown = see(house, cast.professional, "view=board&value_min=1000", board)
    assert (cards, shown) == (["large"], {"value": "from 1,000"})
    assert see(house, cast.professional, "view=contacts&value_min=1000", board)[1] == {}


def test_shown_by_keeps_whose_list_it_is():
    at = PipelineAddress(person=NEVER, after="x", page=3, stage=NEVER)
    shown = shown_by(at, a_row(PipelineAddress(status="won")))
    assert (shown.person, shown.stage, shown.status, shown.after, shown.page) == (NEVER, "", "won", "", 1)

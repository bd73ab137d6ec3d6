"""The page of news through the raw socket: what is read, shared, refused, and pushed to whom."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from leadx_app.models import utc_now
from leadx_app.state.news import NewsState
from leadx_app.state.toasts import ToastState
from tests.cast import an_item
from tests.support.house import House
from tests.support.rx_client import Tab, run

CANARY = "canary-4711"


def told(house: House, actor: Any, **fields: Any) -> UUID:
    """An item that the actor publishes, by the command, committed; open pages hear of it."""

    def make(session: Any, actor: Any, *, now: Any) -> UUID:
        return an_item(session, actor, now=now, **fields).id

    return house.database.act(house.cast.credential(actor), make)


async def opened(tab: Tab) -> None:
    await tab.call(NewsState.load)
    await tab.until(lambda: tab.value(NewsState, "is_loaded"))


def titles(tab: Tab) -> list[str]:
    return [item["title"] for item in tab.value(NewsState, "items") or []]


def form(title: str, html: str = "<p>x</p>", **fields: Any) -> dict[str, Any]:
    return {"form": {"title": title, "html": html, "picture_id": "", "publish_at": "", "expires_at": "", **fields}}


async def written(tab: Tab, title: str, **fields: Any) -> None:
    await tab.call(NewsState.write)
    await tab.until(lambda: tab.value(NewsState, "editing") == "new")
    await tab.call(NewsState.save, **form(title, **fields))
    await tab.until(lambda: tab.value(NewsState, "editing") == "")


def test_a_published_item_reaches_readers_and_nobody_else(house: House) -> None:
    cast = house.cast
    inside, outside = (cast.lite, cast.child_basic), (cast.stranger_manager, cast.stranger_basic)

    async def go() -> None:
        tabs = [house.tab(actor) for actor in (cast.manager, *inside, *outside)]
        for tab in tabs:
            await tab.__aenter__()
            await opened(tab)
        await written(tabs[0], f"{CANARY} for all")
        for tab in tabs[:3]:
            await tab.until(lambda tab=tab: f"{CANARY} for all" in titles(tab))
        for tab in tabs[3:]:
            await tab.settle()
            assert not tab.saw(f"{CANARY} for all")
        for tab in tabs:
            await tab.close()

    run(go())


def test_what_only_some_see_never_stands_in_the_frames_of_others(house: House) -> None:
    cast = house.cast
    title = f"{CANARY} for professionals"

    async def go() -> None:
        manager, basic, professional = (house.tab(one) for one in (cast.manager, cast.basic, cast.professional))
        async with manager, basic, professional:
            for tab in (manager, basic, professional):
                await opened(tab)
            await written(manager, title, role_professional=True)
            await professional.until(lambda: title in titles(professional))
            await basic.settle()
            assert not basic.saw(title)

    run(go())


def test_an_item_has_an_address_for_those_who_may_read_it(house: House) -> None:
    cast = house.cast
    title = f"{CANARY} alone"
    news_id = told(house, cast.manager, title=title, roles=["professional"])
    told(house, cast.manager, title=f"{CANARY} beside")
    address = f"/news?item={news_id}"

    async def shows(actor: Any, path: str) -> list[str]:
        async with house.tab(actor, path=path) as tab:
            await opened(tab)
            assert actor is cast.professional or not tab.saw(title)
            return titles(tab)

    async def go() -> None:
        assert await shows(cast.professional, address) == [title]
        for other in (cast.lite, cast.basic, cast.child_manager, cast.stranger_manager):
            assert await shows(other, address) == []
        assert await shows(cast.lite, f"/news?item={uuid4()}") == []
        assert len(await shows(cast.lite, "/news?item=../../x")) > 1

    run(go())


@pytest.mark.parametrize("who", ["basic", "lite", "admin", "child_manager", "stranger_manager"])
def test_whoever_does_not_write_it_changes_nothing_by_any_handler(house: House, who: str) -> None:
    cast = house.cast
    news_id = str(told(house, cast.manager, title=f"{CANARY} safe {who}"))

    async def go() -> None:
        async with house.tab(getattr(cast, who)) as tab:
            await opened(tab)
            await tab.call(NewsState.start_editing, news_id=news_id)
            await tab.call(NewsState.take_up, which=news_id)
            await tab.call(NewsState.save, **form("Taken over", version="1", was="{}"))
            await tab.call(NewsState.pin, news_id=news_id, wanted=True)
            await tab.call(NewsState.remove, news_id=news_id)
            await tab.call(NewsState.restore, news_id=news_id)
            await tab.settle()
            assert tab.value(NewsState, "editing") in ("", None)
            assert tab.value(ToastState, "toasts")
        async with house.tab(cast.manager) as tab:
            await opened(tab)
            rows = [item for item in tab.value(NewsState, "items") if item["id"] == news_id]
            assert [(row["title"], row["is_pinned"], row["version"]) for row in rows] == [
                (f"{CANARY} safe {who}", False, 1)
            ]

    run(go())


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        (NewsState.save, {"form": "x"}),
        (NewsState.save, {"form": {"title": {"a": 1}}}),
        (NewsState.react, {"news_id": str(uuid4()), "reaction": "frown", "wanted": True}),
        (NewsState.react, {"news_id": str(uuid4()), "reaction": "like", "wanted": "yes"}),
        (NewsState.seen, {"news_ids": ["x"]}),
        (NewsState.seen, {"news_ids": [str(uuid4())] * 101}),
        (NewsState.take_up, {"which": "../x"}),
        (NewsState.remove, {"news_id": "x"}),
        (NewsState.remove, {"news_id": str(uuid4()), "now": "2020-01-01"}),
    ],
)
def test_a_forged_payload_is_refused(house: House, handler: Any, payload: dict[str, Any]) -> None:
    async def go() -> None:
        async with house.tab(house.cast.manager) as tab:
            await opened(tab)
            before = titles(tab)
            await tab.call(handler, **payload)
            await tab.until(lambda: tab.value(ToastState, "toasts"))
            assert titles(tab) == before

    run(go())


def test_html_of_a_forged_form_is_sanitized(house: House) -> None:
    html = "<p onclick=alert(1)>hei<script>alert(1)</script><img src=x onerror=alert(1)></p>\x00\u202e"

    async def go() -> None:
        async with house.tab(house.cast.manager) as tab:
            await opened(tab)
            await written(tab, f"{CANARY} forged", html=html)
            await tab.until(lambda: f"{CANARY} forged" in titles(tab))
            (item,) = [item for item in tab.value(NewsState, "items") if item["title"] == f"{CANARY} forged"]
            assert item["html"] == "<p>hei</p>"

    run(go())


def test_an_item_comes_by_the_clock_on_an_open_page(lane_house: House) -> None:
    """Soon after its time, on both databases."""
    cast, title = lane_house.cast, f"{CANARY} by the clock"
    begins = utc_now() + timedelta(seconds=4)
    told(lane_house, cast.manager, title=title, publish_at=begins, expires_at=begins + timedelta(seconds=6))

    async def go() -> None:
        async with lane_house.tab(cast.basic) as tab:
            await opened(tab)
            assert title not in titles(tab)
            await tab.until(lambda: title in titles(tab))
            assert (late := utc_now() - begins) < timedelta(seconds=5), late
            await tab.until(lambda: title not in titles(tab))

    run(go())

"""The gate over a raw websocket: who is let through, and what everybody else gets to see, which is nothing."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import websockets
from reflex_base.registry import RegistrationContext

from leadx_app.domain.accounts import close_session, hash_secret
from leadx_app.domain.permissions import Actor
from leadx_app.leadx_app import app
from leadx_app.models import Membership, Role, User, UserSession, utc_now
from leadx_app.state.doors import find_door
from leadx_app.state.gate import FRAMEWORK
from leadx_app.state.session import SessionState
from leadx_app.state.toasts import ToastState
from tests.support.house import House
from tests.support.probes import ProbeState
from tests.support.rx_client import ROOT, Tab, run

CANARY = "canary-4711-of-nordlys"
LEAD = "01890a5d-ac96-774b-bcce-b302099a8057"


def toasts(tab: Tab) -> list[str]:
    return [toast["text"] for toast in tab.value(ToastState, "toasts") or []]


def shown(tab: Tab) -> dict[str, dict[str, Any]]:
    """What a page would show: every var but those that only say where the tab is."""
    own = {state: values for state, values in tab.state.items() if state != ROOT}
    return {state: dict(values) for state, values in own.items()}


# Visitors.


def test_a_visitor_sees_a_visitors_frame(house: House) -> None:
    async def go() -> None:
        async with house.tab() as tab:
            assert tab.value(SessionState, "is_signed_in") is False
            assert tab.value(SessionState, "name") == ""
            assert tab.value(SessionState, "demo") is True
            assert not any(tab.value(SessionState, "may").values())

    run(go())


def test_a_visitor_can_call_nothing_that_is_not_public(house: House) -> None:
    assert app is not None
    closed = [
        name
        for name in RegistrationContext.get().event_handlers
        if name not in FRAMEWORK and not ((door := find_door(name)) and door.public)
    ]

    async def go() -> None:
        async with house.tab(house.cast.basic) as owner:
            await owner.call(ProbeState.capture, title=CANARY)
            await owner.until(lambda: owner.value(ProbeState, "text"))
        async with house.tab(path="/login") as tab:
            before = shown(tab)
            for name in closed:
                await tab.send(name, {})
            await tab.until(lambda: len(tab.redirects()) >= len(closed))
            await tab.settle()
            assert set(tab.redirects()) == {"/login"}
            assert shown(tab) == before
            assert not tab.saw(CANARY)

    assert len(closed) > 10
    run(go())


def test_a_visitor_may_call_what_is_public(house: House) -> None:
    async def go() -> None:
        async with house.tab() as tab:
            await tab.call(ProbeState.greet)
            await tab.until(lambda: tab.value(ProbeState, "text") == "hello")

    run(go())


def test_a_visitor_comes_back_to_the_page_that_asked(house: House) -> None:
    async def go() -> None:
        async with house.tab(path=f"/leads/{LEAD}?tab=files") as tab:
            await tab.call(ProbeState.write, text="x")
            await tab.until(tab.redirects)
            assert tab.redirects()[0] == f"/login?next=%2Fleads%2F{LEAD}%3Ftab%3Dfiles"

    run(go())


def test_a_token_for_programs_is_no_session_of_a_page_nor_the_other_way_round(house: House) -> None:
    token, secret = house.cast.token(house.cast.basic), house.cast.secret(house.cast.basic)

    async def go() -> None:
        for shown in (
            {"Cookie": f"leadx_session={token}"},
            *({"Authorization": f"Bearer {one}"} for one in (token, secret)),
        ):
            async with house.tab(headers=shown) as tab:
                assert tab.value(SessionState, "is_signed_in") is False

    run(go())


@pytest.mark.parametrize("cookie", ["leadx_session=", "leadx_session=wrong", f"leadx_session={'a' * 5000}", "x=1; y"])
def test_a_cookie_that_is_none_of_ours_is_a_visitor(house: House, cookie: str) -> None:
    async def go() -> None:
        async with Tab(house.url, cookie=cookie) as tab:
            assert tab.value(SessionState, "is_signed_in") is False

    run(go())


def test_a_visitor_is_greeted_in_the_language_of_the_browser(house: House) -> None:
    async def go() -> None:
        async with house.tab(headers={"Accept-Language": "nb-NO,en;q=0.5"}) as tab:
            assert tab.value(SessionState, "language") == "nb"

    run(go())


# Signed-in people.


def test_the_frame_shows_who_is_signed_in(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.manager) as tab:
            assert tab.value(SessionState, "name") == "Mona Manager"
            assert tab.value(SessionState, "initials") == "MM"
            assert tab.value(SessionState, "role") == "manager"
            assert tab.value(SessionState, "organization") == "Nordlys"
            assert tab.value(SessionState, "may")["handover_answer"] is True
            assert tab.value(SessionState, "demo") is False
            assert len(tab.value(SessionState, "user_key")) == 32
            assert str(house.cast.manager.user_id) not in tab.value(SessionState, "user_key")

    run(go())


def test_the_cookie_never_reaches_the_page(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.manager) as tab:
            await tab.call(ProbeState.write, text="x")
            await tab.settle()
            assert not tab.saw(house.cast.secret(house.cast.manager))
            assert not tab.saw(hash_secret(house.cast.secret(house.cast.manager)))

    run(go())


@pytest.mark.parametrize(
    "name",
    [
        f"{ProbeState.get_full_name()}.undecorated",
        f"{ProbeState.get_full_name()}.framework_event",
        f"{ProbeState.get_full_name()}.setvar",
        f"{ProbeState.get_full_name()}.set_text",
        f"{ProbeState.get_full_name()}.reset",
        f"{ProbeState.get_full_name()}.get_state",
        f"{ProbeState.get_full_name()}.get_value",
        f"{ProbeState.get_full_name()}._private",
        f"{ProbeState.get_full_name()}.__class__",
        f"{SessionState.get_full_name()}._become",
        f"{ROOT}.reset",
        f"{ROOT}.setvar",
        f"{ROOT}.reflex___state____update_vars_internal_state.update_vars_internal",
        "",
        "nothing",
        "a.b.c.d",
        "_redirect",
    ],
)
def test_what_is_not_declared_does_not_run_for_anybody(house: House, name: str) -> None:
    payloads: list[dict[str, Any]] = [
        {},
        {"var_name": "text", "value": "hacked"},
        {"vars": {f"{ProbeState.get_full_name()}.text": "hacked"}},
    ]

    async def go() -> None:
        async with house.tab(house.cast.basic) as tab:
            for payload in payloads:
                await tab.send(name, payload)
            await tab.settle()
            assert tab.value(ProbeState, "text") == ""
            assert tab.redirects() == []

    run(go())


def test_the_state_cannot_be_written_while_connecting(house: House) -> None:
    written = {f"{SessionState.get_full_name()}.role": "admin", f"{ProbeState.get_full_name()}.text": "hacked"}

    async def go() -> None:
        async with house.tab(house.cast.basic) as tab:
            await tab.send(f"{ROOT}.hydrate_and_load", {"vars": written, "hashes": [1, {"a": 2}]})
            await tab.settle()
            assert tab.value(SessionState, "role") == "basic"
            assert tab.value(ProbeState, "text") == ""
            assert toasts(tab) == []

    run(go())


@pytest.mark.parametrize(
    ("handler", "payload"),
    [
        ("take", {"number": "7"}),
        ("take", {"number": {"a": 1}}),
        ("take", {"number": 7, "extra": 1}),
        ("take", {"number": 7, "lead_id": "x' OR 1=1"}),
        ("take", {}),
        ("take", {"number": None}),
        ("write", {"text": {"$ne": ""}}),
        ("write", {"text": 1, "self": 2}),
        ("take_point", {"point": {"x": "1"}}),
        ("take_form", {"form": [["title", "x"]]}),
    ],
)
def test_a_wrong_payload_is_refused_and_said(house: House, handler: str, payload: Any) -> None:
    async def go() -> None:
        async with house.tab(house.cast.basic) as tab:
            await tab.send(f"{ProbeState.get_full_name()}.{handler}", payload)
            await tab.until(lambda: toasts(tab))
            await tab.settle()
            assert tab.value(ProbeState, "calls") == 0
            assert tab.value(ProbeState, "number") == 0
            assert toasts(tab) == ["This page sent something that we do not understand. Reload it and try again."]

    run(go())


@pytest.mark.parametrize(
    "frame",
    [
        '42/_event,["event",5]',
        '42/_event,["event",null]',
        '42/_event,["event",{}]',
        '42/_event,["event",{"name":5,"payload":7}]',
        '42/_event,["event",{"name":"x","payload":"y","router_data":9}]',
        '42/_event,["nothing",{}]',
        '42/_event,["client_error",{"error_type":"x","message":"y"}]',
        "42/_event,not json",
        "42/elsewhere,[]",
        "99",
        "",
    ],
)
def test_a_broken_frame_harms_nobody_else(house: House, frame: str) -> None:
    async def go() -> None:
        async with house.tab(house.cast.basic) as other:
            tab = house.tab(house.cast.professional)
            await tab.connect()
            await tab.raw(frame)
            await other.call(ProbeState.write, text="still here")
            await other.until(lambda: other.value(ProbeState, "text") == "still here")
            await tab.close()

    run(go())


def test_a_refusal_becomes_a_toast_in_the_users_language(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.basic) as tab:
            await tab.call(ProbeState.refuse)
            await tab.until(lambda: toasts(tab))
            assert toasts(tab) == ["Mona accepted this lead first."]
            toast_id = tab.value(ToastState, "toasts")[0]["id"]
            await tab.call(ToastState.dismiss, toast_id=toast_id)
            await tab.until(lambda: not toasts(tab))

    run(go())


def test_a_failure_shows_a_number_that_the_log_knows_and_no_value(house: House) -> None:
    async def go() -> str:
        async with house.tab(house.cast.basic) as tab:
            await tab.call(ProbeState.fail, secret=CANARY)
            await tab.until(lambda: toasts(tab))
            assert not tab.saw(CANARY)
            return toasts(tab)[0]

    number = re.search(r"[0-9a-f]{10}$", run(go()))
    assert number
    assert f"error {number[0]}: builtins.RuntimeError at support/probes.py" in house.backend.logged()
    assert CANARY not in house.backend.logged()


def test_the_log_keeps_no_cookie_token_or_payload(house: House) -> None:
    async def go() -> str:
        async with house.tab(house.cast.basic, path=f"/leads/{LEAD}?q={CANARY}") as tab:
            await tab.send(f"{ProbeState.get_full_name()}.nothing", {"text": CANARY})
            await tab.send(f"leadx.{CANARY}", {"text": CANARY})
            await tab.call(ProbeState.take, number=CANARY)
            await tab.send(
                f"{ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
                {"info": CANARY, "component_stack": CANARY},
            )
            await tab.raw("42/_event," + json.dumps(["client_error", {"error_type": "x", "message": CANARY}]))
            await tab.settle()
            await tab.raw(f'42/_event,["event","{CANARY}"]')
            return tab.token

    token = run(go())
    logged = house.backend.logged()
    assert "refused" in logged
    assert CANARY not in logged
    assert token not in logged
    assert house.cast.secret(house.cast.basic) not in logged
    assert hash_secret(house.cast.secret(house.cast.basic)) not in logged


# Stolen and shared names of tabs.


def test_a_stolen_tab_name_shows_nothing_to_others(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.basic) as owner:
            await owner.call(ProbeState.write, text=CANARY)
            await owner.until(lambda: owner.value(ProbeState, "text") == CANARY)
        for thief in (None, house.cast.stranger_manager, house.cast.other_basic):
            async with house.tab(thief, token=owner.token) as tab:
                await tab.settle()
                assert not tab.saw(CANARY)
                assert tab.value(ProbeState, "text") == ""
        async with house.tab(house.cast.basic, token=owner.token) as again:
            assert again.value(ProbeState, "text") == CANARY, "the rightful owner finds the tab as it was"

    run(go())


def test_a_duplicated_tab_has_a_state_of_its_own(house: House) -> None:
    async def go() -> None:
        async with house.tab(house.cast.basic) as first, house.tab(house.cast.basic, token=first.token) as second:
            await first.call(ProbeState.write, text="first")
            await first.until(lambda: first.value(ProbeState, "text") == "first")
            await second.settle()
            assert second.value(ProbeState, "text") == ""

    run(go())


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1"])
def test_a_foreign_page_gets_403_for_its_socket(house: House, origin: str) -> None:
    async def go() -> None:
        with pytest.raises(websockets.InvalidStatus) as refused:
            await house.tab(house.cast.basic, headers={"Origin": origin}).connect()
        assert refused.value.response.status_code == 403

    run(go())


# Sessions that end, people who change, while a socket is open.


def change(house: House, statement: Any) -> None:
    house.database.system(lambda session, *, now: session.exec(statement) and None)


def end_session(house: House, person: Actor) -> None:
    house.database.system(close_session, hash_secret(house.cast.secret(person)))


def deactivate(house: House, person: Actor) -> None:
    change(house, sa.update(User).where(User.id == person.user_id).values(is_active=False))


def deactivate_membership(house: House, person: Actor) -> None:
    change(house, sa.update(Membership).where(Membership.user_id == person.user_id).values(is_active=False))


def grow_old(house: House, person: Actor) -> None:
    mine = UserSession.user_id == person.user_id
    change(house, sa.update(UserSession).where(mine).values(last_seen_at=utc_now() - timedelta(hours=13)))


@pytest.mark.parametrize(
    ("end", "who"),
    [
        (end_session, "lite"),
        (deactivate, "other_basic"),
        (deactivate_membership, "other_professional"),
        (grow_old, "child_professional"),
    ],
)
def test_the_next_event_after_the_end_is_refused_and_the_page_forgets(lane_house: House, end: Any, who: str) -> None:
    house, person = lane_house, getattr(lane_house.cast, who)

    async def go() -> None:
        async with house.tab(person, path="/pipeline") as tab, house.tab(house.cast.manager) as other:
            await tab.call(ProbeState.write, text=CANARY)
            await tab.until(lambda: tab.value(ProbeState, "text") == CANARY)
            await asyncio.to_thread(end, house, person)
            await tab.call(ProbeState.write, text="after the end")
            await tab.until(tab.redirects)
            await tab.settle()
            assert tab.redirects() == ["/login?next=%2Fpipeline&ended=1"]
            assert tab.value(ProbeState, "text") == ""
            assert tab.value(SessionState, "is_signed_in") is False
            assert tab.value(SessionState, "name") == ""
            await other.call(ProbeState.write, text="others stay")
            await other.until(lambda: other.value(ProbeState, "text") == "others stay")

    run(go())


@contextmanager
def may_change_role(house: House, person: Actor) -> Iterator[Callable[[Role], None]]:
    """Gives a way to change the person's role; at the end they have their own again."""
    mine = sa.update(Membership).where(Membership.user_id == person.user_id)
    try:
        yield lambda role: change(house, mine.values(role=role))
    finally:
        change(house, mine.values(role=person.role))


def test_a_new_role_counts_from_the_next_event(lane_house: House) -> None:
    house, person = lane_house, lane_house.cast.sibling_manager

    async def go() -> None:
        async with house.tab(person) as tab:
            assert tab.value(SessionState, "may")["lead_create"] is True
            become(Role.ADMIN)
            await tab.call(ProbeState.capture, title="not as an Admin")
            await tab.until(lambda: "You may not do this." in toasts(tab))
            assert toasts(tab)[0] == "You are Admin at Nordlys Partner now. The page shows what you may see and do."
            await tab.settle()
            assert tab.value(SessionState, "role") == "admin"
            assert tab.value(SessionState, "may")["lead_create"] is False

    with may_change_role(house, person) as become:
        run(go())


def test_what_was_shown_under_another_role_is_forgotten(lane_house: House) -> None:
    house, person = lane_house, lane_house.cast.other_manager

    async def go() -> None:
        async with house.tab(person) as tab:
            await tab.call(ProbeState.write, text=CANARY)
            await tab.until(lambda: tab.value(ProbeState, "text") == CANARY)
            become(Role.BASIC)
            await tab.call(ProbeState.take, number=7)
            await tab.until(lambda: tab.value(ProbeState, "number") == 7)
            assert tab.value(ProbeState, "text") == ""
            assert tab.value(SessionState, "role") == "basic"
            assert tab.state[ROOT]["is_hydrated_rx_state_"] is True
            await tab.call(ProbeState.write, text="as another")
            await tab.until(lambda: tab.value(ProbeState, "text") == "as another")

    with may_change_role(house, person) as become:
        run(go())

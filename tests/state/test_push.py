"""Being notified on a device, through the socket: turned on by its owner, and told to nobody."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from leadx_app.domain.bell import ring_bell
from leadx_app.domain.permissions import Actor
from leadx_app.models import PushSubscription
from leadx_app.state.push import PushState
from leadx_app.state.toasts import ToastState
from tests.cast import a_won_lead
from tests.support.house import House, open_house
from tests.support.lanes import SqliteLane
from tests.support.push_receiver import PushReceiver
from tests.support.rx_client import Tab, run


@pytest.fixture(scope="module")
def receiver() -> Iterator[PushReceiver]:
    receiver = PushReceiver().start()
    yield receiver
    receiver.stop()


@pytest.fixture(scope="module")
def house(sqlite_lane: SqliteLane, tmp_path_factory: pytest.TempPathFactory, receiver: PushReceiver) -> Iterator[House]:
    """A backend that may write to our own push service."""
    folder = tmp_path_factory.mktemp("push")
    with sqlite_lane.migrated() as url, open_house(folder, url, LEADX_PUSH_HOSTS=receiver.origin) as house:
        yield house


async def turned_on(tab: Tab, receiver: PushReceiver, name: str) -> None:
    device = receiver.device(name)
    await tab.call(PushState.load)
    await tab.until(lambda: tab.value(PushState, "server_key"))
    await tab.call(PushState.turn_on, endpoint=device.endpoint, p256dh=device.p256dh, auth=device.auth)
    await tab.until(lambda: tab.value(PushState, "is_on"))


def subscriptions(house: House) -> int:
    def count(session: Session, *, now: Any) -> int:
        return len(session.exec(select(PushSubscription.id)).all())

    return house.database.system(count)


def test_a_device_is_turned_on_gets_the_bell_and_is_turned_off(house: House, receiver: PushReceiver) -> None:
    cast = house.cast

    def ring(session: Session, actor: Actor, *, now: Any) -> None:
        ring_bell(session, actor, a_won_lead(session, actor, title="Heat pumps", now=now).id, now=now)

    async def go() -> None:
        async with house.tab(cast.basic, path="/profile") as tab:
            await turned_on(tab, receiver, "basic")
            assert not tab.saw(receiver.device("basic").p256dh)
            await tab.call(PushState.load)
            await tab.call(PushState.look, endpoint=receiver.device("basic").endpoint)
            await tab.until(lambda: tab.value(PushState, "is_on"))
        async with house.tab(cast.manager, path="/profile") as other:
            await other.call(PushState.look, endpoint=receiver.device("basic").endpoint)
            await other.call(PushState.turn_off, endpoint=receiver.device("basic").endpoint)
            await other.settle()
            assert not other.value(PushState, "is_on")
        house.database.act(cast.credential(cast.professional), ring)
        _wait_for(lambda: receiver.notes_for("basic"))
        assert receiver.notes_for("basic")[0]["text"] == "Heat pumps"
        async with house.tab(cast.basic, path="/profile") as tab:
            await tab.call(PushState.turn_off, endpoint=receiver.device("basic").endpoint)
            await tab.settle()
        assert subscriptions(house) == 0

    run(go())


def _wait_for(condition: Any, patience: float = 15) -> None:
    """What another thread and the server's round bring about."""
    end = time.monotonic() + patience
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    assert condition()


def test_addresses_that_belong_to_no_push_service_are_refused(house: House, receiver: PushReceiver) -> None:
    device = receiver.device("x")
    before = subscriptions(house)

    async def go() -> None:
        for endpoint in ("http://127.0.0.1:1/x", "https://10.0.0.1/x", "https://fcm.googleapis.com.evil.example/x"):
            async with house.tab(house.cast.manager, path="/profile") as tab:
                await tab.call(PushState.turn_on, endpoint=endpoint, p256dh=device.p256dh, auth=device.auth)
                await tab.until(lambda tab=tab: tab.value(ToastState, "toasts"))
                assert not tab.value(PushState, "is_on")

    run(go())
    assert subscriptions(house) == before

"""Web Push: which addresses are written to, whose devices they are, and what becomes of each note."""

import asyncio
import base64
import json
import os
import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.adapters.push import Delivery, WebPush
from leadx_app.config import Settings
from leadx_app.db import Database
from leadx_app.domain import pushes
from leadx_app.domain.accounts import close_session, hash_secret
from leadx_app.domain.bell import ring_bell
from leadx_app.domain.errors import Invalid, SignedOut
from leadx_app.domain.news.publish import remove
from leadx_app.domain.notices import Channel, Notice
from leadx_app.domain.notifications import prefer
from leadx_app.domain.permissions import Actor
from leadx_app.domain.pushes import Device, is_push_service
from leadx_app.models import OutboxPush, PushSubscription, new_id, utc_now
from leadx_app.push.delivery import send_pushes
from leadx_app.runtime import Runtime
from tests.cast import NOW, Cast, a_waiting_lead, a_won_lead, an_item
from tests.support.push_receiver import PushReceiver

GOOD = Device("https://fcm.googleapis.com/fcm/send/x", base64.urlsafe_b64encode(b"\x04" * 65).decode(), "A" * 22)
OURS = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://web.push.apple.com/abc",
        f"{OURS}/abc",
    ],
)
def test_the_push_services_of_browsers_may_be_written_to_and_who_the_operator_named(endpoint: str):
    assert is_push_service(endpoint, [OURS])


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://push.services.mozilla.com.example/x",
        "https://fcm.googleapis.com@10.0.0.1/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:99999999/x",
        "https://10.0.0.1/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:90/x",
        "javascript:alert(1)",
        "https://fcm.googleapis.com\\@evil.example/",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "https://fcm.googleapis.com/ x",
    ],
)
def test_nothing_else_is_written_to(endpoint: str):
    assert not is_push_service(endpoint, [OURS])


def subscribed(session: Session, cast: Cast, actor: Actor, device: Device = GOOD, *hosts: str) -> None:
    pushes.subscribe(session, actor, device, hash_secret(cast.secret(actor)), hosts, now=NOW)
    session.flush()


def devices(session: Session) -> list[tuple[UUID, str]]:
    return [(row.user_id, row.endpoint) for row in session.exec(select(PushSubscription))]


def test_a_device_belongs_to_a_person_and_to_the_session_that_allowed_it(session: Session, cast: Cast):
    subscribed(session, cast, cast.basic)
    subscribed(session, cast, cast.basic)
    assert devices(session) == [(cast.basic.user_id, GOOD.endpoint)]
    own = hash_secret(cast.secret(cast.basic))
    assert pushes.is_subscribed(session, cast.basic, GOOD.endpoint, own)
    assert not pushes.is_subscribed(session, cast.basic, GOOD.endpoint, "another session")
    assert not pushes.is_subscribed(session, cast.manager, GOOD.endpoint, own)
    pushes.unsubscribe(session, cast.stranger_manager, GOOD.endpoint, now=NOW)
    pushes.unsubscribe(session, cast.manager, GOOD.endpoint, now=NOW)
    assert len(devices(session)) == 1
    pushes.unsubscribe(session, cast.basic, GOOD.endpoint, now=NOW)
    assert devices(session) == []


def test_a_session_of_somebody_else_or_none_allows_nothing(session: Session, cast: Cast):
    for session_hash in ("", hash_secret(cast.secret(cast.manager))):
        with pytest.raises(SignedOut):
            pushes.subscribe(session, cast.basic, GOOD, session_hash, now=NOW)


@pytest.mark.parametrize(
    "device",
    [
        Device("https://10.0.0.1/x", GOOD.p256dh, GOOD.auth),
        Device(GOOD.endpoint, "", GOOD.auth),
        Device(GOOD.endpoint, GOOD.p256dh, "A"),
        Device(GOOD.endpoint, "é" * 87, GOOD.auth),
        Device(GOOD.endpoint, base64.urlsafe_b64encode(b"\x05" * 65).decode(), GOOD.auth),
    ],
)
def test_what_is_no_device_is_refused(session: Session, cast: Cast, device: Device):
    with pytest.raises(Invalid):
        pushes.subscribe(session, cast.basic, device, hash_secret(cast.secret(cast.basic)), now=NOW)


def test_a_person_has_ten_devices_the_oldest_give_way(session: Session, cast: Cast):
    for number in range(12):
        device = Device(f"{GOOD.endpoint}{number}", GOOD.p256dh, GOOD.auth)
        at = NOW + timedelta(minutes=number)
        pushes.subscribe(session, cast.basic, device, hash_secret(cast.secret(cast.basic)), now=at)
        session.flush()
    assert sorted(int(endpoint.rpartition("x")[2]) for _, endpoint in devices(session)) == list(range(2, 12))


def waiting(session: Session) -> list[UUID]:
    """Whose devices something is on its way to."""
    query = select(PushSubscription.user_id).join(OutboxPush, OutboxPush.subscription_id == PushSubscription.id)
    return list(session.exec(query))


def test_who_is_told_and_has_a_device_gets_a_push_unless_they_said_otherwise(session: Session, cast: Cast):
    for actor in (cast.lite, cast.basic, cast.manager, cast.professional, cast.child_manager, cast.stranger_manager):
        subscribed(session, cast, actor)
    prefer(session, cast.manager, Notice.BELL, Channel.PUSH, False, now=NOW)
    lead = a_won_lead(session, cast.professional)
    ring_bell(session, cast.professional, lead.id, now=NOW)
    assert set(waiting(session)) == {cast.lite.user_id, cast.basic.user_id}


def test_a_claim_keeps_others_away_until_it_ends(session: Session, cast: Cast):
    subscribed(session, cast, cast.manager)
    a_waiting_lead(session, cast.basic)
    assert pushes.is_due(session, now=NOW)
    assert len(pushes.claim(session, 10, now=NOW)) == 1
    assert pushes.claim(session, 10, now=NOW) == []
    assert not pushes.is_due(session, now=NOW)
    assert len(pushes.claim(session, 10, now=NOW + pushes.CLAIM)) == 1


def test_what_is_not_taken_is_tried_five_times_ever_later(session: Session, cast: Cast):
    subscribed(session, cast, cast.manager)
    a_waiting_lead(session, cast.basic)
    now, waits = NOW, []
    while len(waits) < 9 and (claimed := pushes.claim(session, 10, now=now)):
        pushes.put_off(session, claimed[0], now=now)
        session.flush()
        push = session.get_one(OutboxPush, claimed[0])
        waits.append(push.due_at - now)
        now = push.due_at
    assert waits == sorted(waits)
    assert len(waits) == pushes.TRIES
    assert push.failed_at is not None


def test_what_was_given_up_and_devices_of_ended_sessions_are_cleared_away(session: Session, cast: Cast):
    subscribed(session, cast, cast.basic)
    subscribed(session, cast, cast.manager)
    a_waiting_lead(session, cast.basic)
    (push,) = session.exec(select(OutboxPush)).all()
    assert pushes.clean_up(session, now=NOW) == 0
    push.failed_at = NOW
    session.add(push)
    session.flush()
    assert pushes.clean_up(session, now=NOW) == 1
    close_session(session, hash_secret(cast.secret(cast.manager)), now=NOW)
    a_waiting_lead(session, cast.basic)
    assert pushes.clean_up(session, now=NOW) == 1
    assert session.exec(select(OutboxPush)).all() == []
    assert session.exec(select(PushSubscription.user_id)).all() == [cast.basic.user_id]


def test_a_push_that_nobody_could_be_given_for_a_day_is_cleared_away(session: Session, cast: Cast):
    subscribed(session, cast, cast.manager)
    a_waiting_lead(session, cast.basic)
    assert pushes.clean_up(session, now=NOW + timedelta(hours=23)) == 0
    assert pushes.clean_up(session, now=NOW + timedelta(hours=25)) >= 1
    assert session.exec(select(OutboxPush)).all() == []


def test_a_device_that_is_gone_takes_everything_with_it(session: Session, cast: Cast):
    subscribed(session, cast, cast.manager)
    a_waiting_lead(session, cast.basic)
    a_waiting_lead(session, cast.lite)
    first, _ = pushes.claim(session, 10, now=NOW)
    pushes.gone(session, first, now=NOW)
    assert (devices(session), waiting(session)) == ([], [])


# All the way to a push service


@pytest.fixture
def receiver() -> Iterator[PushReceiver]:
    receiver = PushReceiver().start()
    yield receiver
    receiver.stop()


@pytest.fixture
def runtime(database: Database, tmp_path: Path, receiver: PushReceiver) -> Runtime:
    runtime = Runtime(Settings(data=tmp_path, push_hosts=[receiver.origin]))
    runtime.__dict__["database"] = database
    return runtime


def on(home: Cast, database: Database, actor: Actor, device: Device, receiver: PushReceiver) -> None:
    own = hash_secret(home.secret(actor))
    database.act(home.credential(actor), pushes.subscribe, device, own, [receiver.origin])


def rung(home: Cast, database: Database, title: str) -> None:
    def ring(session: Session, actor: Actor, *, now: object) -> None:
        ring_bell(session, actor, a_won_lead(session, actor, title=title, now=now).id, now=now)

    database.act(home.credential(home.professional), ring)


def test_a_bell_arrives_encrypted_signed_and_once(
    database: Database, home: Cast, runtime: Runtime, receiver: PushReceiver
):
    on(home, database, home.basic, receiver.device("basic"), receiver)
    on(home, database, home.stranger_basic, receiver.device("stranger"), receiver)
    rung(home, database, "Heat pumps")
    for _ in range(2):
        asyncio.run(send_pushes(runtime))
    [(path, headers, note)] = receiver.heard
    assert (path, note["title"], note["text"]) == ("/basic", "Petter Professional rang the bell", "Heat pumps")
    assert note["page"] == "/notifications"
    assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "86400")
    scheme, _, rest = headers["Authorization"].partition(" ")
    token, key = (part.partition("=")[2] for part in rest.split(","))
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (scheme, key, claims["aud"]) == ("vapid", runtime.push.public_key, receiver.origin)
    assert claims["sub"].startswith("mailto:")


def test_a_handover_tells_the_manager_where_to_click(
    database: Database, home: Cast, runtime: Runtime, receiver: PushReceiver
):
    on(home, database, home.manager, receiver.device("manager"), receiver)

    def hand_over(session: Session, actor: Actor, *, now: object) -> UUID:
        return a_waiting_lead(session, actor, title="Solar roof", now=now).id

    lead_id = database.act(home.credential(home.basic), hand_over)
    asyncio.run(send_pushes(runtime))
    [note] = receiver.notes_for("manager")
    assert (note["title"], note["page"]) == ("Bjørn Basic handed over “Solar roof”", f"/leads/{lead_id}")


def test_news_are_pushed_with_their_address_and_not_to_whom_they_are_no_longer_for(
    database: Database, home: Cast, runtime: Runtime, receiver: PushReceiver
):
    on(home, database, home.basic, receiver.device("basic"), receiver)

    def publish(session: Session, actor: Actor, *, now: object) -> UUID:
        return an_item(session, actor, title="Canary 4711", now=now).id

    news_id = database.act(home.credential(home.manager), publish)
    asyncio.run(send_pushes(runtime))
    gone = database.act(home.credential(home.manager), publish)
    database.act(home.credential(home.manager), remove, gone)
    asyncio.run(send_pushes(runtime))
    first, *later = receiver.notes_for("basic")
    assert (first["title"], first["page"]) == (
        "Mona Manager published the news “Canary 4711”",
        f"/news?item={news_id}",
    )
    assert later
    assert "Canary" not in json.dumps(later)


def test_a_click_leads_to_our_pages_and_nowhere_else():
    script = (Path(__file__).parents[2] / "assets" / "service-worker.js").read_text()
    pattern = re.search(r"/(\^\\/.*?\$)/\.test\(page\)", script)
    assert pattern
    own = re.compile(pattern[1].replace("\\/", "/"))
    assert all(map(own.fullmatch, ["/notifications", f"/leads/{new_id()}", f"/news?item={new_id()}"]))
    assert not any(map(own.fullmatch, ["https://evil.example", "javascript:alert(1)", "/\\evil.example", "/a#b"]))


def test_signing_out_ends_it(database: Database, home: Cast, runtime: Runtime, receiver: PushReceiver):
    on(home, database, home.basic, receiver.device("basic"), receiver)
    database.system(close_session, hash_secret(home.secret(home.basic)))
    rung(home, database, "Secret")
    asyncio.run(send_pushes(runtime))
    assert receiver.heard == []
    assert database.system(lambda session, *, now: devices(session)) == []


@pytest.mark.parametrize(("status", "left"), [(410, 0), (404, 0), (503, 1), (429, 1), (302, 1)])
def test_what_the_push_service_answers_is_heeded(
    database: Database, home: Cast, runtime: Runtime, receiver: PushReceiver, status: int, left: int
):
    receiver.status = status
    on(home, database, home.basic, receiver.device("basic"), receiver)
    rung(home, database, "Heat pumps")
    asyncio.run(send_pushes(runtime))
    assert len(receiver.heard) == 1
    counts = sa.select(
        sa.select(sa.func.count()).select_from(OutboxPush).scalar_subquery(),
        sa.select(sa.func.count()).select_from(PushSubscription).scalar_subquery(),
    )
    assert database.system(lambda session, *, now: session.execute(counts).one()) == (left, left)


def test_a_push_service_that_is_down_gets_it_when_it_is_back(
    database: Database, home: Cast, runtime: Runtime, receiver: PushReceiver
):
    receiver.status = 503
    on(home, database, home.basic, receiver.device("basic"), receiver)
    rung(home, database, "Heat pumps")
    asyncio.run(send_pushes(runtime))
    receiver.status = 201
    asyncio.run(send_pushes(runtime))
    assert len(receiver.heard) == 1
    at_once = sa.update(OutboxPush).values(due_at=utc_now())
    database.system(lambda session, *, now: session.execute(at_once))
    asyncio.run(send_pushes(runtime))
    assert [note["text"] for note in receiver.notes_for("basic")] == ["Heat pumps", "Heat pumps"]


def test_a_note_that_cannot_be_written_holds_up_no_other(
    database: Database, home: Cast, runtime: Runtime, receiver: PushReceiver
):
    for actor in (home.basic, home.manager):
        on(home, database, actor, receiver.device(actor.role), receiver)
    rung(home, database, "Heat pumps")
    send = runtime.push.send

    async def fail_for_one(device: Device, note: dict[str, str]) -> Delivery:
        if device.endpoint.endswith("/basic"):
            raise ZeroDivisionError
        return await send(device, note)

    runtime.push.send = fail_for_one  # type: ignore[method-assign]
    asyncio.run(send_pushes(runtime))
    assert [path for path, _, _ in receiver.heard] == ["/manager"]
    left = select(OutboxPush.tries, OutboxPush.due_at > utc_now())
    assert database.system(lambda session, *, now: session.exec(left).all()) == [(1, True)]


def test_an_endpoint_that_became_forbidden_is_dropped_unasked(tmp_path: Path, receiver: PushReceiver):
    push = WebPush(tmp_path, "mailto:x@example.com", [])
    assert asyncio.run(push.send(receiver.device("x"), {})) == Delivery.GONE
    assert receiver.heard == []


def test_the_key_is_made_once_and_private(tmp_path: Path):
    first, second = (WebPush(tmp_path / "data", "mailto:x@example.com", []) for _ in range(2))
    assert first.public_key == second.public_key
    assert len(base64.urlsafe_b64decode(first.public_key + "=")) == 65
    assert stat.S_IMODE(os.stat(tmp_path / "data" / "vapid.pem").st_mode) == 0o600

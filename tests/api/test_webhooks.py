"""Webhooks over REST, and their round: from the act to a program that takes the message."""

import asyncio
import hmac
import json
from collections.abc import Iterator

import pytest

from leadx_app import webhooks
from leadx_app.domain.webhooks.deliver import is_due
from leadx_app.domain.webhooks.kinds import KINDS, TEST
from leadx_app.models import DeliveryState, DeliveryTrouble, User, new_id
from leadx_app.queries.webhooks import DeliveryRow, WebhookRow, webhook_rows
from leadx_app.runtime import use_runtime
from leadx_app.state.format import Look
from leadx_app.state.webhook_lines import STATES, TROUBLES, delivery_line, hook_line
from tests.api.conftest import Office
from tests.cast import NOW, a_won_lead
from tests.support.hook_receiver import HookReceiver

HOOKS = "/api/v1/webhooks"


@pytest.fixture
def receiver() -> Iterator[HookReceiver]:
    with HookReceiver() as receiver:
        yield receiver


@pytest.fixture
def office(open_office) -> Iterator[Office]:
    with open_office(webhook_loopback=True) as office:
        yield office


def _round(office: Office) -> None:
    with use_runtime(office.runtime):
        asyncio.run(webhooks.send_deliveries(office.runtime))


def test_what_happens_arrives_signed_and_is_in_the_log(office: Office, receiver: HookReceiver):
    admin = office.cast.admin
    wanted = {"url": receiver.url + "in", "kinds": ["lead.won"]}
    made = office.post(admin, HOOKS, wanted).json()
    assert made["secret"].startswith("whsec_")
    assert made["secret"] not in office.get(admin, HOOKS).text
    office.make(a_won_lead, office.cast.professional, title="Pumps & “quotes”")
    receiver.status = 500
    _round(office)
    (refused,) = office.get(admin, f"{HOOKS}/{made['id']}/deliveries").json()["rows"]
    assert (refused["state"], refused["status"], refused["trouble"]) == ("waiting", 500, "refused")
    assert office.post(admin, f"{HOOKS}/deliveries/{refused['id']}/redeliver").status_code == 409
    assert not office.runtime.database.system(is_due, writes=False)
    assert office.post(admin, f"{HOOKS}/{made['id']}/test").status_code == 202
    receiver.status = 200
    _round(office)
    page = office.get(admin, f"{HOOKS}/{made['id']}/deliveries").json()
    sent = page["rows"][0]
    assert [(row["kind"], row["state"]) for row in page["rows"]] == [(TEST, "delivered"), ("lead.won", "waiting")]
    assert page["webhook"]["failing_since"] is None
    assert office.post(admin, f"{HOOKS}/deliveries/{sent['id']}/redeliver").status_code == 202
    _round(office)
    for headers, body in receiver.heard:
        signed = headers["X-LeadX-Timestamp"].encode() + b"." + body
        expected = hmac.new(made["secret"].encode(), signed, "sha256").hexdigest()
        assert headers["X-LeadX-Signature"] == f"v1={expected}"
    ids = [json.loads(body)["id"] for _, body in receiver.heard]
    assert ids == [refused["id"], sent["id"], sent["id"]]
    assert json.loads(receiver.heard[0][1])["lead"]["title"] == "Pumps & “quotes”"
    assert office.call(admin, "PUT", f"{HOOKS}/{made['id']}/on", json={"is_on": False}).status_code == 204
    assert office.post(admin, f"{HOOKS}/{made['id']}/test").status_code == 409
    assert office.call(admin, "DELETE", f"{HOOKS}/{made['id']}").status_code == 204
    assert office.get(admin, HOOKS).json() == []


def test_a_webhook_goes_on_when_whoever_added_it_has_left_and_says_so(office: Office, receiver: HookReceiver):
    admin = office.cast.admin
    office.post(admin, HOOKS, {"url": receiver.url + "in", "kinds": ["lead.won"]})
    assert [(one["made_by"], one["maker_left"]) for one in office.get(admin, HOOKS).json()] == [("Anne Admin", False)]
    office.within(lambda session: setattr(session.get_one(User, admin.user_id), "is_active", False))
    office.make(a_won_lead, office.cast.professional)
    _round(office)
    assert len(receiver.heard) == 1
    (row,) = office.within(lambda session: webhook_rows(session, admin))
    assert (row.made_by, row.maker_left) == ("Anne Admin", True)


def test_only_admins_and_only_addresses_outside(shared_office: Office):
    office, cast = shared_office, shared_office.cast
    good = {"url": "http://127.0.0.1:1/", "kinds": ["lead.won"]}
    for actor in (cast.lite, cast.manager, cast.child_manager):
        assert office.post(actor, HOOKS, good).status_code == 403
        assert office.get(actor, HOOKS).status_code == 403
    for url in ("http://127.0.0.1:1/", "https://169.254.169.254/", "https://[::1]/", "x"):
        answer = office.post(cast.admin, HOOKS, good | {"url": url})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "url"), url
    for path in (f"{new_id()}/test", f"deliveries/{new_id()}/redeliver"):
        assert office.post(cast.admin, f"{HOOKS}/{path}").status_code == 404


ENGLISH, NORWEGIAN = Look("en", "UTC", NOW), Look("nb", "UTC", NOW)


def _hook(**more: object) -> WebhookRow:
    usual = {"kinds": ["lead.won"], "covers_children": False, "is_on": True, "failing_since": None, "paused_at": None}
    here = {"organization_id": new_id(), "organization": "Nordlys", "url": "https://x.example/", "created_at": NOW}
    maker = {"made_by": "Anne Admin", "maker_left": False}
    return WebhookRow(id=new_id(), **(here | usual | maker | more))


def test_a_webhook_in_the_readers_words() -> None:
    assert (hook_line(_hook(), NORWEGIAN).tells, hook_line(_hook(), ENGLISH).standing) == ("Et lead blir vunnet", "On")
    assert hook_line(_hook(kinds=list(KINDS)), ENGLISH).tells == "All kinds"
    paused = hook_line(_hook(paused_at=NOW, failing_since=NOW), ENGLISH)
    assert (paused.standing, paused.is_on, paused.tone) == ("Paused", False, "closed")
    assert hook_line(_hook(failing_since=NOW), ENGLISH).standing == "Failing"
    assert hook_line(_hook(is_on=False), NORWEGIAN).standing == "Av"
    assert hook_line(_hook(), ENGLISH).maker == "Added by Anne Admin"
    assert "It goes on until an Admin ends it." in hook_line(_hook(maker_left=True), ENGLISH).maker


def test_a_delivery_in_the_readers_words() -> None:
    trouble = DeliveryTrouble.REFUSED
    row = DeliveryRow(new_id(), "lead.won", DeliveryState.WAITING, 3, trouble, 503, 1200, '{"a":"ø"}', NOW, NOW, NOW)
    line = delivery_line(row, ENGLISH)
    assert (line.what, line.state, line.answer) == ("A lead is won", "Waiting", "503 · 1,200 ms · 3 attempts")
    assert line.trouble.endswith(f"Tried again {ENGLISH.moment(NOW)}.")
    assert (line.may_redeliver, line.body) == (False, '{\n  "a": "ø"\n}')
    assert set(STATES) == set(DeliveryState)
    assert set(TROUBLES) == set(DeliveryTrouble)

"""Sending a webhook to a real server: what it gets, what counts as arrived, and where nothing is ever sent."""

import asyncio
import hmac
import socket
from typing import Any

import pytest

from leadx_app.adapters.webhook_sender import READ_BYTES, WebhookSender
from leadx_app.domain.errors import Invalid
from leadx_app.domain.webhooks.addresses import may_connect, read_url
from leadx_app.domain.webhooks.deliver import Arrival, OutgoingDelivery
from leadx_app.models import DeliveryTrouble, new_id
from tests.support.hook_receiver import HookReceiver
from tests.support.server import free_port

BODY = '{"kind":"lead.won","title":"Bjørn"}'
HERE = WebhookSender(allows_loopback=True, timeout=5)
ABROAD = WebhookSender(allows_loopback=False, timeout=5)


def _message(url: str) -> OutgoingDelivery:
    return OutgoingDelivery(new_id(), 1, "lead.won", url, "seed", BODY)


def _send(url: str, sender: WebhookSender = HERE) -> Arrival:
    return asyncio.run(sender.send(_message(url), "whsec_x", now=1_772_442_000))


def test_what_arrives_is_signed_as_the_documents_say() -> None:
    with HookReceiver() as receiver:
        arrival = _send(receiver.url + "in?key=1")
    assert (arrival.trouble, arrival.status) == (None, 200)
    ((headers, body),) = receiver.heard
    assert body == BODY.encode()
    assert headers["X-LeadX-Event"] == "lead.won"
    signed = headers["X-LeadX-Timestamp"].encode() + b"." + body
    assert headers["X-LeadX-Signature"] == "v1=" + hmac.new(b"whsec_x", signed, "sha256").hexdigest()
    assert headers["Content-Type"] == "application/json"
    assert headers["Host"] == receiver.url.split("/")[2]


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (204, None),
        (302, DeliveryTrouble.REDIRECTED),
        (307, DeliveryTrouble.REDIRECTED),
        (404, DeliveryTrouble.REFUSED),
        (500, DeliveryTrouble.REFUSED),
    ],
)
def test_only_a_yes_has_arrived_and_a_redirect_is_not_followed(status: int, trouble: DeliveryTrouble | None) -> None:
    with HookReceiver(status=status, answer=b"") as receiver:
        arrival = _send(receiver.url)
    assert (arrival.trouble, arrival.status, len(receiver.heard)) == (trouble, status, 1)


def test_an_endless_answer_is_read_to_a_limit_only() -> None:
    with HookReceiver(answer=b"x" * READ_BYTES * 40) as receiver:
        assert _send(receiver.url).trouble is None


def test_silence_and_closed_doors_are_said() -> None:
    with HookReceiver(is_slow=True) as receiver:
        arrival = _send(receiver.url, WebhookSender(allows_loopback=True, timeout=0.2))
    assert (arrival.trouble, arrival.status) == (DeliveryTrouble.TIMED_OUT, None)
    assert _send(f"http://127.0.0.1:{free_port()}/").trouble == DeliveryTrouble.NOT_REACHED
    with HookReceiver() as receiver:
        secure = receiver.url.replace("http:", "https:")
        assert _send(secure).trouble == DeliveryTrouble.NOT_ENCRYPTED
        assert receiver.heard == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "example.com",
        "https://",
        "https://user:pass@example.com/",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com/#part",
        "https://example.com\\@127.0.0.1/",
        "http://example.com/",
        "http://localhost/",
        "https://localhost/",
        "https://api.localhost./",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://10.1.2.3/",
        "https://192.168.0.1/",
        "https://172.16.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://100.64.0.1/",
        "javascript:alert(1)",
        "",
    ],
)
def test_such_an_address_is_refused_when_it_is_saved(url: str) -> None:
    with pytest.raises(Invalid):
        read_url(url, allows_loopback=False)


def test_loopback_alone_is_allowed_where_the_operator_says_so() -> None:
    assert read_url(" http://localhost:8000/in ", allows_loopback=True).port == 8000
    assert read_url("https://example.com/x?y=1", allows_loopback=False).port == 443
    for url in ("https://10.0.0.1/", "http://example.com/", "http://169.254.169.254/"):
        with pytest.raises(Invalid):
            read_url(url, allows_loopback=True)
    assert may_connect("8.8.8.8", allows_loopback=False)
    assert may_connect("2606:4700::1111", allows_loopback=False)
    assert not may_connect("nonsense", allows_loopback=True)


def _names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name means these numbers."""

    async def getaddrinfo(_: Any, host: str, port: int, **__: Any) -> list[tuple]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)


def test_a_name_that_leads_inside_is_refused_when_saved_and_when_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    _names(monkeypatch, "127.0.0.1")
    with HookReceiver() as receiver:
        url = f"https://rebinding.example:{receiver.url.split(':')[2]}"
        with pytest.raises(Invalid):
            asyncio.run(ABROAD.checked(url))
        assert _send(url, ABROAD).trouble == DeliveryTrouble.FORBIDDEN
        _names(monkeypatch, "93.184.215.14", "10.0.0.7")
        assert _send(url, ABROAD).trouble == DeliveryTrouble.FORBIDDEN
        assert receiver.heard == []


def test_a_name_that_nobody_has_is_refused_when_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: Any, **__: Any) -> list[tuple]:
        raise socket.gaierror

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", nobody)
    with pytest.raises(Invalid, match="no such host"):
        asyncio.run(ABROAD.checked("https://gone.example/"))
    assert _send("https://gone.example/", ABROAD).trouble == DeliveryTrouble.NOT_REACHED

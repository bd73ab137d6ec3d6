"""Asking a provider: what comes of it when it is slow, huge, broken, elsewhere, or where nobody may ask."""

import asyncio
import socket
from collections.abc import Callable

import pytest

from leadx_app.adapters.openid import OpenId
from leadx_app.adapters.provider_http import MOST_BYTES, ProviderHttp, Trouble
from tests.support.loopback import Answer
from tests.support.server import free_port
from tests.support.wicked_provider import WELL_KNOWN, WickedProvider

HERE = ["127.0.0.1", "localhost"]


def _try(issuer: str, hosts: list[str] | None = None, timeout: float = 10) -> str:
    """What an Admin is told of a provider; "" when it works."""
    openid = OpenId(ProviderHttp(HERE if hosts is None else hosts, timeout))
    try:
        asyncio.run(openid.try_out(issuer))
    except Trouble as trouble:
        return str(trouble)
    return ""


def test_a_provider_that_works_is_asked_twice() -> None:
    with WickedProvider() as provider:
        assert _try(provider.url) == ""
        assert provider.asked == [WELL_KNOWN, "/keys"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, {}, b"{}"), "answered with 404"),
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), "leads on to another address"),
        ((200, {}, b"<html>"), "does not answer as an OpenID provider"),
        ((200, {}, b"\xff"), "does not answer as an OpenID provider"),
        ((200, {}, b"[1]"), "does not answer as an OpenID provider"),
        ((200, {}, b"[" * 100_000), "does not answer as an OpenID provider"),
        ((200, {}, b" " * (MOST_BYTES + 1)), "more than LeadX reads"),
        ((200, {}, b'{"issuer": "https://other.example"}'), "calls itself https://other.example"),
    ],
    ids=["missing", "moved", "page", "bytes", "list", "deep", "huge", "other"],
)
def test_what_is_no_description_is_told_in_words(answer: Answer, words: str) -> None:
    with WickedProvider(answers={WELL_KNOWN: answer}) as provider:
        assert words in _try(provider.url)
        assert provider.asked == [WELL_KNOWN], "nothing else was asked"


def test_a_description_that_cannot_be_used_is_told_in_words() -> None:
    with WickedProvider() as provider:
        for said, words in (
            ({"token_endpoint": None}, "does not say its token_endpoint"),
            ({"jwks_uri": 7}, "is not an address"),
            ({"token_endpoint": "http://login.example.com/token"}, "must begin with https://"),
            ({"authorization_endpoint": "javascript:alert(1)"}, "is not an address"),
            ({"jwks_uri": "https://10.0.0.1/keys"}, "inside a private network"),
            ({"userinfo_endpoint": "https://user:secret@login.example.com/"}, "must begin with https://"),
        ):
            provider.said = said
            assert words in _try(provider.url), said
        provider.said, provider.answers = {}, {"/keys": (200, {}, b'{"keys": [{"kty": "oct", "k": "AAAA"}]}')}
        assert "signs with no key" in _try(provider.url)


def test_whoever_does_not_answer_is_not_waited_for() -> None:
    with WickedProvider(is_slow=True) as provider:
        assert "did not answer in time" in _try(provider.url, timeout=0.2)
    assert "could not be reached" in _try(f"http://127.0.0.1:{free_port()}")


def test_nothing_in_a_private_network_is_asked_that_is_not_named() -> None:
    with WickedProvider() as provider:
        assert "must begin with https://" in _try(provider.url, [])
        for issuer in (
            provider.url.replace("http", "https"),
            "https://192.168.1.1",
            "https://[::1]",
            "https://localhost",
        ):
            assert "inside a private network" in _try(issuer, []), issuer
        assert "must begin with https://" in _try("http://login.example.com", ["login.example.com"])
        assert provider.asked == []


def test_a_name_that_leads_into_the_private_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    with WickedProvider() as provider:
        port = int(provider.url.rpartition(":")[2])
        real: Callable[..., list] = socket.getaddrinfo

        def lying(host: str, *rest: object, **more: object) -> list:
            return real("127.0.0.1" if host == "login.example.com" else host, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", lying)
        assert "inside a private network" in _try(f"https://login.example.com:{port}")
        assert "certificate" in _try(f"https://login.example.com:{port}", ["login.example.com"])
        assert provider.asked == []

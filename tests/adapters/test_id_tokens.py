"""ID tokens: the one that is right, and every way in which one is wrong."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import ECKey

from leadx_app.adapters.id_tokens import LONGEST_TOKEN, BadToken, usable_keys, verified
from tests.support.wicked_provider import rsa_key, signed

NOW = 1_772_442_000
RIGHT = {
    "iss": "https://login.example.com",
    "aud": "leadx",
    "sub": "s-1",
    "iat": NOW,
    "exp": NOW + 60,
    "nonce": "n",
}
PUBLIC = rsa_key().as_dict(private=False)


def _read(token: str, keys: list[Any] | None = None, now: int = NOW) -> dict[str, Any]:
    whom = {"issuer": RIGHT["iss"], "client_id": "leadx", "nonce": "n"}
    return verified(token, [PUBLIC] if keys is None else keys, **whom, now=now)


def _refused(token: str, keys: list[Any] | None = None, now: int = NOW) -> str:
    with pytest.raises(BadToken) as refusal:
        _read(token, keys, now)
    return str(refusal.value)


def _plain(part: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def test_a_token_of_the_provider_for_us_is_read() -> None:
    assert _read(signed(RIGHT, rsa_key())) == RIGHT
    assert _read(signed({**RIGHT, "aud": ["leadx", "other"], "azp": "leadx"}, rsa_key()))["sub"] == "s-1"
    assert _read(signed({**RIGHT, "exp": NOW - 30}, rsa_key()))["sub"] == "s-1", "clocks differ a little"
    elliptic = ECKey.generate_key("P-256", {"kid": "e"})
    assert _read(signed(RIGHT, elliptic, alg="ES256"), [PUBLIC, elliptic.as_dict(private=False)])["sub"] == "s-1"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example.com"},
        {"iss": "https://login.example.com/"},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": ["leadx", "another"]},
        {"azp": "another"},
        {"aud": 7},
        {"exp": NOW - 61},
        {"exp": "soon"},
        {"exp": None},
        {"iat": NOW + 3600},
        {"iat": None},
        {"nbf": NOW + 3600},
        {"nonce": "of another browser"},
        {"nonce": None},
        {"nonce": 7},
        {"sub": None},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_with_one_wrong_claim_is_refused(change: dict[str, Any]) -> None:
    claims = {name: value for name, value in {**RIGHT, **change}.items() if value is not None}
    assert _refused(signed(claims, rsa_key())).startswith("claims")


def _unsigned(claims: dict[str, Any]) -> str:
    return f"{_plain({'alg': 'none'})}.{_plain(claims)}."


def _with_the_public_key_as_secret(claims: dict[str, Any]) -> str:
    text = f"{_plain({'alg': 'HS256', 'kid': rsa_key().kid})}.{_plain(claims)}"
    mark = hmac.digest(rsa_key().as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


def _of_a_stranger(claims: dict[str, Any]) -> str:
    return signed(claims, rsa_key("stranger"), kid=rsa_key().kid)


def _that_brings_its_own_key(claims: dict[str, Any]) -> str:
    stranger = rsa_key("stranger")
    return signed(claims, stranger, jwk=stranger.as_dict(private=False))


def _changed_afterwards(claims: dict[str, Any]) -> str:
    head, _, mark = signed(claims, rsa_key()).split(".")
    return f"{head}.{_plain({**claims, 'sub': 's-2'})}.{mark}"


def _critical(claims: dict[str, Any]) -> str:
    _, body, mark = signed(claims, rsa_key()).split(".")
    return f"{_plain({'alg': 'RS256', 'kid': 'first', 'crit': ['exp'], 'exp': 1})}.{body}.{mark}"


WAYS = (
    _unsigned,
    _with_the_public_key_as_secret,
    _of_a_stranger,
    _that_brings_its_own_key,
    _changed_afterwards,
    _critical,
)


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
def test_what_the_provider_did_not_sign_is_refused(way: Callable[[dict[str, Any]], str]) -> None:
    secret = {"kty": "oct", "k": "AAAA", "kid": "first"}
    _refused(way(RIGHT))
    _refused(way(RIGHT), [secret, PUBLIC])
    _refused(way(RIGHT), [])


def test_what_is_no_token_is_refused() -> None:
    for text in ("", "a.b.c", "ø", f"{_plain([])}.{_plain(RIGHT)}.x", "a" * (LONGEST_TOKEN + 1)):
        _refused(text)


def test_keys_that_are_weak_secret_or_of_another_use_do_not_count() -> None:
    weak = {**PUBLIC, "n": "AQAB" * 42}
    bad: list[Any] = [weak, {**PUBLIC, "use": "enc"}, {"kty": "oct", "k": "AAAA"}, {"kty": "RSA"}, "key", None]
    assert usable_keys([*bad, PUBLIC]) == [PUBLIC]
    assert "nobody" in _refused(signed(RIGHT, rsa_key()), [{**PUBLIC, "alg": "RS512"}])

"""The ID token of a sign-in: whether the provider signed it, for us, now, and for this browser."""

import hmac
from collections.abc import Sequence
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import urlsafe_b64decode

FAMILIES: dict[str, tuple[str, ...]] = {
    "RSA": ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    "EC": ("ES256", "ES384", "ES512"),
}
"""Public keys alone, and what each kind signs with: never none, never a secret that both sides know."""
ALGORITHMS = tuple(name for names in FAMILIES.values() for name in names)
LEEWAY_SECONDS = 60
LEAST_RSA_BYTES = 256
MOST_KEYS = 50
LONGEST_TOKEN = 64_000


class BadToken(Exception):
    """The token is not what it should be; the text says why, without anything of it."""


def verified(token: str, keys: Sequence[Any], *, issuer: str, client_id: str, nonce: str, now: int) -> dict[str, Any]:
    """What a token says, once all of it is right.

    Args:
        keys: the public keys of the provider, as it publishes them (JWK).
        now: seconds since 1970.

    Raises:
        BadToken: anything else.
    """
    claims = _signed(token, keys)
    wanted = jwt.JWTClaimsRegistry(
        now=now,
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        wanted.validate(claims)
    except (JoseError, TypeError, ValueError, OverflowError) as error:
        raise BadToken(f"claims: {getattr(error, 'error', type(error).__name__)}") from error
    audience = claims["aud"]
    others = isinstance(audience, list) and len(audience) > 1
    if (others or "azp" in claims) and claims.get("azp") != client_id:
        raise BadToken("claims: made for somebody else")
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise BadToken("claims: of another sign-in")
    return claims


def usable_keys(keys: Sequence[Any]) -> list[dict[str, Any]]:
    """Those of a provider's keys that may sign a token."""
    return [key for key in keys[:MOST_KEYS] if isinstance(key, dict) and _is_usable(key)]


def _signed(token: str, keys: Sequence[Any]) -> dict[str, Any]:
    """The claims, when one of the keys has signed them."""
    if len(token) > LONGEST_TOKEN:
        raise BadToken("too long")
    registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    registry.max_header_length = 8_000
    try:
        header = jws.extract_compact(token.encode(), registry=registry).headers()
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise BadToken("cannot be read") from error
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise BadToken("signed in a way that is not trusted")
    for key in usable_keys(keys):
        if _fits(key, str(algorithm), kid):
            try:
                return jwt.decode(token, _imported(key), algorithms=[str(algorithm)], registry=registry).claims
            except (JoseError, ValueError, TypeError, RecursionError):
                continue
    raise BadToken("signed by nobody whom the provider names")


def _fits(key: dict[str, Any], algorithm: str, kid: object) -> bool:
    is_named = kid is None or key.get("kid") in (None, kid)
    return is_named and algorithm in FAMILIES[key["kty"]] and key.get("alg") in (None, algorithm)


def _is_usable(key: dict[str, Any]) -> bool:
    if key.get("kty") not in FAMILIES or key.get("use") not in (None, "sig"):
        return False
    if key["kty"] == "EC":
        return True
    try:
        return len(urlsafe_b64decode(str(key.get("n", "")).encode()).lstrip(b"\0")) >= LEAST_RSA_BYTES
    except ValueError:
        return False


def _imported(key: dict[str, Any]) -> RSAKey | ECKey:
    """The public half, whatever else a provider has published by mistake."""
    names = ("kty", "n", "e") if key["kty"] == "RSA" else ("kty", "crv", "x", "y")
    public = {name: key[name] for name in names if isinstance(key.get(name), str)}
    return RSAKey.import_key(public) if key["kty"] == "RSA" else ECKey.import_key(public)

"""OpenID Connect with a customer's provider: authorization code flow with PKCE, state and nonce."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from leadx_app.adapters.id_tokens import ALGORITHMS, BadToken, usable_keys, verified
from leadx_app.adapters.provider_http import ProviderHttp, Trouble
from leadx_app.domain.providers import ShownAccount

WELL_KNOWN = "/.well-known/openid-configuration"
LONGEST_SUBJECT, LONGEST_BEARER = 255, 16_000


class Untrusted(Trouble):
    """The provider's answer to a sign-in is not right; the text says why."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    auth_methods: tuple[str, ...]
    names_itself: bool


@dataclass(frozen=True, slots=True)
class Client:
    """What LeadX is to a provider."""

    client_id: str
    secret: str | None
    redirect_uri: str


class Attempt:
    """One sign-in of one browser: all that must fit together is made of the secret that only the browser keeps."""

    def __init__(self, secret: str | None = None) -> None:
        self.secret = secret or secrets.token_urlsafe(32)

    @property
    def state(self) -> str:
        return self._made("state")

    @property
    def nonce(self) -> str:
        return self._made("nonce")

    @property
    def verifier(self) -> str:
        return self._made("verifier")

    @property
    def challenge(self) -> str:
        return _plain(hashlib.sha256(self.verifier.encode()).digest())

    def _made(self, purpose: str) -> str:
        return _plain(hmac.new(self.secret.encode(), f"leadx sign-in {purpose}".encode(), hashlib.sha256).digest())


class OpenId:
    """Nothing is kept between two sign-ins, so that new keys and addresses of a provider count at once."""

    def __init__(self, http: ProviderHttp) -> None:
        self._http = http

    def check(self, issuer: str) -> str:
        """The address of a provider, when it may be asked; Trouble when not."""
        return self._http.check(issuer)

    async def metadata(self, issuer: str) -> Metadata:
        """What the provider says of itself.

        Raises:
            Trouble: it cannot be reached or used; the text tells its Admin what to do.
        """
        self._http.check(issuer)
        said = await self._http.get(issuer.rstrip("/") + WELL_KNOWN)
        if said.get("issuer") != issuer:
            raise Trouble(
                "The provider calls itself {issuer}. Write exactly that.", issuer=str(said.get("issuer"))[:200]
            )
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if missing := next((name for name in needed if not said.get(name)), None):
            raise Trouble("The provider does not say its {what}, so that LeadX cannot use it.", what=missing)
        addresses = {name: self._http.check(said[name]) for name in needed}
        userinfo = said.get("userinfo_endpoint")
        return Metadata(
            issuer,
            **addresses,
            userinfo_endpoint=self._http.check(userinfo) if userinfo else "",
            auth_methods=_texts(said.get("token_endpoint_auth_methods_supported")) or ("client_secret_basic",),
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )

    async def try_out(self, issuer: str) -> None:
        """Look whether people could sign in with a provider.

        Raises:
            Trouble: not as it is.
        """
        metadata = await self.metadata(issuer)
        if not usable_keys(await self._keys(metadata)):
            raise Trouble(
                "The provider signs with no key that LeadX trusts: {algorithms}.", algorithms=", ".join(ALGORITHMS)
            )

    def way_to(self, metadata: Metadata, client: Client, attempt: Attempt, hint: str = "") -> str:
        """Where the browser is sent; `hint` is the email that was typed already."""
        asked = {
            "response_type": "code",
            "scope": "openid email profile",
            "client_id": client.client_id,
            "redirect_uri": client.redirect_uri,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
            **({"login_hint": hint} if hint else {}),
        }
        joint = "&" if "?" in metadata.authorization_endpoint else "?"
        return f"{metadata.authorization_endpoint}{joint}{urlencode(asked)}"

    async def account(
        self, metadata: Metadata, client: Client, attempt: Attempt, code: str, *, now: int
    ) -> ShownAccount:
        """Whose account the provider gave a code for.

        Raises:
            Trouble: the provider cannot be reached.
            Untrusted: what it answers is not right.
        """
        tokens = await self._redeem(metadata, client, attempt, code)
        token, keys = tokens.get("id_token"), await self._keys(metadata)
        if not isinstance(token, str):
            raise Untrusted("The provider gave no ID token.")
        whom = {"issuer": metadata.issuer, "client_id": client.client_id, "nonce": attempt.nonce}
        try:
            claims = verified(token, keys, **whom, now=now)
        except BadToken as error:
            raise Untrusted("The ID token is refused: {reason}.", reason=str(error)) from error
        subject = claims["sub"]
        if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
            raise Untrusted("The provider names nobody.")
        about = claims if "email_verified" in claims else await self._more(metadata, tokens, claims)
        return ShownAccount(
            metadata.issuer,
            subject,
            _text(about.get("email")),
            about.get("email_verified") in (True, "true"),
            _text(about.get("name")) or _text(claims.get("name")),
        )

    async def _redeem(self, metadata: Metadata, client: Client, attempt: Attempt, code: str) -> dict[str, Any]:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        status, answer = 401, {}
        for basic, more in _ways_to_say_who_we_are(metadata, client):
            if status == 401:  # A client is known in one way, though the provider knows others too.
                status, answer = await self._http.post(metadata.token_endpoint, {**fields, **more}, basic=basic)
        if status != 200:
            said = "".join(sign for sign in _text(answer.get("error"))[:60] if sign.isalnum() or sign in "_-")
            raise Untrusted("The provider refused the code: {status} {said}.", status=status, said=said)
        return answer

    async def _keys(self, metadata: Metadata) -> list[Any]:
        keys = (await self._http.get(metadata.jwks_uri)).get("keys")
        return keys if isinstance(keys, list) else []

    async def _more(self, metadata: Metadata, tokens: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
        """What the provider says of the person beside the token; of the same one."""
        bearer = tokens.get("access_token")
        if not metadata.userinfo_endpoint or not isinstance(bearer, str) or not bearer.isascii():
            return claims
        if len(bearer) > LONGEST_BEARER or not bearer.isprintable():
            return claims
        said = await self._http.get(metadata.userinfo_endpoint, bearer=bearer)
        if said.get("sub") != claims["sub"]:
            raise Untrusted("The provider speaks of somebody else.")
        return said


def _ways_to_say_who_we_are(metadata: Metadata, client: Client) -> list[tuple[tuple[str, str] | None, dict[str, str]]]:
    """Name and password of the request, and fields of the form."""
    if not client.secret:
        return [(None, {"client_id": client.client_id})]
    by_form = (None, {"client_id": client.client_id, "client_secret": client.secret})
    ways = {"client_secret_basic": ((client.client_id, client.secret), {}), "client_secret_post": by_form}
    return [way for name, way in ways.items() if name in metadata.auth_methods] or [by_form]


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

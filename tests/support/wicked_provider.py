"""An OpenID provider of our own on the loopback that is as right or as wrong as a test wants it to be."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.support.loopback import Answer

CLIENT, SECRET = "leadx", "a secret: of+both%sides"
WELL_KNOWN = "/.well-known/openid-configuration"


@cache
def rsa_key(name: str = "first") -> RSAKey:
    """A key that all tests share; making one takes a while."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class WickedProvider:
    """Says who `person` is. `claims` and `said` change what its token and its description say, `answers` what an
    address answers, `sign` how the token is signed; `asked` are the addresses that were asked. One that `takes_form`
    knows its clients by fields of the form alone."""

    person: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "s-1",
            "email": "manager@nordlys.example",
            "email_verified": True,
            "name": "Mona Manager",
        }
    )
    claims: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    key: RSAKey = field(default_factory=rsa_key)
    asked: list[str] = field(default_factory=list)
    is_slow: bool = False
    takes_form: bool = False

    def __enter__(self) -> Self:
        self._codes: dict[str, dict[str, str]] = {}
        self._go_on = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._go_on.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def visit(self, url: str) -> dict[str, str]:
        """What the provider sends the browser back with that came by an address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, path: str, form: dict[str, str], authorization: str) -> Answer:
        """What an address answers."""
        self.asked.append(path)
        if self.is_slow:
            self._go_on.wait(20)
        if path in self.answers:
            return self.answers[path]
        if path == WELL_KNOWN:
            return _json(self._description())
        if path == "/keys":
            return _json({"keys": [self.key.as_dict(private=False)]})
        if path == "/token":
            return self._token(form, authorization)
        if path == "/userinfo" and authorization == "Bearer at":
            return _json(self.person)
        return _json({"error": "not_found"}, 404)

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize?kind=web",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            **self.said,
        }

    def _token(self, form: dict[str, str], authorization: str) -> Answer:
        password = base64.b64encode(urlencode({CLIENT: SECRET}).replace("=", ":").encode()).decode()
        by_form = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if not (by_form if self.takes_form else authorization == f"Basic {password}"):
            return _json({"error": "invalid_client"}, 401)
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        is_right = (
            asked is not None
            and form.get("redirect_uri") == asked["redirect_uri"]
            and challenge.decode().rstrip("=") == asked["code_challenge"]
        )
        if not is_right:
            return _json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        about = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        claims = {name: value for name, value in {**about, **self.person, **self.claims}.items() if value is not None}
        token = self.sign(claims) if self.sign else signed(claims, self.key)
        return _json({"access_token": "at", "token_type": "Bearer", "id_token": token})


def signed(claims: dict[str, Any], key: Any, **header: Any) -> str:
    """A token as an honest provider signs it, but for what the header says otherwise."""
    header = {"alg": "RS256", "kid": key.kid, **header}
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


def _json(body: Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()


def _handler(provider: WickedProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say({name: values[0] for name, values in parse_qs(body).items()})

        def _say(self, form: dict[str, str]) -> None:
            status, headers, body = provider.answer(self.path, form, self.headers.get("Authorization", ""))
            with suppress(OSError):  # The reader had enough.
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler

"""A real OpenID provider, Canaille, as a program of its own on a free port, with people who have a password there."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Self

from tests.support.server import ROOT, free_port

PASSWORD = "the password at the provider"
CLIENT, SECRET = "leadx", "the-secret-that-both-know"


class IdentityProvider:
    """The provider, as a context manager; `people` are emails by the name that they sign in with there."""

    def __init__(self, folder: Path, redirect_address: str, people: dict[str, str]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "provider.log"
        self._told = {"port": self.port, "redirect": redirect_address, "people": people}

    def __enter__(self) -> Self:
        environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.identity_provider", json.dumps(self._told)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until = time.monotonic() + 120
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.__exit__()
                raise RuntimeError(f"the provider did not start:\n{self._log.read_text(errors='replace')[-4_000:]}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(10)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/.well-known/openid-configuration", timeout=5) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False


def _serve(port: int, redirect: str, people: dict[str, str]) -> None:
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend
    from joserfc.jwk import RSAKey
    from werkzeug.serving import run_simple

    key = RSAKey.generate_key(2048, auto_kid=True)
    settings: dict[str, Any] = {
        "SECRET_KEY": "of this process alone",
        "SERVER_NAME": f"127.0.0.1:{port}",
        "PREFERRED_URL_SCHEME": "http",
        "CANAILLE": {"DATABASE": "memory", "JAVASCRIPT": False, "FORCE_HTTPS": False, "TIMEZONE": "UTC"},
        "CANAILLE_OIDC": {"ACTIVE_JWKS": [key.as_dict(private=True)], "TRUSTED_DOMAINS": ["localhost"]},
    }
    app = create_app(settings)
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = "true"
    with app.app_context(), Backend.instance.session():
        for name, email in people.items():
            words = {"given_name": name.capitalize(), "family_name": "Ny", "formatted_name": f"{name.capitalize()} Ny"}
            Backend.instance.save(models.User(user_name=name, emails=[email], password=PASSWORD, **words))
        client = models.Client(
            client_id=CLIENT,
            client_secret=SECRET,
            client_name="LeadX",
            client_uri="http://localhost",
            redirect_uris=[redirect],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "email", "profile"],
            token_endpoint_auth_method="client_secret_basic",
        )
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    run_simple("127.0.0.1", port, app, threaded=True)


if __name__ == "__main__":
    _serve(**json.loads(sys.argv[1]))

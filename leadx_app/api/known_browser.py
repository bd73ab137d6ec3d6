"""Browsers in which somebody has signed in before: wrong passwords from elsewhere do not keep them out there.

The cookie signs nobody in. It says of one email that its owner was here, and gives this browser attempts of its own
beside those of the account and of the address, which anybody can use up.
"""

import hmac
import secrets

from starlette.responses import Response

from leadx_app.runtime import Runtime, cookie_named

NAME = "leadx_browser"
DAYS = 365
PATH = "/auth/sign-in"
"""The only address that it is sent to."""


def remember(answer: Response, runtime: Runtime, email: str) -> None:
    """Let the browser that gets this answer be known as one of the owner of the email."""
    nonce, secure = secrets.token_urlsafe(18), runtime.settings.is_https
    value = f"{nonce}.{_mark(runtime, nonce, email)}"
    lives = {"max_age": DAYS * 86_400, "path": PATH}
    answer.set_cookie(_name(runtime), value, **lives, secure=secure, httponly=True, samesite="strict")


def attempts_key(runtime: Runtime, cookies: str, email: str) -> str | None:
    """Under what this browser's attempts on the email count, when it is known for it.

    Args:
        cookies: the header that the browser sent.
    """
    nonce, _, mark = (cookie_named(cookies, _name(runtime)) or "").partition(".")
    if not nonce or not hmac.compare_digest(mark.encode(), _mark(runtime, nonce, email).encode()):
        return None
    return runtime.opaque("browser attempts", nonce)


def _mark(runtime: Runtime, nonce: str, email: str) -> str:
    return runtime.opaque("browser", f"{nonce}\0{email.casefold()}")


def _name(runtime: Runtime) -> str:
    return f"__Secure-{NAME}" if runtime.settings.is_https else NAME

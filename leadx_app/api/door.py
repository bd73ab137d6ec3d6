"""The door of every route of files and REST: who is asking, how often, and what was sent, read strictly."""

import json
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from decimal import Decimal, DecimalException
from typing import Annotated, Any, NoReturn

from fastapi import BackgroundTasks, Depends, Security
from fastapi.routing import APIRoute
from fastapi.security import APIKeyCookie, HTTPBearer
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from leadx_app.api.answers import answer_to
from leadx_app.api.throttle import Throttle
from leadx_app.db import Unavailable
from leadx_app.domain.accounts import TOUCH_EVERY, Credential, hash_secret, touch_session, touch_token
from leadx_app.domain.errors import NotPermitted, SignedOut
from leadx_app.runtime import get_runtime

BODY_BYTES = 256 * 1024
READING = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_TOUCHED = 20_000

per_credential = Throttle(per_second=20, burst=60)
per_reader = Throttle(per_second=50, burst=400)  # A page of pictures asks for all of them at once.
per_address = Throttle(per_second=200, burst=2_000)


class BadBody(HTTPException):
    """The body cannot be read; `template` is the English text."""

    def __init__(self, status: int, template: str) -> None:
        super().__init__(status, template)


class StrictRequest(Request):
    """A request whose JSON is at most so long, means one thing only, and holds numbers exactly."""

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            content = bytearray()
            async for chunk in self.stream():
                content += chunk
                if len(content) > BODY_BYTES:
                    raise BadBody(413, "This is more than we read at once.")
            self._body = bytes(content)
        return self._body

    async def json(self) -> Any:
        try:
            return json.loads(
                (await self.body()).decode("utf-8"),
                parse_float=_number,
                parse_constant=_refuse,
                object_pairs_hook=_object,
            )
        except (ValueError, RecursionError, DecimalException) as error:
            raise BadBody(422, "This is not JSON that we can read.") from error


def _number(text: str) -> Decimal:
    return Decimal(text)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


class Door(APIRoute):
    """A route that nobody passes without a credential; what is refused or fails becomes a problem."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def admitted(request: Request) -> Response:
            try:
                request.state.who = _admit(request)
                return await handle(StrictRequest(request.scope, request.receive))
            except Exception as error:
                return await answer_to(request, error)

        return admitted


def _admit(request: Request) -> Credential:
    who = _credential(request)
    per_address.take(request.client.host if request.client else "")
    is_reading_files = request.method == "GET" and request.url.path.startswith("/files/")
    (per_reader if is_reading_files else per_credential).take(who.token_hash or who.session_hash or "")
    return who


def _credential(request: Request) -> Credential:
    """The bearer token if one is shown, else the session cookie; that may write only with our own header."""
    header = request.headers.get("authorization")
    if header is not None:
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise SignedOut()
        return Credential(token_hash=hash_secret(token.strip()))
    who = get_runtime().credential(request.headers.get("cookie", ""))
    if who.session_hash is None:
        raise SignedOut()
    if request.method not in READING and request.headers.get("x-leadx") != "1":
        raise NotPermitted("This request did not come from LeadX.")
    return who


_touched: dict[Credential, float] = {}


def _asking(
    request: Request,
    background: BackgroundTasks,
    token: Annotated[Any, Security(HTTPBearer(auto_error=False, description="A token made on the profile page."))],
    cookie: Annotated[Any, Security(APIKeyCookie(name="leadx_session", auto_error=False))],
) -> Credential:
    who: Credential = request.state.who
    if time.monotonic() - _touched.get(who, float("-inf")) > TOUCH_EVERY.total_seconds():
        background.add_task(_touch, who)
    return who


async def _touch(who: Credential) -> None:
    """Note after a request that went well that the token or session is in use, at most every 5 minutes."""
    if len(_touched) >= MOST_TOUCHED:
        _touched.clear()
    _touched[who] = time.monotonic()
    with suppress(Unavailable):
        await get_runtime().database.system_async(_note_use, who)


def _note_use(session: Session, who: Credential, *, now: datetime) -> None:
    if who.token_hash:
        touch_token(session, who.token_hash, now=now)
    if who.session_hash:
        touch_session(session, who.session_hash, now=now)


Who = Annotated[Credential, Depends(_asking)]
"""The credential of the request, shown and not yet believed: every transaction looks it up."""

"""Refusals and failures as `application/problem+json` (RFC 9457), in the reader's language."""

import re
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from leadx_app import i18n
from leadx_app.db import Unavailable
from leadx_app.domain.errors import (
    Conflict,
    EditConflict,
    Invalid,
    InvalidDraft,
    NotFound,
    NotPermitted,
    Refusal,
    SignedOut,
    TooMany,
)

STATUS: dict[type[Refusal], int] = {
    SignedOut: 401,
    NotPermitted: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    InvalidDraft: 422,
    TooMany: 429,
}
BUSY = "The server is busy and nothing was saved. Try again."

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NORWEGIAN = re.compile(r"^\s*(nb|nn|no)\b", re.IGNORECASE)


def language_of(request: Request) -> str:
    """The language that the reader's browser asks for."""
    return "nb" if _NORWEGIAN.match(request.headers.get("accept-language", "")) else "en"


def problem(
    status: int, text: str, language: str, *, headers: dict[str, str] | None = None, more: dict[str, Any] | None = None
) -> JSONResponse:
    """An answer that says what is wrong; `text` is already in the language."""
    body = {"type": "about:blank", "status": status, "title": HTTPStatus(status).phrase, "detail": text, **(more or {})}
    fixed = {"Cache-Control": "no-store", "Content-Language": language}
    return JSONResponse(body, status, {**fixed, **(headers or {})}, "application/problem+json")


def problem_of(error: Refusal | Unavailable, language: str) -> JSONResponse:
    """The answer to a refusal, or to a database that was busy for too long."""
    if isinstance(error, Unavailable):
        return problem(503, i18n.say(language, BUSY), language, headers={"Retry-After": "1"})
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    headers = {"Retry-After": str(error.retry_after_seconds)} if isinstance(error, TooMany) else None
    return problem(status, _words(error, language), language, headers=headers, more=_details(error, language))


def _details(error: Refusal, language: str) -> dict[str, Any]:
    if isinstance(error, InvalidDraft):
        return {"errors": [_wrong(one, language) for one in error.errors]}
    if isinstance(error, Invalid):
        return {"errors": [_wrong(error, language)]}
    if isinstance(error, EditConflict):
        fields = {name: value if value is None else str(value) for name, value in error.fields.items()}
        return {"fields": fields, "by": error.by, "version": error.version}
    return {}


def _wrong(error: Invalid, language: str) -> dict[str, str]:
    """What is wrong with one field; its name may be the client's own, so it is cut and cleaned."""
    return {"field": _UNSEEN.sub("?", error.field[:80]), "detail": _words(error, language)}


def _words(refusal: Refusal, language: str) -> str:
    return i18n.say(language, refusal.template, **refusal.params)

"""What is answered when something was refused or failed: one place for all routes of files and REST."""

from typing import Any

from fastapi.exceptions import RequestValidationError
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from leadx_app import i18n
from leadx_app.api.error_pages import as_page, is_a_visit
from leadx_app.api.problems import language_of, problem, problem_of
from leadx_app.db import Unavailable
from leadx_app.domain.errors import InvalidDraft, NotFound, Refusal, SignedOut, TooMany
from leadx_app.domain.leads.draft import invalid_of
from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import RegisterUnavailable, StorageFull, StorageUnavailable
from leadx_app.logs import report
from leadx_app.runtime import get_runtime

FAILED = "Something went wrong and we were told. If it happens again, tell us this number: {error_id}"

_NOT_ASKED = (SignedOut, TooMany, Unavailable)


async def answer_to(request: Request, error: Exception) -> Response:
    """The problem that says what is wrong, in the language of the user, or of the client while nobody is known."""
    if isinstance(error, RequestValidationError):
        error = refusal_of(error)
    language = await _language(request, error)
    answer = _answer(error, language)
    return as_page(answer, language) if is_a_visit(request) and answer.body else answer


def _answer(error: Exception, language: str) -> Response:
    if isinstance(error, Refusal | Unavailable):
        return problem_of(error, language)
    if isinstance(error, StorageFull):
        return problem(507, i18n.say(language, "There is no room for more files. Nothing was saved."), language)
    if isinstance(error, StorageUnavailable):
        text = i18n.say(language, "The place of the files does not answer. Nothing was saved. Try again.")
        return problem(503, text, language, headers={"Retry-After": "5"})
    if isinstance(error, RegisterUnavailable):
        return problem(503, i18n.say(language, "The register cannot be reached. Fill in by hand."), language)
    if isinstance(error, HTTPException):
        return problem(error.status_code, i18n.say(language, _HTTP.get(error.status_code, error.detail)), language)
    if isinstance(error, ClientDisconnect):
        return Response(status_code=400)
    return problem(500, i18n.say(language, FAILED, error_id=report(error)), language)


_HTTP = {404: "We could not find that.", 405: "This address does not answer to that method."}


def refusal_of(error: RequestValidationError) -> Refusal:
    """What FastAPI found wrong, as a refusal; an address whose id is no id is as one that was never used."""
    details = error.errors()
    if any(detail["loc"][0] == "path" for detail in details):
        return NotFound()
    return InvalidDraft([invalid_of({**detail, "loc": detail["loc"][1:]}) for detail in details])


async def _language(request: Request, error: Exception) -> str:
    who = getattr(request.state, "who", None)
    if who is None or isinstance(error, _NOT_ASKED):
        return language_of(request)
    try:
        return await get_runtime().database.read_async(who, _language_of_actor)
    except (Refusal, Unavailable):
        return language_of(request)


def _language_of_actor(session: Session, actor: Actor) -> str:
    return actor.language


async def answer_http(request: Request, error: Any) -> Response:
    """FastAPI's hook for addresses and methods that do not exist."""
    return await answer_to(request, error)

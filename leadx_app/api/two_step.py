"""The own second step of signing in: set up, turned on and off. Its secrets never enter a page's state."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from leadx_app import i18n
from leadx_app.adapters.one_time_codes import new_app_secret, new_recovery_codes, picture_of
from leadx_app.api.auth import NOT_READ, WRONG_CODE, desk, from_our_page, language_of_person, shown_code
from leadx_app.api.passwords import NO_STORE, confirm_password
from leadx_app.api.problems import problem, problem_of
from leadx_app.db import Unavailable
from leadx_app.domain import two_step
from leadx_app.domain.accounts import Credential
from leadx_app.domain.errors import Invalid, Refusal
from leadx_app.domain.two_step import CODES, Notice, ShownCode
from leadx_app.mail.account_letters import write_two_step
from leadx_app.models import utc_now
from leadx_app.queries.own_sessions import own_password
from leadx_app.queries.session import who_am_i
from leadx_app.runtime import Runtime, get_runtime

_STRICT = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Begin(BaseModel):
    """The password, which is asked before another way of signing in is set up."""

    model_config = _STRICT

    current_password: str = Field(max_length=1024)


class FirstCode(BaseModel):
    """The first code of the app."""

    model_config = _STRICT

    code: str = Field(max_length=64)


class PasswordAndCode(Begin):
    """Both, as at sign-in."""

    code: str = Field(max_length=64)


Wanted = TypeVar("Wanted", bound=BaseModel)
Act = Callable[[Runtime, Credential, Any], Awaitable[dict[str, Any]]]


def endpoint(kind: type[Wanted], act: Act) -> Callable[[Request], Awaitable[Response]]:
    """Read what was sent, act as whoever is signed in, and say what came of it in their language."""

    async def answered(request: Request) -> Response:
        runtime = get_runtime()
        who = runtime.credential(request.headers.get("cookie", ""))
        language = await language_of_person(request, who)
        try:
            wanted = kind.model_validate_json(await request.body())
        except ValueError:
            return problem(400, i18n.say(language, NOT_READ), language)
        try:
            return JSONResponse(await act(runtime, who, wanted), headers=NO_STORE)
        except (Refusal, Unavailable) as error:
            return problem_of(error, language)

    return from_our_page(answered)


async def _begin(runtime: Runtime, who: Credential, wanted: Begin) -> dict[str, Any]:
    """The secret of a new app, as a picture and in letters."""
    email = await confirm(runtime, who, wanted.current_password)
    actor = await runtime.database.read_async(who, who_am_i)
    secret = new_app_secret()
    sealed = runtime.one_time_codes.seal(actor.user_id, secret)
    await runtime.database.act_async(who, two_step.begin, sealed)
    return {"secret": secret, "picture": picture_of(secret, email)}


async def _turn_on(runtime: Runtime, who: Credential, wanted: FirstCode) -> dict[str, Any]:
    shown, (codes, hashes) = await _shown(runtime, who, wanted.code), _codes(runtime)
    notice = _notice(runtime, is_on=True)
    _refuse_wrong(await runtime.database.act_async(who, two_step.turn_on, shown, hashes, notice))
    return {"recovery_codes": codes}


async def _renew(runtime: Runtime, who: Credential, wanted: PasswordAndCode) -> dict[str, Any]:
    await confirm(runtime, who, wanted.current_password)
    shown, (codes, hashes) = await _shown(runtime, who, wanted.code), _codes(runtime)
    _refuse_wrong(await runtime.database.act_async(who, two_step.renew_codes, shown, hashes))
    return {"recovery_codes": codes}


async def _turn_off(runtime: Runtime, who: Credential, wanted: PasswordAndCode) -> dict[str, Any]:
    await confirm(runtime, who, wanted.current_password)
    shown, notice = await _shown(runtime, who, wanted.code), _notice(runtime, is_on=False)
    _refuse_wrong(await runtime.database.act_async(who, two_step.turn_off, shown, notice))
    return {}


async def confirm(runtime: Runtime, who: Credential, password: str) -> str:
    """The email of whoever is signed in, once their password was right."""
    email, _, password_hash = await runtime.database.read_async(who, own_password)
    async with desk():
        await confirm_password(runtime, email, password_hash, password)
    return email


async def _shown(runtime: Runtime, who: Credential, code: str) -> ShownCode:
    actor = await runtime.database.read_async(who, who_am_i)
    return shown_code(runtime, actor.user_id, code)


def _codes(runtime: Runtime) -> tuple[list[str], list[str]]:
    """New recovery codes for the person, and as they are kept."""
    codes = new_recovery_codes(CODES)
    return codes, [runtime.one_time_codes.hash_recovery(code) for code in codes]


def _notice(runtime: Runtime, *, is_on: bool) -> Notice:
    return Notice(write_two_step(runtime.customers.home, utc_now(), is_on=is_on), runtime.settings.mail_domain)


def _refuse_wrong(is_right: bool) -> None:
    if not is_right:
        raise Invalid(WRONG_CODE, field="code")


routes = [
    Route("/auth/two-step/begin", endpoint(Begin, _begin), methods=["POST"]),
    Route("/auth/two-step/on", endpoint(FirstCode, _turn_on), methods=["POST"]),
    Route("/auth/two-step/codes", endpoint(PasswordAndCode, _renew), methods=["POST"]),
    Route("/auth/two-step/off", endpoint(PasswordAndCode, _turn_off), methods=["POST"]),
]

"""Passkeys over plain HTTP: made by whoever is signed in, and signed in with."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from leadx_app import i18n
from leadx_app.adapters.passkey_ceremonies import LONGEST_ANSWER, WrongAnswer, challenge_of
from leadx_app.addresses import LANDING, own_page
from leadx_app.api.auth import NOT_READ, Endpoint, address_of, customer_of, enter, from_our_page
from leadx_app.api.passwords import NO_STORE
from leadx_app.api.problems import language_of, problem, problem_of
from leadx_app.api.two_step import Begin, confirm, endpoint
from leadx_app.db import Unavailable
from leadx_app.domain import audit, passkeys
from leadx_app.domain.accounts import Credential, record_attempt
from leadx_app.domain.errors import Conflict, Refusal
from leadx_app.domain.passkeys import Holder, NewPasskey
from leadx_app.domain.two_step import Notice
from leadx_app.mail.account_letters import write_passkey
from leadx_app.models import utc_now
from leadx_app.queries.passkeys import own_passkeys
from leadx_app.queries.session import who_am_i
from leadx_app.runtime import Runtime, get_runtime

UNKNOWN = "This passkey does not sign anybody in here. Use your password."
NOT_MADE = "The passkey could not be made. Try again."
ASKED_LIMIT = 60
_STRICT = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class MadePasskey(BaseModel):
    """A passkey that the browser has made, and what its person calls it."""

    model_config = _STRICT

    name: str = Field(max_length=1000)
    credential: dict[str, Any]


class ShownPasskey(BaseModel):
    """A passkey that the browser has signed with; `next` is the page that asked for it."""

    model_config = _STRICT

    credential: dict[str, Any]
    next: str | None = None


async def begin_sign_in(request: Request) -> Response:
    """What the browser asks a passkey of ours to sign."""
    runtime = get_runtime()
    challenge, options = runtime.ceremonies_at(customer_of(request)).ask_for_known()
    key = runtime.opaque("passkey", address_of(request))

    def ask(session: Session, *, now: Any) -> None:
        record_attempt(session, [key], ASKED_LIMIT, now=now)
        passkeys.keep_challenge(session, challenge, None, now=now)

    try:
        await runtime.database.system_async(ask)
    except (Refusal, Unavailable) as error:
        return problem_of(error, language_of(request))
    return JSONResponse(options, headers=NO_STORE)


async def sign_in(request: Request) -> Response:
    """Begin a session of whoever's passkey has signed what it was asked."""
    runtime, language = get_runtime(), language_of(request)
    body = await request.body()
    try:
        wanted = ShownPasskey.model_validate_json(body[: LONGEST_ANSWER + 1])
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    try:
        found = await _holder(runtime, wanted.credential, request)
        return await enter(runtime, found.account, request, own_page(wanted.next) or LANDING)
    except WrongAnswer:
        return problem(401, i18n.say(language, UNKNOWN), language)
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)


async def _holder(runtime: Runtime, answer: dict[str, Any], request: Request) -> Holder:
    """Whose passkey has answered. The challenge is used up in any case, and a wrong answer is written down."""
    challenge, slug = challenge_of(answer), customer_of(request)
    if not await runtime.database.system_async(passkeys.take_challenge, challenge, None):
        raise WrongAnswer
    found = await runtime.database.system_async(passkeys.holder, str(answer.get("id"))[:1400], slug, writes=False)
    if found is None:
        raise WrongAnswer
    try:
        sign_count = runtime.ceremonies_at(slug).used(answer, challenge, found.public_key, found.sign_count)
        if not await runtime.database.system_async(passkeys.use_passkey, found.passkey_id, sign_count):
            raise WrongAnswer
    except WrongAnswer:
        await runtime.database.system_async(audit.note_refused_person, found.account.user_id, address_of(request))
        raise
    return found


async def _begin(runtime: Runtime, who: Credential, wanted: Begin, slug: str | None) -> dict[str, Any]:
    """What the browser needs to make a passkey, for whoever knows the password."""
    email = await confirm(runtime, who, wanted.current_password)
    actor = await runtime.database.read_async(who, who_am_i)
    known = [row.credential_id for row in await runtime.database.read_async(who, own_passkeys)]
    challenge, options = runtime.ceremonies_at(slug).ask_for_new(actor.user_id, email, actor.name, known)
    await runtime.database.system_async(passkeys.keep_challenge, challenge, actor.user_id)
    return options


async def _add(runtime: Runtime, who: Credential, wanted: MadePasskey, slug: str | None) -> dict[str, Any]:
    """Keep a passkey that was made for the challenge of `_begin`."""
    name = passkeys.check_name(wanted.name)
    actor = await runtime.database.read_async(who, who_am_i)
    try:
        challenge = challenge_of(wanted.credential)
        if not await runtime.database.system_async(passkeys.take_challenge, challenge, actor.user_id):
            raise WrongAnswer
        made = runtime.ceremonies_at(slug).made(wanted.credential, challenge)
    except WrongAnswer:
        raise Conflict(NOT_MADE) from None
    new = NewPasskey(name, made.credential_id, made.public_key, made.sign_count)
    notice = Notice(write_passkey(runtime.customers.home, utc_now()), runtime.settings.mail_domain)
    await runtime.database.act_async(who, passkeys.add_passkey, new, notice)
    return {}


def _at_host(kind: type[BaseModel], act: Callable[..., Awaitable[dict[str, Any]]]) -> Endpoint:
    """`endpoint` for acts that must know at whose address they happen."""

    async def answered(request: Request) -> Response:
        return await endpoint(kind, partial(act, slug=customer_of(request)))(request)

    return answered


routes = [
    Route("/auth/passkey/begin", from_our_page(begin_sign_in), methods=["POST"]),
    Route("/auth/passkey/sign-in", from_our_page(sign_in), methods=["POST"]),
    Route("/auth/passkey/new", _at_host(Begin, _begin), methods=["POST"]),
    Route("/auth/passkey/add", _at_host(MadePasskey, _add), methods=["POST"]),
]

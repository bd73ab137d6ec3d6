"""People who register themselves: the answers tell nothing about who has an account."""

import asyncio
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from leadx_app import i18n
from leadx_app.addresses import JOINED
from leadx_app.api.auth import NOT_READ, address_of, customer_of, desk, from_our_page
from leadx_app.api.passwords import NO_STORE, Shown, check_password
from leadx_app.api.problems import language_of, problem, problem_of
from leadx_app.db import Unavailable
from leadx_app.domain.accounts import hash_secret, record_attempt, refuse_too_many
from leadx_app.domain.errors import Invalid, InvalidDraft, Refusal
from leadx_app.domain.joining import JoinDraft, Newcomer, ask_to_join, confirm_email, counter_behind, newcomer_behind
from leadx_app.domain.joining.ask import checked_draft
from leadx_app.logs import report
from leadx_app.mail.joining_letters import Letters
from leadx_app.models import JoinState
from leadx_app.runtime import Runtime, get_runtime

ASKED = (
    "A mail is on its way to you. Open its link within two days, then an administrator looks at your request."
    " Look among unwanted mail too."
)
WITHOUT_MAIL = "Your request waits for an administrator. When it is approved, you can sign in."
CONFIRMED = "Your email is confirmed. An administrator looks at your request, and you get a mail with the answer."
_STRICT = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Registered(BaseModel):
    """What the page Register sends; `token` is the end of the registration address."""

    model_config = _STRICT

    token: str = Field(max_length=100)
    name: str = Field(max_length=400)
    email: str = Field(max_length=320)
    phone: str = Field(max_length=80)
    organization_id: str = Field(default="", max_length=60)
    new_password: str = Field(max_length=1024)
    confirm_password: str = Field(max_length=1024)


class Confirmed(BaseModel):
    """The secret of the mail's link, and the password that was chosen with it."""

    model_config = _STRICT

    token: str = Field(max_length=100)
    password: str = Field(max_length=1024)


class WrongPassword(Invalid):
    """It is not the one that was chosen on registering."""

    def __init__(self) -> None:
        super().__init__("This is not the password that you chose when you registered.", field="password")


async def look_at_address(request: Request) -> Response:
    """Whose registration address it is, and the organizations to choose from when there are several."""
    language = language_of(request)
    try:
        shown = Shown.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    try:
        facts = await get_runtime().database.system_async(_facts, shown.token, customer_of(request), writes=False)
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    return JSONResponse(facts, headers=NO_STORE)


def _facts(session: Session, key: str, slug: str | None, *, now: datetime) -> dict:
    counter = counter_behind(session, key, slug)
    choices = [{"id": str(one.id), "name": one.name} for one in counter.organizations]
    return {"organization": counter.organization.name, "organization_id": choices if len(choices) > 1 else []}


async def register(request: Request) -> Response:
    """Answer the same for every email, as soon as what was written can be used; only then look who has it."""
    language, runtime = language_of(request), get_runtime()
    try:
        wanted = Registered.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    try:
        draft = await runtime.database.system_async(_checked, wanted, customer_of(request), writes=False)
        key = runtime.opaque("register", address_of(request))
        await runtime.database.system_async(record_attempt, [key], runtime.settings.sign_in_limit)
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    keep = BackgroundTask(_keep, runtime, wanted.token, draft, wanted.new_password, language)
    said = i18n.say(language, ASKED if runtime.settings.smtp_host else WITHOUT_MAIL)
    return JSONResponse({"said": said}, headers=NO_STORE, background=keep)


def _checked(session: Session, wanted: Registered, slug: str | None, *, now: datetime) -> JoinDraft:
    """Raises what is wrong with the address, or with the fields, the password's among them."""
    counter = counter_behind(session, wanted.token, slug)
    draft = JoinDraft(wanted.name, wanted.email, wanted.phone, wanted.organization_id)
    errors: list[Invalid] = []
    for check in (
        lambda: checked_draft(draft, counter.organizations),
        lambda: check_password(wanted.new_password, wanted.confirm_password, wanted.email, wanted.name),
    ):
        try:
            check()
        except InvalidDraft as wrong:
            errors += wrong.errors
    if errors:
        raise InvalidDraft(errors)
    return draft


async def _keep(runtime: Runtime, key: str, draft: JoinDraft, password: str, language: str) -> None:
    settings = runtime.settings
    write, domain, is_mailed = Letters(runtime.customers.home), settings.mail_domain, bool(settings.smtp_host)
    try:
        async with desk():
            password_hash = await asyncio.to_thread(runtime.passwords.hash_password, password)

        def ask(session: Session, *, now: datetime) -> None:
            ask_to_join(session, key, draft, password_hash, language, write, domain, is_mailed=is_mailed, now=now)

        await runtime.database.system_async(ask)
    except Exception as error:  # Nobody waits for the answer any more.
        report(error)


async def look_at_confirmation(request: Request) -> Response:
    """Whose email a link confirms, or why it does not work any more."""
    language = language_of(request)
    try:
        shown = Shown.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    try:
        found = await _newcomer(get_runtime(), shown.token, customer_of(request))
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    return JSONResponse({"email": found.email, "organization": found.organization}, headers=NO_STORE)


async def confirm(request: Request) -> Response:
    """Let the request go on when the password fits the link: whoever owns only one of the two gets nowhere."""
    language, runtime = language_of(request), get_runtime()
    try:
        shown = Confirmed.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    try:
        state = await _confirm(runtime, shown, address_of(request), customer_of(request))
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    if state == JoinState.APPROVED:
        return JSONResponse({"next": JOINED}, headers=NO_STORE)
    return JSONResponse({"said": i18n.say(language, CONFIRMED)}, headers=NO_STORE)


async def _newcomer(runtime: Runtime, token: str, slug: str | None) -> Newcomer:
    return await runtime.database.system_async(newcomer_behind, hash_secret(token), slug, writes=False)


async def _confirm(runtime: Runtime, shown: Confirmed, address: str, slug: str | None) -> JoinState:
    database, limit = runtime.database, runtime.settings.sign_in_limit
    token_hash = hash_secret(shown.token)
    keys = [runtime.opaque("confirm", token_hash), runtime.opaque("address", address)]
    found = await _newcomer(runtime, shown.token, slug)
    async with desk():
        await database.system_async(refuse_too_many, keys, limit, writes=False)
        verify = runtime.passwords.verify_password
        if not await asyncio.to_thread(verify, found.password_hash, shown.password):
            await database.system_async(record_attempt, keys, limit)
            raise WrongPassword()
    write, domain = Letters(runtime.customers.home), runtime.settings.mail_domain
    return await database.system_async(confirm_email, token_hash, write, domain, slug)


routes = [
    Route("/auth/registration", from_our_page(look_at_address), methods=["POST"]),
    Route("/auth/register", from_our_page(register), methods=["POST"]),
    Route("/auth/confirmation", from_our_page(look_at_confirmation), methods=["POST"]),
    Route("/auth/confirm-email", from_our_page(confirm), methods=["POST"]),
]

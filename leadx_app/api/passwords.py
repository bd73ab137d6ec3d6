"""Passwords: forgotten, chosen by a link, changed. Whoever is not signed in learns nothing about who has an account."""

import asyncio
from contextlib import suppress
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from leadx_app import i18n
from leadx_app.adapters.passwords import password_problem
from leadx_app.addresses import CHOSEN
from leadx_app.api import known_browser
from leadx_app.api.auth import NOT_READ, address_of, customer_of, desk, from_our_page, language_of_person
from leadx_app.api.problems import language_of, problem, problem_of
from leadx_app.db import Unavailable
from leadx_app.domain.account_links import Holder, ask_reset, choose_password, link_holder
from leadx_app.domain.accounts import Credential, hash_secret, record_attempt, refuse_too_many
from leadx_app.domain.errors import Invalid, InvalidDraft, Refusal, TooMany
from leadx_app.domain.profile import change_password
from leadx_app.domain.text import BadInput, parse_email
from leadx_app.logs import report
from leadx_app.mail.account_letters import write_changed, write_reset
from leadx_app.models import utc_now
from leadx_app.queries.own_sessions import own_password
from leadx_app.runtime import Runtime, get_runtime

NO_STORE = {"Cache-Control": "no-store"}
_STRICT = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class Forgotten(BaseModel):
    """What the page Forgot your password? sends."""

    model_config = _STRICT

    email: str = Field(max_length=320)


class Shown(BaseModel):
    """The secret of a link that somebody opened."""

    model_config = _STRICT

    token: str = Field(max_length=100)


class Chosen(Shown):
    """A new password, written twice."""

    new_password: str = Field(max_length=1024)
    confirm_password: str = Field(max_length=1024)


class Changed(BaseModel):
    """The password before, and the new one, written twice."""

    model_config = _STRICT

    current_password: str = Field(max_length=1024)
    new_password: str = Field(max_length=1024)
    confirm_password: str = Field(max_length=1024)


async def forgot_password(request: Request) -> Response:
    """Answer the same for every address, at once; only then look whether anybody has it, and write to them."""
    language, runtime = language_of(request), get_runtime()
    try:
        email = parse_email(Forgotten.model_validate_json(await request.body()).email)
    except BadInput as error:
        return problem_of(Invalid(error.template, field="email", **error.params), language)
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    key = runtime.opaque("reset", address_of(request))
    try:
        await runtime.database.system_async(record_attempt, [key], runtime.settings.sign_in_limit)
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    return JSONResponse(
        {}, headers=NO_STORE, background=BackgroundTask(_write_to, runtime, email, customer_of(request))
    )


async def _write_to(runtime: Runtime, email: str, slug: str | None) -> None:
    write, domain = write_reset(runtime.customers.home), runtime.settings.mail_domain
    try:
        await runtime.database.system_async(ask_reset, email, write, domain, slug)
    except Exception as error:  # Nobody waits for the answer any more.
        report(error)


async def look_at_link(request: Request) -> Response:
    """Whose password a link chooses, or why it does not work any more."""
    language = language_of(request)
    try:
        shown = Shown.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    try:
        holder = await _holder(get_runtime(), shown.token, customer_of(request))
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    facts = {"purpose": holder.purpose.value, "email": holder.email, "organization": holder.organization}
    return JSONResponse(facts, headers=NO_STORE)


async def reset_password(request: Request) -> Response:
    """Keep the new password of whoever shows a link that works; they sign in with it."""
    language, runtime = language_of(request), get_runtime()
    try:
        chosen = Chosen.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    try:
        email = await _choose(runtime, chosen, customer_of(request))
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    answer = JSONResponse({"next": CHOSEN}, headers=NO_STORE)
    known_browser.remember(answer, runtime, email)  # Whoever guesses passwords does not keep them from signing in now.
    return answer


async def _choose(runtime: Runtime, chosen: Chosen, slug: str | None) -> str:
    """Keep the password; returns whose email it is."""
    holder = await _holder(runtime, chosen.token, slug)
    check_password(chosen.new_password, chosen.confirm_password, holder.email, holder.name)
    async with desk():
        password_hash = await asyncio.to_thread(runtime.passwords.hash_password, chosen.new_password)
    write, domain = write_changed(runtime.customers.home, utc_now()), runtime.settings.mail_domain

    def choose(session: Session, *, now: datetime) -> None:
        choose_password(session, hash_secret(chosen.token), password_hash, write, domain, slug, now=now)

    await runtime.database.system_async(choose)
    return holder.email


async def change_own_password(request: Request) -> Response:
    """Keep the new password of whoever is signed in and knows the one before; their other sessions end."""
    runtime = get_runtime()
    who = runtime.credential(request.headers.get("cookie", ""))
    language = await language_of_person(request, who)
    try:
        wanted = Changed.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    try:
        await _change(runtime, who, wanted)
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    return JSONResponse({}, headers=NO_STORE)


async def _change(runtime: Runtime, who: Credential, wanted: Changed) -> None:
    email, name, before = await runtime.database.read_async(who, own_password)
    check_password(wanted.new_password, wanted.confirm_password, email, name)
    async with desk():
        await confirm_password(runtime, email, before, wanted.current_password)
        password_hash = await asyncio.to_thread(runtime.passwords.hash_password, wanted.new_password)
    write = write_changed(runtime.customers.home, utc_now(), by_self=True)
    session_hash, domain = who.session_hash or "", runtime.settings.mail_domain
    await runtime.database.act_async(who, change_password, before, password_hash, session_hash, write, domain)


async def confirm_password(runtime: Runtime, email: str, password_hash: str, password: str) -> None:
    """Raises Invalid on `current_password` unless it is theirs; wrong ones count as attempts to sign in do.

    What others try at the sign-in does not count here, so that they keep nobody from changing their password. The
    caller holds a place at the `desk`.
    """
    own, account = (runtime.opaque(purpose, email.casefold()) for purpose in ("confirm password", "account"))
    limit = runtime.settings.sign_in_limit
    await runtime.database.system_async(refuse_too_many, [own], limit, writes=False)
    if not await asyncio.to_thread(runtime.passwords.verify_password, password_hash, password):
        await runtime.database.system_async(record_attempt, [own], limit)
        with suppress(TooMany):
            await runtime.database.system_async(record_attempt, [account], limit)
        raise Invalid("This is not your password.", field="current_password")


def check_password(password: str, confirmation: str, email: str, name: str) -> None:
    """Raises InvalidDraft unless the password may be used and was written twice."""
    wrong = password_problem(password, email, name)
    errors = [Invalid(wrong, field="new_password")] if wrong else []
    if password != confirmation:
        errors.append(Invalid("Write the same password in both fields.", field="confirm_password"))
    if errors:
        raise InvalidDraft(errors)


async def _holder(runtime: Runtime, token: str, slug: str | None) -> Holder:
    return await runtime.database.system_async(link_holder, hash_secret(token), slug, writes=False)


routes = [
    Route("/auth/forgot-password", from_our_page(forgot_password), methods=["POST"]),
    Route("/auth/link", from_our_page(look_at_link), methods=["POST"]),
    Route("/auth/change-password", from_our_page(change_own_password), methods=["POST"]),
    Route("/auth/reset-password", from_our_page(reset_password), methods=["POST"]),
]

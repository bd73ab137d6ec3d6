"""Signing in and out over plain HTTP: only there can an HttpOnly cookie be set."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from uuid import UUID
from weakref import WeakKeyDictionary

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from leadx_app import i18n
from leadx_app.addresses import LANDING, SIGN_IN, own_page
from leadx_app.api import cautions, known_browser
from leadx_app.api.problems import language_of, problem, problem_of
from leadx_app.db import Unavailable
from leadx_app.domain import audit
from leadx_app.domain.accounts import (
    Account,
    Credential,
    accounts_with_email,
    close_session,
    is_full,
    keep_password_hash,
    open_session,
    record_attempt,
    refuse_too_many,
    still_signs_in,
)
from leadx_app.domain.errors import NotPermitted, Refusal, SignedOut
from leadx_app.domain.joining import Newcomer, waiting_with_email
from leadx_app.domain.profile import end_all_own_sessions
from leadx_app.domain.text import clean_line
from leadx_app.domain.two_step import ATTEMPTS, ShownCode, passes
from leadx_app.models import Role
from leadx_app.queries.session import who_am_i
from leadx_app.runtime import Runtime, get_runtime

HASHES_AT_ONCE = max(2, os.cpu_count() or 2)
MOST_WAITING = 300
OWN_HEADER = "x-leadx"
WRONG = "The email or the password is wrong."
WRONG_CODE = "This code is wrong or was used already. Wait for the next one."
NOT_READ = "We could not read what was sent."

log = logging.getLogger("leadx.auth")

Endpoint = Callable[[Request], Awaitable[Response]]


class SignIn(BaseModel):
    """What the sign-in page sends; `next` is the page that asked for it, checked before it is used."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    email: str = Field(max_length=320)
    password: str = Field(max_length=1024)
    organization_id: UUID | None = None
    code: str | None = Field(None, max_length=64)
    next: str | None = None


class Wrong(Refusal):
    """Nobody has this email and password; which of the two is wrong is not said. `is_last`: no more for a while."""

    def __init__(self, *, is_last: bool = False) -> None:
        super().__init__(WRONG)
        self.is_last = is_last


class Overtaken(Wrong):
    """What was verified counts no more: the password was changed, or the person closed out, in the meantime."""


class Waits(NotPermitted):
    """The password is right, of a request to join that nobody has answered yet."""

    def __init__(self, newcomer: Newcomer) -> None:
        text = (
            "Your request to join {organization} waits for an administrator."
            if newcomer.is_confirmed
            else "Confirm your email first: open the link in the mail that you got when you registered."
        )
        super().__init__(text, organization=newcomer.organization)


class SecondStep(Refusal):
    """The password was right; a code is still missing, or the one that was shown is wrong.

    `guessed` is whose codes were guessed too often, so that they must be told.
    """

    def __init__(self, template: str, guessed: UUID | None = None) -> None:
        super().__init__(template)
        self.guessed = guessed


class Desk:
    """Lets a few sign-ins be checked at once and not too many wait, whose hashes would take minutes."""

    def __init__(self, at_once: int = HASHES_AT_ONCE, waiting: int = MOST_WAITING) -> None:
        self._slots, self._room = asyncio.Semaphore(at_once), at_once + waiting

    async def __aenter__(self) -> None:
        if self._room <= 0:
            raise Unavailable()
        self._room -= 1
        try:
            await self._slots.acquire()
        except BaseException:
            self._room += 1
            raise

    async def __aexit__(self, *_: object) -> None:
        self._slots.release()
        self._room += 1


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Desk] = WeakKeyDictionary()


def desk() -> Desk:
    """The desk of this event loop, to which its semaphore is bound."""
    return _desks.setdefault(asyncio.get_running_loop(), Desk())


def from_our_page(endpoint: Endpoint) -> Endpoint:
    """Refuse requests without our header: a form or link of another site cannot send it."""

    async def checked(request: Request) -> Response:
        if request.headers.get(OWN_HEADER) != "1":
            language = language_of(request)
            return problem(403, i18n.say(language, "This request did not come from LeadX."), language)
        return await endpoint(request)

    return checked


async def sign_in(request: Request) -> Response:
    """Check email, password and second step and begin a session; 409 asks which of several organizations is meant.

    401 with `second_step` asks for a code of the authenticator app, to be sent with the same again.
    """
    language = language_of(request)
    try:
        wanted = SignIn.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    runtime = get_runtime()
    try:
        try:
            return await _let_in(runtime, wanted, request, language)
        except Overtaken:  # By another password, or by a stronger hash of the same: what counts now is looked at.
            return await _let_in(runtime, wanted, request, language)
    except Wrong as wrong:
        answer = problem(401, i18n.say(language, WRONG), language)
        if wrong.is_last:
            answer.background = cautions.of_passwords(runtime, clean_line(wanted.email), customer_of(request))
        return answer
    except SecondStep as asked:
        answer = problem(401, i18n.say(language, asked.template), language, more={"second_step": True})
        if asked.guessed:
            answer.background = cautions.of_codes(runtime, asked.guessed)
        return answer
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)


async def _let_in(runtime: Runtime, wanted: SignIn, request: Request, language: str) -> Response:
    accounts = await _right_accounts(runtime, wanted, request)
    if len(accounts) > 1:
        return _which_organization(accounts, language)
    await _pass_second_step(runtime, accounts[0], wanted.code, address_of(request))
    page = own_page(wanted.next) or LANDING
    answer = await enter(runtime, accounts[0], request, page, password=wanted.password)
    known_browser.remember(answer, runtime, clean_line(wanted.email))
    return answer


async def enter(
    runtime: Runtime,
    account: Account,
    request: Request,
    page: str,
    *,
    password: str | None = None,
    provider: str = "",
    answer: Response | None = None,
) -> Response:
    """Begin the session of an account whose holder has shown who they are.

    Args:
        password: the one that was right, None when another thing was shown.
        provider: whose account was shown, as its button calls it.
        answer: what is answered, instead of naming the page.
    """
    secret, _ = await _begin(runtime, account, password, provider, request)
    answer = answer or JSONResponse({"next": page}, headers={"Cache-Control": "no-store"})
    _set_cookie(answer, runtime, secret, runtime.settings.session_days * 86_400)
    return answer


async def sign_out_everywhere(request: Request) -> Response:
    """End every session of whoever is signed in, this one too; harmless for whoever is not."""
    runtime = get_runtime()
    who = runtime.credential(request.headers.get("cookie", ""))
    try:
        with suppress(SignedOut):
            await runtime.database.act_async(who, end_all_own_sessions)
    except (Refusal, Unavailable) as error:
        return problem_of(error, language_of(request))
    answer = JSONResponse({"next": SIGN_IN}, headers={"Cache-Control": "no-store"})
    _set_cookie(answer, runtime, "", 0)
    return answer


async def sign_out(request: Request) -> Response:
    """End the session of this browser; harmless when there is none."""
    runtime = get_runtime()
    shown = runtime.credential(request.headers.get("cookie", ""))
    if shown.session_hash:
        try:
            await runtime.database.system_async(_leave, shown.session_hash)
        except Unavailable as busy:
            return problem_of(busy, language_of(request))
    answer = JSONResponse({"next": SIGN_IN}, headers={"Cache-Control": "no-store"})
    _set_cookie(answer, runtime, "", 0)
    return answer


async def _right_accounts(runtime: Runtime, wanted: SignIn, request: Request) -> list[Account]:
    """The accounts whose password this is: at least one.

    Only failures count against the limits, those in a browser where the owner signed in before against its own alone.
    They are looked at and counted while one of the few slots is held, so that many attempts at once do not get further
    than as many one after the other.
    """
    email, address, slug = clean_line(wanted.email), address_of(request), customer_of(request)
    known = known_browser.attempts_key(runtime, request.headers.get("cookie", ""), email)
    anybodys = [runtime.opaque("account", email.casefold()), runtime.opaque("address", address)]
    keys, limit = [known] if known else anybodys, runtime.settings.sign_in_limit
    async with desk():
        await runtime.database.system_async(refuse_too_many, keys, limit, writes=False)
        found = await runtime.database.system_async(_candidates, email, slug, writes=False)
        candidates = [one for one in found if not _is_elsewhere(one, wanted.organization_id)]
        right, waiting = await asyncio.to_thread(_verified, runtime, candidates, wanted.password)
        if waiting and not right:
            raise Waits(waiting[0])
        if not right:
            is_last = await runtime.database.system_async(_refused, keys, limit, email, address, slug)
            log.info("sign-in failed: account %s at address %s", *(key[:8] for key in anybodys))
            raise Wrong(is_last=is_last)
    return right


def _candidates(session: Session, email: str, slug: str | None, *, now: datetime) -> list[Account | Newcomer]:
    return [*accounts_with_email(session, email, slug), *waiting_with_email(session, email, slug)]


def _refused(
    session: Session, keys: list[str], limit: int, email: str, address: str, slug: str | None, *, now: datetime
) -> bool:
    """Count the attempt, and write it down for the accounts that it was meant for; True for the last before a pause."""
    record_attempt(session, keys, limit, now=now)
    audit.note_refused_sign_in(session, email, address, slug, now=now)
    return is_full(session, keys[0], limit, now=now)


def _leave(session: Session, session_hash: str, *, now: datetime) -> None:
    audit.note_sign_out(session, session_hash, now=now)
    close_session(session, session_hash, now=now)


def _is_elsewhere(candidate: Account | Newcomer, organization_id: UUID | None) -> bool:
    return isinstance(candidate, Account) and organization_id not in (None, candidate.organization_id)


def _verified(
    runtime: Runtime, candidates: list[Account | Newcomer], password: str
) -> tuple[list[Account], list[Newcomer]]:
    """Those whose password it is; an account that does not exist takes as long as one that does."""
    known = [one for one in candidates if one.password_hash]
    if not known:
        runtime.passwords.dummy_verify()
    right = [one for one in known if runtime.passwords.verify_password(one.password_hash or "", password)]
    return [one for one in right if isinstance(one, Account)], [one for one in right if isinstance(one, Newcomer)]


async def _pass_second_step(runtime: Runtime, account: Account, code: str | None, address: str) -> None:
    if not account.has_second_step:
        return
    if not (code or "").strip():
        raise SecondStep("Write the code that your authenticator app shows.")
    shown = shown_code(runtime, account.user_id, code or "")
    if not await runtime.database.system_async(passes, account.user_id, shown):
        await runtime.database.system_async(audit.note_refused_person, account.user_id, address)
        log.info("second step failed: account %s", shown.key[:8])
        is_last = await runtime.database.system_async(is_full, shown.key, ATTEMPTS, writes=False)
        raise SecondStep(WRONG_CODE, account.user_id if is_last else None)


def shown_code(runtime: Runtime, user_id: UUID, code: str) -> ShownCode:
    """A code as somebody typed it, read with the installation's secret."""
    codes = runtime.one_time_codes
    return ShownCode(
        step_in=partial(codes.step_of, code),
        hash=codes.hash_recovery(code),
        key=runtime.opaque("second-step", str(user_id)),
    )


async def _begin(
    runtime: Runtime, account: Account, password: str | None, provider: str, request: Request
) -> tuple[str, Role]:
    """End this browser's session before and begin a new one."""
    fresh_hash = None
    if password is not None and runtime.passwords.needs_rehash(account.password_hash or ""):
        fresh_hash = await asyncio.to_thread(runtime.passwords.hash_password, password)
    before = runtime.credential(request.headers.get("cookie", "")).session_hash
    user_agent = clean_line(request.headers.get("user-agent", ""))

    by_password = password is not None or bool(provider)  # A new password ends what a provider's account began too.

    def begin(session: Session, *, now: datetime) -> tuple[str, Role]:
        if not still_signs_in(session, account, by_password=by_password):
            raise Overtaken() if by_password else SignedOut()
        if before:
            close_session(session, before, now=now)
        if fresh_hash:
            keep_password_hash(session, account, fresh_hash)
        limits, address = runtime.database.limits, address_of(request)
        audit.note_sign_in(session, account.user_id, address, provider, now=now)
        where = {"user_agent": user_agent, "address": address, "provider": provider}
        return open_session(session, account, **where, now=now, limits=limits)

    return await runtime.database.system_async(begin)


def _which_organization(accounts: list[Account], language: str) -> Response:
    choices = [{"id": str(account.organization_id), "name": account.organization} for account in accounts]
    text = i18n.say(language, "Choose the organization that you want to sign in to.")
    return problem(409, text, language, more={"organizations": choices})


def _set_cookie(answer: Response, runtime: Runtime, value: str, max_age: int) -> None:
    settings = runtime.settings
    answer.set_cookie(
        settings.cookie_name, value, max_age=max_age, path="/", secure=settings.is_https, httponly=True, samesite="lax"
    )


async def language_of_person(request: Request, who: Credential) -> str:
    """The language of whoever is signed in, or else the one that the browser asks for."""
    try:
        return (await get_runtime().database.read_async(who, who_am_i)).language
    except (Refusal, Unavailable):
        return language_of(request)


def address_of(request: Request) -> str:
    """The client's address, as the guard established it."""
    return request.client.host if request.client else ""


def customer_of(request: Request) -> str | None:
    """The customer (slug) at whose own address this is asked: nobody else's accounts count there."""
    return get_runtime().hosts.customer_of(request.headers.get("host"))


routes = [
    Route("/auth/sign-in", from_our_page(sign_in), methods=["POST"]),
    Route("/auth/sign-out", from_our_page(sign_out), methods=["POST"]),
    Route("/auth/sign-out-everywhere", from_our_page(sign_out_everywhere), methods=["POST"]),
]

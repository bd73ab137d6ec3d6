"""Signing in with a provider's account over plain HTTP: to the provider, back from it, and which one an email has."""

import asyncio
import hmac
import logging
import time
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from leadx_app import i18n
from leadx_app.adapters.openid import Attempt, Client, Metadata, Untrusted
from leadx_app.adapters.provider_http import Trouble
from leadx_app.adapters.sealing import BadSeal
from leadx_app.addresses import LANDING, PROVIDER_BACK, PROVIDER_START, own_page, sign_in_refused, way_to_provider
from leadx_app.api.auth import NOT_READ, Overtaken, address_of, customer_of, enter, from_our_page
from leadx_app.api.passwords import NO_STORE
from leadx_app.api.problems import language_of, problem, problem_of
from leadx_app.db import Unavailable
from leadx_app.domain import audit
from leadx_app.domain.accounts import Account, hash_secret
from leadx_app.domain.errors import NotFound, Refusal
from leadx_app.domain.providers import (
    LIVES,
    NotLetIn,
    Provider,
    ShownAccount,
    account_of,
    begin_flow,
    providers_of_email,
    slug_of_provider,
    take_flow,
)
from leadx_app.logs import note_page
from leadx_app.runtime import Runtime, get_runtime

NO_PROVIDER = "Nobody with this email signs in that way. Use your password."
LONGEST_CODE, LONGEST_STATE = 4_000, 100

log = logging.getLogger("leadx.auth")


class Asked(BaseModel):
    """The email that somebody has typed on the sign-in page, and the page that asked for the sign-in."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    email: str = Field(max_length=320)
    next: str | None = None


class Refused(Exception):
    """It ends on the sign-in page; `why` is one of the words that it knows, `detail` is for the log."""

    def __init__(self, why: str, detail: str = "", provider: Provider | None = None, page: str = "") -> None:
        super().__init__(why)
        self.why, self.detail, self.provider, self.page = why, detail, provider, page


async def find(request: Request) -> Response:
    """The providers of an email's domain; who has an account is not looked at."""
    runtime, language = get_runtime(), language_of(request)
    try:
        asked = Asked.model_validate_json(await request.body())
    except ValueError:
        return problem(400, i18n.say(language, NOT_READ), language)
    key = runtime.opaque("provider", address_of(request))
    try:
        found = await runtime.database.system_async(providers_of_email, key, asked.email, customer_of(request))
    except (Refusal, Unavailable) as error:
        return problem_of(error, language)
    if not found:
        return problem(404, i18n.say(language, NO_PROVIDER), language)
    page, email = own_page(asked.next), asked.email.strip()
    choices = [
        {"label": one.label, "organization": one.organization, "url": way_to_provider(one.id, page, email)}
        for one in found
    ]
    return JSONResponse({"choices": choices}, headers=NO_STORE)


async def start(request: Request) -> Response:
    """Send the browser to a provider, with a secret of its own to come back with."""
    runtime, asked = get_runtime(), request.query_params
    page, attempt, hint = own_page(asked.get("next")) or "", Attempt(), asked.get("hint", "")[:320]
    key = runtime.opaque("provider", address_of(request))
    provider: Provider | None = None
    slug, begun = customer_of(request), hash_secret(attempt.secret)
    try:
        provider_id = UUID(asked.get("provider", ""))
        home = await _home_of(runtime, provider_id)
        if slug is None and home != runtime.settings.address:  # It leads back there, where the cookie must be.
            return RedirectResponse(f"{home}{way_to_provider(provider_id, page, hint)}", 303, NO_STORE)
        provider = await runtime.database.system_async(begin_flow, key, provider_id, begun, page, slug)
        metadata = await runtime.openid.metadata(provider.issuer)
        where = runtime.openid.way_to(metadata, _client(runtime, provider), attempt, hint)
    except (ValueError, NotFound):
        return _to_sign_in(Refused("off", page=page))
    except Trouble as trouble:
        return _to_sign_in(Refused("unreachable", str(trouble), provider, page))
    except (Refusal, Unavailable):
        return _to_sign_in(Refused("busy", provider=provider, page=page))
    answer = RedirectResponse(where, 303, NO_STORE)
    # The browser brings it along when the provider sends it back, and shows it to no script.
    kept = {"max_age": int(LIVES.total_seconds()), "secure": runtime.settings.is_https, "httponly": True}
    answer.set_cookie(_cookie_name(runtime), attempt.secret, path="/", samesite="lax", **kept)
    return answer


async def _home_of(runtime: Runtime, provider_id: UUID) -> str:
    """The address of the customer whose provider it is."""
    slug = await runtime.database.system_async(slug_of_provider, provider_id, writes=False)
    return runtime.hosts.address_for(slug)


async def back(request: Request) -> Response:
    """Let in whoever a provider has sent back, or say on the sign-in page why not."""
    runtime = get_runtime()
    try:
        return await _enter(runtime, request)
    except Refused as refused:
        return _to_sign_in(refused)
    except Unavailable:
        return _to_sign_in(Refused("busy"))


async def _enter(runtime: Runtime, request: Request) -> Response:
    asked = request.query_params
    attempt, provider, page = await _taken(runtime, request)

    def refused(why: str, detail: str = "") -> Refused:
        return Refused(why, detail, provider, page)

    if "error" in asked:
        raise refused("stopped", "the provider answered with an error")
    if asked.get("iss") not in (None, provider.issuer):
        raise refused("untrusted", "another provider answered")
    code = asked.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        raise refused("untrusted", "no code")
    try:
        metadata = await runtime.openid.metadata(provider.issuer)
        shown = await _shown(runtime, provider, metadata, attempt, code, asked.get("iss"))
        account = await _account(runtime, provider, shown, request)
        where = page or LANDING
        there = RedirectResponse(where, 303, NO_STORE)
        return await enter(runtime, account, request, where, provider=provider.label, answer=there)
    except Untrusted as trouble:
        raise refused("untrusted", str(trouble)) from trouble
    except Trouble as trouble:
        raise refused("unreachable", str(trouble)) from trouble
    except NotLetIn as refusal:
        raise refused(refusal.why) from refusal
    except Overtaken as overtaken:
        raise refused("expired", "the account was changed meanwhile") from overtaken


async def _taken(runtime: Runtime, request: Request) -> tuple[Attempt, Provider, str]:
    """What this browser had begun; used up by now. A state of another browser or customer uses nothing up."""
    attempt = Attempt(request.cookies.get(_cookie_name(runtime), "")[:LONGEST_STATE] or None)
    state = request.query_params.get("state", "")[:LONGEST_STATE]
    if not hmac.compare_digest(state.encode("utf-8", "replace"), attempt.state.encode()):
        raise Refused("expired", "the state is not this browser's")
    taken = await runtime.database.system_async(take_flow, hash_secret(attempt.secret))
    if taken is None:
        raise Refused("expired", "used or too old")
    provider, page = taken
    return attempt, provider, page


async def _shown(
    runtime: Runtime, provider: Provider, metadata: Metadata, attempt: Attempt, code: str, said: str | None
) -> ShownAccount:
    if metadata.names_itself and said is None:
        raise Untrusted("The provider did not name itself.")
    client = _client(runtime, provider)
    return await runtime.openid.account(metadata, client, attempt, code, now=int(time.time()))


async def _account(runtime: Runtime, provider: Provider, shown: ShownAccount, request: Request) -> Account:
    nobodys = await asyncio.to_thread(lambda: runtime.nobodys_hash)
    try:
        return await runtime.database.system_async(account_of, provider.id, shown, nobodys)
    except NotLetIn as refusal:
        if refusal.user_id is not None:
            await runtime.database.system_async(audit.note_refused_person, refusal.user_id, address_of(request))
        raise


def _client(runtime: Runtime, provider: Provider) -> Client:
    try:
        sealed = provider.sealed_secret
        secret = runtime.provider_secrets.opened(provider.id, sealed) if sealed else None
    except BadSeal:
        raise Trouble("The client secret was sealed by another installation. Write it anew.") from None
    return Client(provider.client_id, secret, runtime.hosts.address_for(provider.slug) + PROVIDER_BACK)


def _to_sign_in(refused: Refused) -> Response:
    number, provider = note_page(303), refused.provider
    log.warning("sign-in %s with a provider: %s %s", number, refused.why, refused.detail)
    where = sign_in_refused(provider.slug if provider else "", refused.why, number, refused.page)
    return RedirectResponse(where, 303, NO_STORE)


def _cookie_name(runtime: Runtime) -> str:
    return "__Host-leadx_provider" if runtime.settings.is_https else "leadx_provider"


routes = [
    Route("/auth/provider/find", from_our_page(find), methods=["POST"]),
    Route(PROVIDER_START, start, methods=["GET"]),
    Route(PROVIDER_BACK, back, methods=["GET"]),
]

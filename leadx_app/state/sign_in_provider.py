"""The sign-in provider of the customer, as an Admin of the parent organization sets it and tries it out."""

import reflex as rx

from leadx_app.adapters.provider_http import Trouble
from leadx_app.addresses import PROVIDER_BACK, SIGN_IN
from leadx_app.domain import providers
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.providers import ProviderDraft
from leadx_app.queries.people import own_organizations
from leadx_app.queries.providers import sign_in_provider
from leadx_app.runtime import get_runtime
from leadx_app.state import errors, live
from leadx_app.state.doors import Form, attempt, field_problems, handler, read
from leadx_app.state.look import say_done
from leadx_app.state.pipeline_lines import Choice

TEXTS = ("label", "issuer", "client_id", "secret", "domains", "role", "starts_in")
LONGEST = 5_000


class SignInProviderState(rx.State):
    """What the page shows; `is_mine` is False for an Admin of a child organization. The secret never gets here."""

    is_loaded: bool = False
    is_mine: bool = False
    is_set: bool = False
    is_on: bool = False
    has_secret: bool = False
    values: dict[str, str] = {}
    makes_people: bool = False
    places: list[Choice] = []
    redirect_address: str = ""
    sign_in_page: str = ""
    key: str = ""
    saves: int = 0
    problems: dict[str, str] = {}
    outcome: str = ""
    works: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds={EventKind.SETTINGS_CHANGED}, everybody=True)
        self.problems, self.outcome = {}, ""
        await self._read()
        self.is_loaded = True

    @handler
    async def save(self, form: Form) -> None:
        """Keep what is set."""
        await read(self, sign_in_provider)  # Nobody else has addresses looked at.
        typed = {name: str(form.get(name) or "")[:LONGEST].strip() for name in TEXTS}
        ticks = {name: bool(form.get(name)) for name in ("makes_people", "is_on")}
        try:
            get_runtime().openid.check(typed["issuer"])
        except Trouble as trouble:
            refusal = Invalid(trouble.template, field="issuer", **trouble.params)
            self.problems = await field_problems(self, refusal)
            return
        seal = get_runtime().provider_secrets.seal
        saved = await attempt(self, providers.set_provider, ProviderDraft(**typed, **ticks), seal)
        self.problems, self.outcome = saved.problems, ""
        if saved.ok:
            self.saves += 1  # The form is made anew, without the secret.
            await say_done(self, "Saved.")
            await live.refresh(self)

    @handler
    async def try_out(self) -> None:
        """Ask the provider what it says of itself, and tell what is wrong with it."""
        row = await read(self, sign_in_provider)
        if row is None or not row.issuer:
            raise NotFound()
        try:
            await get_runtime().openid.try_out(row.issuer)
        except Trouble as trouble:
            self.works, self.outcome = False, await errors.say(self, trouble.template, **trouble.params)
            return
        said = "The provider answers as it should. Now sign in with it once, in another browser."
        self.works, self.outcome = True, await errors.say(self, said)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        row = await read(self, sign_in_provider)
        self.is_mine = row is not None
        if row is None:
            return
        hosts = get_runtime().hosts
        address = hosts.address_for(row.slug)
        self.redirect_address = f"{address}{PROVIDER_BACK}"
        self.sign_in_page = f"{address}{SIGN_IN}{'' if hosts.has_customers else f'?organization={row.slug}'}"
        self.places = [Choice(str(one.id), one.name) for one in await read(self, own_organizations)]
        self.is_set, self.is_on, self.has_secret = bool(row.issuer), row.is_on, row.has_secret
        self.makes_people = row.makes_people
        values = {
            "label": row.label,
            "issuer": row.issuer,
            "client_id": row.client_id,
            "domains": ", ".join(row.domains),
            "role": row.role.value,
            "starts_in": str(row.starts_in_id or row.organization_id),
        }
        self.values = values
        self.key = " ".join([str(self.saves), str(self.is_on), str(self.makes_people), *values.values()])

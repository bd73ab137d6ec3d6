"""The Admin's page of currencies: what one unit is worth, from which day on, and where that comes from."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import reflex as rx
from pydantic import Field
from sqlmodel import Session

from leadx_app.domain.currencies import CURRENCIES
from leadx_app.domain.errors import Conflict, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.domain.rates import RateDraft, Taken, enter_rate, fetch_daily, remove_rate, retire_currency
from leadx_app.models import RateSource
from leadx_app.queries.currencies import (
    PAGE_SIZE,
    Currencies,
    CurrencyLine,
    RateLine,
    currencies_set,
    currency_rates,
    rates_taken,
)
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.doors import UUID_PATTERN, Form, act, attempt, handler, read
from leadx_app.state.format import Look
from leadx_app.state.lead_choices import Choice, as_choices
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import LeadId, chosen

Code = Annotated[str, Field(min_length=3, max_length=3)]
Day = Annotated[str, Field(max_length=10)]
EventId = Annotated[str, Field(pattern=f"^{UUID_PATTERN}$")]
RateWritten = Annotated[str, Field(max_length=20)]

SOURCES = {RateSource.ENTERED: "Entered by hand", RateSource.ECB: "European Central Bank"}


@dataclass(frozen=True, slots=True)
class CurrencyShown:
    """A currency in a line; `worth` says the direction: "1 EUR = 11.50 NOK"."""

    code: str = ""
    worth: str = ""
    since: str = ""
    source: str = ""
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class RateShown:
    """A dated rate in a line."""

    day: str = ""
    since: str = ""
    worth: str = ""
    source: str = ""
    remove: str = ""


@dataclass(frozen=True, slots=True)
class TakenShown:
    """What came of a file, in sentences."""

    title: str = ""
    sentences: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class AdminCurrenciesState(rx.State):
    """What the page shows of one organization; `open_code` is the currency whose rates are shown."""

    organization_id: str = ""
    organization: str = ""
    organizations: list[Choice] = []
    base_currency: str = ""
    lines: list[CurrencyShown] = []
    choices: list[Choice] = []
    today: str = ""
    is_loaded: bool = False
    is_fetched: bool = False
    may_fetch: bool = False
    open_code: str = ""
    rates: list[RateShown] = []
    has_older: bool = False
    form_code: str = ""
    form_key: str = "0"
    problems: dict[str, str] = {}
    taken: TakenShown = TakenShown()
    file_limit_mb: int = 0
    _versions: dict[str, int] = {}

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds={EventKind.SETTINGS_CHANGED}, everybody=True)
        settings = get_runtime().settings
        self.organization_id, self.open_code = "", ""
        self.file_limit_mb, self.may_fetch = settings.file_limit_mb, bool(settings.exchange_rates_url)
        self._clear_form()
        self.taken = TakenShown()
        await self._read()

    @handler
    async def choose_organization(self, organization_id: LeadId) -> None:
        """Show another organization of the Admin's."""
        self.organization_id, self.open_code, self.taken = organization_id, "", TakenShown()
        self._clear_form()
        await self._read()

    @handler
    async def begin_rate(self, code: Code) -> None:
        """Let the form be about this currency."""
        self._clear_form(code)

    @handler
    async def save_rate(self, form: Form) -> None:
        """Save a rate; it counts from its day on."""
        code = str(form.get("currency") or "")
        saved = await attempt(self, _enter_rate, chosen(self.organization_id), form, self._versions.get(code, 0))
        self.problems = saved.problems
        if saved.ok:
            self._clear_form()
            await say_done(self, "Saved.")
            await live.refresh(self)

    @handler
    async def show_rates(self, code: Code) -> None:
        """Open or close the rates of a currency."""
        self.open_code = "" if code == self.open_code else code
        await self._read_rates()

    @handler
    async def show_older(self) -> None:
        """Earlier rates of the currency that is open."""
        if not self.open_code or not self.rates:
            raise NotFound()
        await self._read_rates(date.fromisoformat(self.rates[-1].day))

    @handler
    async def remove(self, code: Code, day: Day) -> None:
        """Take a rate away; Undo enters it again."""
        organization_id = chosen(self.organization_id)
        rate = await act(self, remove_rate, organization_id, code, _day(day), self._versions.get(code, 0))
        await say_done(
            self, "Rate removed.", AdminCurrenciesState.put_back(str(organization_id), code, day, f"{rate:f}")
        )
        await live.refresh(self)

    @handler
    async def put_back(self, organization_id: LeadId, code: Code, day: Day, rate: RateWritten) -> None:
        """Enter a removed rate again."""
        draft = {"currency": code, "day": day, "rate": rate}
        await act(self, _enter_rate, UUID(organization_id), draft, self._versions.get(code, 0))
        await live.refresh(self)

    @handler
    async def retire(self, code: Code, is_retired: bool) -> None:
        """Offer a currency for new leads no more, or again."""
        await act(self, retire_currency, chosen(self.organization_id), code, is_retired)
        undo = AdminCurrenciesState.retire(code, False) if is_retired else None
        await say_done(self, "Leads that have it keep it. New ones cannot have it." if is_retired else "Saved.", undo)
        await live.refresh(self)

    @handler
    async def fetch(self, is_on: bool) -> None:
        """Let rates be fetched every day, or no more."""
        if is_on and not self.may_fetch:
            raise Conflict("Fetching rates is switched off on this server.")
        await act(self, fetch_daily, chosen(self.organization_id), is_on)
        await live.refresh(self)

    @handler
    async def show_taken(self, event_id: EventId, name: Annotated[str, Field(max_length=300)]) -> None:
        """Say what came of a file that was sent."""
        taken = await read(self, rates_taken, UUID(event_id))
        self.taken = taken_shown(taken, name, await look_of(self))
        await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        wanted = UUID(self.organization_id) if self.organization_id else None
        found = await read(self, currencies_set, wanted)
        self._show(found, await look_of(self))
        await self._read_rates()

    def _show(self, found: Currencies, look: Look) -> None:
        self.organization_id, self.organization = str(found.organization_id), found.organization
        self.organizations, self.base_currency = as_choices(found.organizations), found.base_currency
        self.today, self.is_fetched, self.is_loaded = found.today.isoformat(), found.is_fetched_daily, True
        self.lines = [currency_shown(line, found.base_currency, look) for line in found.currencies]
        own = [line.code for line in found.currencies]
        others = sorted(CURRENCIES - {*own, found.base_currency})
        self.choices = [Choice(code, code) for code in (*own, *others)]
        self._versions = {line.code: line.version for line in found.currencies}

    async def _read_rates(self, before: date | None = None) -> None:
        if not self.open_code:
            self.rates, self.has_older = [], False
            return
        look = await look_of(self)
        found = await read(self, currency_rates, chosen(self.organization_id), self.open_code, before)
        shown = [rate_shown(line, self.open_code, self.base_currency, look) for line in found]
        self.rates = [*(self.rates if before else []), *shown]
        self.has_older = len(found) == PAGE_SIZE

    def _clear_form(self, code: str = "") -> None:
        self.form_code, self.problems = code, {}
        self.form_key = str(int(self.form_key) + 1)


def currency_shown(line: CurrencyLine, base: str, look: Look) -> CurrencyShown:
    """A currency in the user's words."""
    since = look.say("since {day}", day=look.date(line.day))
    return CurrencyShown(
        line.code, worth_shown(line.code, line.rate, base, look), since, look.say(SOURCES[line.source]), line.is_retired
    )


def rate_shown(line: RateLine, code: str, base: str, look: Look) -> RateShown:
    """A dated rate in the user's words."""
    since = look.say("From {day}", day=look.date(line.day))
    remove = look.say("Remove the rate of {currency} from {day}", currency=code, day=look.date(line.day))
    worth = worth_shown(code, line.rate, base, look)
    return RateShown(line.day.isoformat(), since, worth, look.say(SOURCES[line.source]), remove)


def worth_shown(code: str, rate: Decimal, base: str, look: Look) -> str:
    """ "1 EUR = 11.50 NOK": as many decimals as the rate has, two at least."""
    decimals = max(2, -int(rate.normalize().as_tuple().exponent))
    return f"1 {code} = {look.number(rate, decimals)} {base}"


def taken_shown(taken: Taken, name: str, look: Look) -> TakenShown:
    """What came of a file in the user's words."""
    sentences = [look.count("{count} rate was taken.", "{count} rates were taken.", taken.rates)]
    if taken.newest:
        sentences.append(look.say("The newest is of {day}.", day=look.date(taken.newest)))
    if taken.kept:
        one, many = "{count} that was entered by hand stays.", "{count} that were entered by hand stay."
        sentences.append(look.count(one, many, taken.kept))
    if taken.missing:
        sentences.append(look.say("The file has no rate of {currencies}.", currencies=", ".join(taken.missing)))
    problems = [
        look.say("Line {line}: {problem}", line=one.line, problem=look.say(one.template, **one.params))
        for one in taken.problems
    ]
    if more := taken.problem_count - len(taken.problems):
        problems.append(look.say("and {count} more", count=more))
    return TakenShown(name, sentences, problems)


def _enter_rate(
    session: Session, actor: Actor, organization_id: UUID, form: dict[str, Any], version: int, *, now: datetime
) -> None:
    """`enter_rate` with what was written in the form."""
    written = {name: str(form.get(name) or "") for name in ("currency", "day", "rate")}
    enter_rate(session, actor, organization_id, parse_draft(RateDraft, {**written, "version": version}), now=now)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None

"""Dated exchange rates of an organization (product.md section 3): what an Admin says one unit of a currency is worth.

The newest rate on or before a day counts on it. Winning a lead freezes the rate of its day; open leads follow today's.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import BaseModel, BeforeValidator, ConfigDict
from sqlmodel import Session, select

from leadx_app.models import RATE_STEP, CurrencyRate, Organization, OrganizationCurrency, RateSource, new_id

from .errors import Conflict, Invalid, NotFound
from .event_kinds import EventKind
from .events import Message, announce, record_about
from .find import find_visible_organization
from .leads.revalue import revalue
from .money import LARGEST_RATE, SMALLEST_RATE, check_rate, dated_rates
from .permissions import Actor, Permission, on_behalf_of
from .ports import EuroRate, EuroSheet, LineProblem
from .text import BadInput, CurrencyCode, IsoDate, clean_line

EURO = "EUR"
SHOWN_PROBLEMS = 50
_RATE = re.compile(r"(?P<whole>[0-9]{1,7})(?:[.,](?P<fraction>[0-9]{1,8}))?")
_MEANWHILE = "Somebody else changed the rates of {currency} meanwhile. Look at them again."


def parse_rate(text: str) -> Decimal:
    """Read a rate as people write it, with a comma or a point before at most eight decimals.

    Raises:
        BadInput: anything else.
    """
    match = _RATE.fullmatch(clean_line(text))
    if match is None:
        raise BadInput("Write a rate with digits and at most eight decimals, for example 11,50.")
    return Decimal(f"{match['whole']}.{match['fraction'] or 0}")


RateText = Annotated[
    Decimal, BeforeValidator(lambda value: value if isinstance(value, Decimal) else parse_rate(str(value)))
]


class RateDraft(BaseModel):
    """A rate that counts from a day on; `version` is how often the currency's rates had been changed when looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    currency: CurrencyCode
    day: IsoDate
    rate: RateText
    version: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file of reference rates.

    Attributes:
        rates: how many rates were taken, new or replaced.
        kept: how many were left because an Admin entered another one for the day by hand.
        missing: currencies of the organization that the file has no rate of.
        problems: what could not be read, with its line; the first `SHOWN_PROBLEMS`.
        problem_count: how many of them there were.
    """

    rates: int
    kept: int
    newest: date | None
    missing: Sequence[str]
    problems: Sequence[LineProblem]
    problem_count: int


def enter_rate(session: Session, actor: Actor, organization_id: UUID, draft: RateDraft, *, now: datetime) -> None:
    """Say what one unit of a currency is worth from a day on; the first rate of a currency lets it be used.

    Raises:
        Invalid: on `currency` or `rate`.
        Conflict: somebody else changed rates of the currency since `draft.version`.
    """
    organization = _of_admin(session, actor, organization_id)
    code = check_rate(organization, draft.currency, draft.rate)
    currency = _held(session, organization, code)
    before = _rate_on(session, organization, code, draft.day)
    is_same = before is not None and (before.rate, before.source) == (draft.rate, RateSource.ENTERED)
    if currency and currency.version != draft.version:
        if is_same:
            return
        raise Conflict(_MEANWHILE, currency=code)
    here = {"tenant_id": organization.tenant_id, "organization_id": organization.id, "code": code}
    if currency is None:
        currency = OrganizationCurrency(**here, rate=draft.rate, version=0)
    if is_same and currency.retired_at is None:
        return
    was = f"{before.rate:f}" if before else None
    payload = {"setting": "rate", "currency": code, "day": draft.day.isoformat(), "from": was, "to": f"{draft.rate:f}"}
    row = before or CurrencyRate(**here, day=draft.day, rate=draft.rate)
    row.rate, row.source = draft.rate, RateSource.ENTERED
    currency.version += 1
    currency.retired_at = None
    session.add_all([currency, row])
    _changed(session, actor, organization, payload, now=now)


def remove_rate(
    session: Session, actor: Actor, organization_id: UUID, code: str, day: date, version: int, *, now: datetime
) -> Decimal:
    """Take a rate away, so that the one before it counts on; returns it, so that it can be entered again.

    Raises:
        NotFound: there is no such rate.
        Conflict: it is the only one of its currency, or somebody else changed rates of the currency since `version`.
    """
    organization = _of_admin(session, actor, organization_id)
    currency = _held(session, organization, code)
    row = _rate_on(session, organization, code, day)
    if currency is None or row is None:
        raise NotFound()
    if currency.version != version:
        raise Conflict(_MEANWHILE, currency=code)
    mine = (CurrencyRate.organization_id == organization.id, CurrencyRate.code == code)
    if session.exec(select(sa.func.count()).select_from(CurrencyRate).where(*mine)).one() == 1:
        raise Conflict("A currency needs a rate. Enter another one first, or stop using the currency.")
    currency.version += 1
    session.add(currency)
    session.delete(row)
    payload = {"setting": "rate", "currency": code, "day": day.isoformat(), "from": f"{row.rate:f}", "to": None}
    _changed(session, actor, organization, payload, now=now)
    return row.rate


def retire_currency(
    session: Session, actor: Actor, organization_id: UUID, code: str, is_retired: bool, *, now: datetime
) -> None:
    """Offer a currency for new leads no more, or again; leads that have it keep it. Harmless when repeated."""
    organization = _of_admin(session, actor, organization_id)
    currency = _held(session, organization, code)
    if currency is None:
        raise NotFound()
    if is_retired == (currency.retired_at is not None):
        return
    currency.retired_at = now if is_retired else None
    session.add(currency)
    was, is_now = ("used", "retired") if is_retired else ("retired", "used")
    payload = {"setting": "currency", "currency": code, "from": was, "to": is_now}
    _changed(session, actor, organization, payload, now=now)


def fetch_daily(session: Session, actor: Actor, organization_id: UUID, is_on: bool, *, now: datetime) -> None:
    """Let the reference rates of the European Central Bank be fetched every day, or no more. Harmless when repeated."""
    organization = _of_admin(session, actor, organization_id)
    if is_on == (organization.rates_by_id is not None):
        return
    organization.rates_by_id = actor.user_id if is_on else None
    session.add(organization)
    payload = {"setting": "daily rates", "from": not is_on, "to": is_on}
    _changed(session, actor, organization, payload, now=now)


def take_sheet(
    session: Session, actor: Actor, organization_id: UUID, sheet: EuroSheet, *, now: datetime
) -> tuple[UUID, Taken]:
    """Take the rates of the organization's currencies from a file of reference rates; returns the event's id too.

    A rate that an Admin entered by hand for the same day stays.

    Raises:
        Invalid: on `file`, when it says nothing about the base currency or holds no rate at all.
    """
    organization = _of_admin(session, actor, organization_id)
    taken = _take(session, organization, sheet)
    payload = {"setting": "rates from a file"} | _as_json(taken)
    event_id = _changed(session, actor, organization, payload, now=now)
    return event_id, taken


def take_fetched(session: Session, organization_id: UUID, sheet: EuroSheet, *, now: datetime) -> None:
    """`take_sheet` by the clock, for an organization whose Admin wants that; says nothing when nothing is new."""
    organization = session.get_one(Organization, organization_id)
    if organization.rates_by_id is None:
        return
    actor = on_behalf_of(organization.rates_by_id, organization.tenant_id, organization.id)
    taken = _take(session, organization, sheet)
    if taken.rates:
        payload = {"setting": "rates that were fetched"} | _as_json(taken)
        _changed(session, actor, organization, payload, now=now)


def fetching_organizations(session: Session, *, now: datetime) -> list[UUID]:
    """Organizations whose Admin wants rates to be fetched."""
    query = select(Organization.id).where(Organization.rates_by_id.is_not(None))
    return list(session.exec(query.order_by(Organization.id)))


def outdated_organizations(session: Session, *, now: datetime) -> list[UUID]:
    """Organizations in which another rate counts today than the one that open leads are worth."""
    found: list[UUID] = []
    for zone in session.exec(select(Organization.time_zone).distinct().order_by(Organization.time_zone)).all():
        today = now.astimezone(ZoneInfo(zone)).date()
        newest = (
            sa.select(CurrencyRate.rate)
            .where(
                CurrencyRate.organization_id == OrganizationCurrency.organization_id,
                CurrencyRate.code == OrganizationCurrency.code,
                CurrencyRate.day <= today,
            )
            .order_by(CurrencyRate.day.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(Organization.id)
            .join(OrganizationCurrency, OrganizationCurrency.organization_id == Organization.id)
            .where(Organization.time_zone == zone, OrganizationCurrency.rate != newest)
        )
        found += session.exec(query.distinct().order_by(Organization.id))
    return found


def follow_clock(session: Session, organization_id: UUID, *, now: datetime) -> None:
    """A new day may have another rate: bring the open leads of an organization to it. Harmless when repeated."""
    organization = session.get_one(Organization, organization_id)
    hold = select(OrganizationCurrency).where(OrganizationCurrency.organization_id == organization.id)
    session.exec(hold.with_for_update()).all()
    if _follow(session, organization, now):
        _tell_open_pages(session, organization, None)


def _of_admin(session: Session, actor: Actor, organization_id: UUID) -> Organization:
    actor.require(Permission.SETTINGS_MANAGE)
    return find_visible_organization(session, actor, organization_id)


def _held(session: Session, organization: Organization, code: str) -> OrganizationCurrency | None:
    """The currency as it is now, which nobody else changes until the end of the transaction."""
    query = select(OrganizationCurrency).where(
        OrganizationCurrency.organization_id == organization.id, OrganizationCurrency.code == code
    )
    return session.exec(query.with_for_update().execution_options(populate_existing=True)).first()


def _rate_on(session: Session, organization: Organization, code: str, day: date) -> CurrencyRate | None:
    query = select(CurrencyRate).where(
        CurrencyRate.organization_id == organization.id, CurrencyRate.code == code, CurrencyRate.day == day
    )
    return session.exec(query).first()


def _changed(session: Session, actor: Actor, organization: Organization, payload: dict, *, now: datetime) -> UUID:
    """Bring open leads to what counts today, write down who changed what, and tell the open pages."""
    session.flush()
    leads = _follow(session, organization, now)
    event_id = record_about(
        session, actor, EventKind.SETTINGS_CHANGED, organization.id, now=now, payload=payload | {"leads": leads}
    )
    _tell_open_pages(session, organization, actor.user_id)
    return event_id


def _follow(session: Session, organization: Organization, now: datetime) -> int:
    """Let the currencies have the rate that counts today; returns how many leads are worth something else by it."""
    counted = {row.code: row.rate for row in session.execute(dated_rates(organization, now=now))}
    query = select(OrganizationCurrency).where(OrganizationCurrency.organization_id == organization.id)
    leads = 0
    for currency in session.exec(query.order_by(OrganizationCurrency.code)).all():
        rate = counted.get(currency.code, currency.rate)
        if rate != currency.rate:
            currency.rate = rate
            session.add(currency)
            leads += revalue(session, organization, currency.code, rate)
    session.flush()
    return leads


def _tell_open_pages(session: Session, organization: Organization, actor_id: UUID | None) -> None:
    here = frozenset({organization.id})
    announce(session, Message(organization.tenant_id, here, None, None, EventKind.SETTINGS_CHANGED, actor_id))


def _take(session: Session, organization: Organization, sheet: EuroSheet) -> Taken:
    hold = select(OrganizationCurrency).where(OrganizationCurrency.organization_id == organization.id)
    hold = hold.with_for_update().execution_options(populate_existing=True).order_by(OrganizationCurrency.code)
    currencies = {row.code: row for row in session.exec(hold)}
    problems = list(sheet.problems)
    wanted = list(_cross_rates(organization, currencies.keys(), sheet.rates, problems))
    if not any(rate.code == organization.base_currency for rate in sheet.rates) and organization.base_currency != EURO:
        raise Invalid(
            "The file has no rate of {currency}, your base currency.", field="file", currency=organization.base_currency
        )
    known = _known(session, organization)
    rows, kept = [], 0
    for code, day, rate in wanted:
        before = known.get((code, day))
        if before is not None and before.source == RateSource.ENTERED:
            kept += before.rate != rate
        elif before is None or before.rate != rate:
            rows.append((code, day, rate, before))
    _write(session, organization, rows)
    for code in {code for code, _, _, _ in rows}:
        currencies[code].version += 1
        session.add(currencies[code])
    return Taken(
        rates=len(rows),
        kept=kept,
        newest=max((day for _, day, _ in wanted), default=None),
        missing=sorted(currencies.keys() - {code for code, _, _ in wanted}),
        problems=problems[:SHOWN_PROBLEMS],
        problem_count=len(problems),
    )


def _cross_rates(
    organization: Organization, codes: Iterable[str], rates: Sequence[EuroRate], problems: list[LineProblem]
) -> Iterator[tuple[str, date, Decimal]]:
    """Each rate of the organization's currencies in its base currency: base per euro ÷ currency per euro, half up.

    Formula: EUR/NOK 11.7605 and EUR/SEK 10.9530 make 11.7605 ÷ 10.9530 = 1.07372409 NOK for one SEK.
    Unit: base currency per unit. Source: the reference rates, which are units of a currency per euro.
    """
    by_day: dict[date, dict[str, EuroRate]] = {}
    for one in rates:
        by_day.setdefault(one.day, {})[one.code] = one
    for day, found in sorted(by_day.items()):
        base = Decimal(1) if organization.base_currency == EURO else None
        if organization.base_currency in found:
            base = found[organization.base_currency].per_euro
        line = next(iter(found.values())).line
        if base is None:
            problems.append(
                LineProblem(line, "There is no rate of {currency} here.", {"currency": organization.base_currency})
            )
            continue
        euro = {EURO: EuroRate(line, day, EURO, Decimal(1))}
        for code in sorted(set(codes) & (found.keys() | euro.keys())):
            one = (found | euro)[code]
            with localcontext(prec=60):
                rate = (base / one.per_euro).quantize(RATE_STEP, ROUND_HALF_UP)
            if SMALLEST_RATE <= rate <= LARGEST_RATE:
                yield code, day, rate
            else:
                params = {"min": f"{SMALLEST_RATE:f}", "max": str(LARGEST_RATE)}
                problems.append(LineProblem(one.line, "Write a rate between {min} and {max}.", params))


def _known(session: Session, organization: Organization) -> dict[tuple[str, date], sa.Row]:
    query = sa.select(CurrencyRate.id, CurrencyRate.code, CurrencyRate.day, CurrencyRate.rate, CurrencyRate.source)
    rows = session.execute(query.where(CurrencyRate.organization_id == organization.id))
    return {(row.code, row.day): row for row in rows}


def _write(session: Session, organization: Organization, rows: list[tuple[str, date, Decimal, sa.Row | None]]) -> None:
    here = {"tenant_id": organization.tenant_id, "organization_id": organization.id, "source": RateSource.ECB}
    new = [
        {**here, "id": new_id(), "code": code, "day": day, "rate": rate} for code, day, rate, known in rows if not known
    ]
    other = [{"one": known.id, "worth": rate} for _, _, rate, known in rows if known]
    if new:
        session.connection().execute(sa.insert(CurrencyRate), new)
    if other:
        change = sa.update(CurrencyRate).where(CurrencyRate.id == sa.bindparam("one"))
        session.connection().execute(change.values(rate=sa.bindparam("worth")), other)


def _as_json(taken: Taken) -> dict:
    newest = taken.newest.isoformat() if taken.newest else None
    return (
        asdict(taken)
        | {"newest": newest, "missing": list(taken.missing)}
        | {"problems": [asdict(one) for one in taken.problems]}
    )

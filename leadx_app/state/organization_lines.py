"""The profile of an organization and its children as their forms show them, and what the forms send."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import available_timezones

from sqlmodel import Session

from leadx_app.domain import organizations
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.organizations import ProfileEdit
from leadx_app.domain.permissions import Actor
from leadx_app.models import DateFormat
from leadx_app.queries.organizations import ChildRow, ProfileRow
from leadx_app.state.admin_currencies import worth_shown
from leadx_app.state.doors import Form
from leadx_app.state.format import DASH, Look
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.session import photo_of

TEXTS = ("name", "organization_number", "address", "postcode", "city", "country", "time_zone", "default_language")
REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
TIME_ZONES = sorted(name for name in available_timezones() if name.startswith(REGIONS))
FORMATS = {
    DateFormat.WORDS: "In words: {example}",
    DateFormat.DOTS: "{example}",
    DateFormat.ISO: "{example}",
    DateFormat.SLASHES: "{example}, day first",
    DateFormat.MONTH_FIRST: "{example}, month first",
}


@dataclass(frozen=True)
class ProfileLine:
    """The profile as its form shows it; `key` changes with what is saved."""

    id: str = ""
    key: str = ""
    version: str = ""
    name: str = ""
    organization_number: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    currency: str = ""
    currencies: str = ""
    time_zone: str = ""
    date_format: str = ""
    default_language: str = ""
    start_month: str = ""
    logo: str = ""
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True)
class ChildLine:
    """A child organization; `people` in words."""

    id: str = ""
    name: str = ""
    people: str = ""
    is_active: bool = True
    has_receiver: bool = True


def profile_line(row: ProfileRow, look: Look) -> tuple[ProfileLine, list[Choice]]:
    """A profile in the reader's words, and the ways in which its people can read days, each with an example."""
    worth = [worth_shown(code, rate, row.currency, look) for code, rate in row.currencies]
    line = ProfileLine(
        id=str(row.id),
        key=f"{row.id} {row.version} {row.start_month}",
        version=str(row.version),
        name=row.name,
        organization_number=row.organization_number,
        address=row.address,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        currency=row.currency,
        currencies=" · ".join(worth),
        time_zone=row.time_zone,
        date_format=row.date_format.value,
        default_language=row.default_language,
        start_month=str(row.start_month),
        logo=photo_of(row.logo_id),
        starts_on=_day(row.starts_on, look),
        ends_on=_day(row.ends_on, look),
    )
    return line, date_formats(look)


def date_formats(look: Look) -> list[Choice]:
    """Every way of writing the last day of this year."""
    example = date(look.now.year, 12, 31)
    return [
        Choice(one.value, look.say(words, example=replace(look, date_format=one).date(example)))
        for one, words in FORMATS.items()
    ]


def child_line(row: ChildRow, people: str) -> ChildLine:
    """A row of the list of children."""
    return ChildLine(str(row.id), row.name, people, row.is_active, row.has_receiver)


def save_profile(session: Session, actor: Actor, organization_id: UUID, form: Form, *, now: datetime) -> None:
    """`change_profile` with what was written in the form."""
    written: dict[str, object] = {name: str(form.get(name) or "") for name in TEXTS}
    written["date_format"] = str(form.get("date_format") or "")
    written |= {name: _number(form.get(name)) for name in ("version", "financial_year_start_month")}
    organizations.change_profile(session, actor, organization_id, parse_draft(ProfileEdit, written), now=now)


def add_child(session: Session, actor: Actor, name: str, *, now: datetime) -> None:
    """`add_child_organization`."""
    organizations.add_child_organization(session, actor, name, now=now)


def _day(day: date | None, look: Look) -> str:
    return look.date(day) if day else DASH


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

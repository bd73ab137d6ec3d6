"""The list of contacts as the screen shows it, in the reader's words; the same for everybody of an audience."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from leadx_app.domain.contacts.keys import city_key, sort_key
from leadx_app.domain.permissions import Actor
from leadx_app.queries.choices import visible_organizations
from leadx_app.queries.contact_duplicates import Duplicate, Sameness
from leadx_app.queries.contact_list import (
    COUNTED,
    ContactLine,
    ContactPage,
    contact_counts,
    contact_page,
)
from leadx_app.queries.contact_order import ContactFilters, ContactKind
from leadx_app.queries.contact_places import ContactPlaces, contact_places
from leadx_app.state.format import NBSP, Look, initials, look_for, mail_to, phone, tint
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.wire import Shared

_BEYOND_Z = {"{": "Æ", "|": "Ø", "}": "Å"}


@dataclass(frozen=True)
class ContactRow:
    """A contact in the list; texts are "" where there is nothing to say.

    Attributes:
        letter: at the first of a letter on the page.
        about: a person's title, a company's town.
        beside: a person's company, a company's number.
        mail, call: links.
        organization: whose it is, where contacts of several stand together.
    """

    id: str
    letter: str
    name: str
    initials: str
    tint: int
    about: str
    beside: str
    email: str
    mail: str
    phone: str
    call: str
    organization: str
    created: str
    changed: str
    version: int


@dataclass(frozen=True)
class ContactsShown:
    """A page of the list; `total` is how many there are where that is known, `place` letters or days of the page."""

    rows: list[ContactRow] = field(default_factory=list)
    companies: str = ""
    persons: str = ""
    total: str = ""
    place: str = ""
    next_cursor: str = ""
    previous_cursor: str = ""
    organizations: list[Choice] = field(default_factory=list)
    cities: list[Choice] = field(default_factory=list)
    countries: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class SimilarShown:
    """A contact that may be the same as one that is looked at or written, and why; whether it may be used instead."""

    id: str
    name: str
    about: str
    why: str
    may_use: bool = True


SAMENESS = {
    Sameness.NUMBER: "same organization number",
    Sameness.EMAIL: "same email",
    Sameness.PHONE: "same phone",
    Sameness.NAME: "similar name",
}


def contacts_shown(
    session: Session, actor: Actor, filters: ContactFilters, after: str, before: str, *, now: datetime
) -> ContactsShown:
    """A page of contacts; a page in front of the first one is the first one."""
    look = look_for(actor, now)
    page = contact_page(session, actor, filters, after or None, before=before or None)
    if before and page.previous_cursor is None:
        page = contact_page(session, actor, replace(filters, letter=""))
    counts = contact_counts(session, actor, filters.organization_id)
    companies, persons = _count(counts.companies, look), _count(counts.persons, look)
    is_company = filters.kind is ContactKind.COMPANY
    places = contact_places(session, actor, filters.organization_id) if is_company else ContactPlaces()
    several = len(actor.organization_ids) > 1
    organizations = visible_organizations(session, actor) if several else []
    return ContactsShown(
        rows=Shared(_rows(page.rows, look, filters, is_named=several and filters.organization_id is None)),
        companies=companies,
        persons=persons,
        total=_total(page, filters, companies if is_company else persons, look),
        place=_place(page.rows) if filters.sort.is_by_name else _days(page.rows, look),
        next_cursor=page.next_cursor or "",
        previous_cursor=page.previous_cursor or "",
        organizations=[Choice(str(one.id), one.name) for one in organizations],
        cities=_cities(places.cities, filters.city),
        countries=_countries(places.countries, filters.country, look),
    )


def _total(page: ContactPage, filters: ContactFilters, counted: str, look: Look) -> str:
    """How many the open part has; of what is searched or filtered, how many were found where one page holds them."""
    every = ContactFilters(kind=filters.kind, letter=filters.letter, sort=filters.sort)
    if replace(filters, organization_id=None) == every:
        return counted
    return "" if page.next_cursor or page.previous_cursor else look.number(len(page.rows))


def number_words(number: str) -> str:
    """A Norwegian organization number in threes, "923 609 016"; any other as it is."""
    if len(number) == 9 and number.isdigit():
        return NBSP.join((number[:3], number[3:6], number[6:]))
    return number


def call_to(number: str) -> str:
    """The address of a link that calls."""
    return f"tel:{''.join(number.split())}" if number else ""


def similar_shown(row: Duplicate, look: Look, *, may_use: bool = True) -> SimilarShown:
    """What may be the same, in the reader's words."""
    about = ", ".join(filter(None, (row.about, row.company)))
    why = ", ".join(look.say(SAMENESS[one]) for one in row.same)
    return SimilarShown(str(row.id), row.name, about, why, may_use)


def letter_of(name: str) -> str:
    """The letter that a name stands under; "#" for what begins with none."""
    first = sort_key(name)[:1]
    found = _BEYOND_Z.get(first, first.upper())
    return found if found.isalpha() else "#"


def _count(count: int, look: Look) -> str:
    return look.number(count) if count <= COUNTED else f"{look.number(COUNTED)}+"


def _place(rows: list[ContactLine]) -> str:
    """ "A–F": from which letter to which."""
    if not rows:
        return ""
    first, last = letter_of(rows[0].name), letter_of(rows[-1].name)
    return first if first == last else f"{first}–{last}"


def _days(rows: list[ContactLine], look: Look) -> str:
    """From which day of making to which, the newest first."""
    days = list(dict.fromkeys(look.date(row.created_at) for row in (*rows[:1], *rows[-1:])))
    return "–".join(days)


def _cities(cities: list[str], chosen: str) -> list[Choice]:
    """The cities that can be chosen, and the one that is: under the value that was chosen, however it is written."""
    key = city_key(chosen)
    choices = [Choice(chosen if city_key(one) == key else one, one) for one in cities]
    gone = [Choice(chosen, chosen)] if chosen and choices and all(one.value != chosen for one in choices) else []
    return choices + gone


def _countries(countries: list[str], chosen: str, look: Look) -> list[Choice]:
    """The countries that can be chosen, and the one that is, by their names."""
    gone = [chosen] if chosen and countries and chosen not in countries else []
    choices = [Choice(code, look.country(code)) for code in (*countries, *gone)]
    return sorted(choices, key=lambda one: sort_key(one.label))


def _rows(rows: list[ContactLine], look: Look, filters: ContactFilters, *, is_named: bool) -> list[ContactRow]:
    letters = [letter_of(row.name) if filters.sort.is_by_name else "" for row in rows]
    firsts = ["" if place and letters[place - 1] == letter else letter for place, letter in enumerate(letters)]
    return [_row(row, letter, look, is_named) for row, letter in zip(rows, firsts, strict=True)]


def _row(row: ContactLine, letter: str, look: Look, is_named: bool) -> ContactRow:
    is_company = row.kind is ContactKind.COMPANY
    return ContactRow(
        id=str(row.id),
        letter=letter,
        name=row.name,
        initials=initials(row.name),
        tint=tint(row.id),
        about=row.city if is_company else row.title,
        beside=number_words(row.organization_number) if is_company else row.company,
        email=row.email,
        mail=mail_to(row.email),
        phone=phone(row.phone),
        call=call_to(row.phone),
        organization=row.organization if is_named else "",
        created=look.date(row.created_at),
        changed=look.date(row.updated_at),
        version=row.version,
    )

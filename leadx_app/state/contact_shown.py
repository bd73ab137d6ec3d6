"""A contact as its page shows it: fields, persons, leads, plans and history in the reader's words."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from leadx_app.domain.days import today_in
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.tasks.rules import due_day
from leadx_app.queries.agenda_filters import What
from leadx_app.queries.contact_detail import ContactDetail, ContactHistory, ContactLead, ContactPerson
from leadx_app.queries.contact_order import ContactKind
from leadx_app.queries.contact_plans import ContactPlan
from leadx_app.state.agenda_lines import DRAWINGS, KINDS, day_words, menu_of
from leadx_app.state.contacts_lines import call_to, number_words
from leadx_app.state.format import DASH, Look, initials, mail_to, phone, tint
from leadx_app.state.lead_shown import ChangeShown


@dataclass(frozen=True)
class ContactShown:
    """The contact's fields as text; what it does not have is "".

    Attributes:
        kind: "company" or "person".
        organization: where it is not the reader's own.
        call, mail, card: links; `card` is the contact as a file for address books.
        site: the website without its scheme, as people write it.
        place: street, then postcode and town.
        country: two letters.
    """

    id: str = ""
    kind: str = ""
    name: str = ""
    initials: str = ""
    tint: int = 0
    title: str = ""
    company_id: str = ""
    company: str = ""
    number: str = ""
    industry: str = ""
    phone: str = ""
    call: str = ""
    email: str = ""
    mail: str = ""
    website: str = ""
    site: str = ""
    address: str = ""
    place: str = ""
    country: str = ""
    organization: str = ""
    created: str = ""
    card: str = ""
    may_edit: bool = False


@dataclass(frozen=True)
class PersonShown:
    """A person of the company."""

    id: str
    name: str
    initials: str
    tint: int
    title: str
    phone: str
    call: str
    email: str
    mail: str


@dataclass(frozen=True)
class ContactLeadShown:
    """A lead about the contact; `status` is "open", "won", "closed" or "parked"."""

    id: str
    title: str
    stage: str
    color: str
    status: str
    owner: str
    initials: str
    value: str
    age: str


@dataclass(frozen=True)
class ContactPlanShown:
    """A task or an activity with the contact."""

    id: str
    what: str
    drawing: str
    title: str
    when: str
    kind: str
    person: str
    lead_id: str
    lead: str
    is_late: bool
    is_done: bool
    may_change: bool
    menu: str


@dataclass(frozen=True)
class ContactEntry:
    """A line of the history; `merge_id` where a merge can be taken back by the reader."""

    id: str
    drawing: str
    sentence: str
    changes: list[ChangeShown]
    merge_id: str
    age: str
    moment: str


FIELDS = {
    "name": "Name",
    "title": "Title",
    "company": "Company",
    "company_id": "Company",
    "organization_number": "Organization number",
    "industry": "Industry",
    "address": "Address",
    "postcode": "Postcode",
    "city": "City",
    "country": "Country",
    "phone": "Phone",
    "email": "Email",
    "website": "Website",
}
"""The labels of the fields in the history, in conflicts and in merges."""

SENTENCES = {
    EventKind.CONTACT_CHANGED: "{actor} changed the contact",
    EventKind.CONTACT_MERGED: "{actor} merged {other} into this contact",
    EventKind.CONTACT_PARTED: "{actor} parted this contact and {other} again",
}
_MARKS = {
    EventKind.CONTACT_CHANGED: "pencil",
    EventKind.CONTACT_MERGED: "link",
    EventKind.CONTACT_PARTED: "undo-2",
}


def contact_shown(detail: ContactDetail, look: Look, own_organization: object) -> ContactShown:
    """The fields in the reader's words."""
    fields = {name: value or "" for name, value in detail.fields.items()}
    is_company = detail.kind is ContactKind.COMPANY
    kinds = "companies" if is_company else "persons"
    website = str(fields.get("website", ""))
    return ContactShown(
        id=str(detail.id),
        kind=detail.kind.value,
        name=fields["name"],
        initials=initials(fields["name"]),
        tint=tint(detail.id),
        title=fields.get("title", ""),
        company_id=str(fields.get("company_id", "")),
        company=detail.company,
        number=number_words(fields.get("organization_number", "")),
        industry=fields.get("industry", ""),
        phone=phone(fields["phone"]),
        call=call_to(fields["phone"]),
        email=fields["email"],
        mail=mail_to(fields["email"]),
        website=website,
        site=website.partition("://")[2].removeprefix("www.").rstrip("/"),
        address=fields.get("address", ""),
        place=" ".join(filter(None, (fields.get("postcode"), fields.get("city")))),
        country=fields.get("country", ""),
        organization="" if detail.organization_id == own_organization else detail.organization,
        created=look.say("Created by {name}, {day}", name=detail.created_by, day=look.date(detail.created_at)),
        card=f"/api/v1/contacts/{kinds}/{detail.id}/card",
        may_edit=detail.may_edit,
    )


def person_shown(row: ContactPerson) -> PersonShown:
    """A person of the company."""
    return PersonShown(
        id=str(row.id),
        name=row.name,
        initials=initials(row.name),
        tint=tint(row.id),
        title=row.title,
        phone=phone(row.phone),
        call=call_to(row.phone),
        email=row.email,
        mail=mail_to(row.email),
    )


def contact_lead_shown(row: ContactLead, look: Look) -> ContactLeadShown:
    """A lead about the contact."""
    return ContactLeadShown(
        id=str(row.id),
        title=row.title,
        stage=row.stage,
        color=row.color,
        status=row.sub_stage.value,
        owner=row.owner,
        initials=initials(row.owner),
        value=look.money(row.value, row.currency) if row.value is not None else "",
        age=look.ago(row.updated_at),
    )


def contact_plan_shown(row: ContactPlan, look: Look) -> ContactPlanShown:
    """A task or an activity, with its day by the reader's clock."""
    is_task = row.what is What.TASK
    day = due_day(row.at, row.has_time, look.time_zone) if is_task else today_in(look.time_zone, row.at)
    late = row.at < look.now if row.has_time else day < today_in(look.time_zone, look.now)
    hour = f", {row.at.astimezone(ZoneInfo(look.time_zone)):%H:%M}" if row.has_time else ""
    return ContactPlanShown(
        id=str(row.id),
        what=row.what.value,
        drawing="list-checks" if is_task else DRAWINGS[row.kind],
        title=row.title,
        when=day_words(day, look) + hour,
        kind=look.say("Task") if is_task else look.say(KINDS[row.kind]),
        person=row.person,
        lead_id=str(row.lead_id or ""),
        lead=row.lead,
        is_late=is_task and late and row.done_at is None,
        is_done=row.done_at is not None,
        may_change=row.may_change,
        menu=menu_of(row.what, is_done=row.done_at is not None) if row.may_change else "",
    )


def entry_shown(row: ContactHistory, look: Look, may_edit: bool) -> ContactEntry:
    """A line of the history."""
    return ContactEntry(
        id=str(row.id),
        drawing=_MARKS[row.kind],
        sentence=look.say(SENTENCES[row.kind], actor=row.actor, other=row.other),
        changes=[_change(one, look) for one in row.changes],
        merge_id=str(row.merge_id) if row.merge_id and may_edit else "",
        age=look.age(row.changed_at),
        moment=look.moment(row.changed_at),
    )


def field_words(name: str, value: Any) -> str:
    """A field's value as people write it; "–" for nothing."""
    if value in (None, ""):
        return DASH
    written = {"organization_number": number_words, "phone": phone}.get(name, str)
    return written(str(value))


def _change(change: dict[str, Any], look: Look) -> ChangeShown:
    name = change["field"]
    label = look.say(FIELDS[name]) if name in FIELDS else name
    return ChangeShown(label, field_words(name, change["from"]), field_words(name, change["to"]))

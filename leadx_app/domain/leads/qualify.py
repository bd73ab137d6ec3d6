"""Change a lead's fields and move it forward (product.md section 5, "Life-cycle")."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain import money, tags
from leadx_app.domain.contacts import named
from leadx_app.domain.errors import Conflict, EditConflict, Invalid, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record
from leadx_app.domain.find import find_choice, find_lead
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Category, Company, Event, Lead, Person, Source, Stage

from . import rules
from .capture import resolve_contact
from .changes import change, is_new, move, name_of, search_text
from .draft import LeadEdit

PLAIN = ("title", "description", "expected_closing_on")
TELLING = ("organization_number", "city", "address", "email", "phone", "website")
"""What tells companies of one name apart."""
WORTH = frozenset({"value", "currency"})
"""One amount: their number with my currency would be a sum that nobody wrote."""


def edit(session: Session, actor: Actor, lead_id: UUID, changes: LeadEdit, *, now: datetime) -> int:
    """Save the fields that were set; returns the lead's new version.

    Fields that somebody else changed since `changes.version` and that now differ from what is wanted are a conflict;
    other people's changes to other fields are kept.

    Raises:
        EditConflict: with the values that stand now, per field; nothing is written then.
    """
    lead = find_lead(session, actor, lead_id)
    if not rules.may_edit(actor, lead, is_new=is_new(session, lead)):
        raise NotPermitted("This lead is locked for you.")
    return _save(session, actor, lead, changes, now)


def correct(session: Session, actor: Actor, lead_id: UUID, changes: LeadEdit, *, now: datetime) -> int:
    """`edit` by an Admin who puts a lead's fields right, whoever owns it; one that has ended stays as it was.

    Raises:
        EditConflict: as in `edit`.
    """
    actor.require(Permission.DB_VIEW)
    lead = find_lead(session, actor, lead_id)
    if lead.sub_stage in rules.FINAL:
        raise NotPermitted("This lead has ended. A Manager opens it again first.")
    return _save(session, actor, lead, changes, now)


def _save(session: Session, actor: Actor, lead: Lead, changes: LeadEdit, now: datetime) -> int:
    before = snapshot(session, lead)
    wanted = _wanted(session, actor, lead, changes, now)
    after = before | {name: value for name, (value, _) in wanted.items()}
    namesakes = _namesakes(lead, wanted, before)
    changed = {name for name in wanted if before[name] != after[name]} | namesakes
    _check_conflict(session, lead, changes.version, changed, before)
    stage = _next_stage(session, actor, lead, changes)
    columns = {column: value for name in changed for column, value in wanted[name][1].items()}
    if changed:
        if "company" in namesakes:
            before["company"], after["company"] = _told_apart(session, lead.company_id, columns["company_id"])
        _write(session, actor, lead, columns, changes, "tags" in changed, now)
        diff = [{"field": name, "from": before[name], "to": after[name]} for name in sorted(changed)]
        record(session, actor, EventKind.LEAD_UPDATED, lead, now=now, payload={"changes": diff})
    if stage:
        _move(session, actor, lead, stage, now)
    return lead.version


def move_stage(session: Session, actor: Actor, lead_id: UUID, stage_id: UUID, *, now: datetime) -> None:
    """Move an own open lead to a later stage; the same stage again is harmless, an earlier one is refused."""
    lead = find_lead(session, actor, lead_id)
    if not rules.may_qualify(actor, lead):
        raise NotPermitted("Only the owner moves an open lead.")
    stage = find_choice(session, actor, Stage, stage_id, "stage_id")
    if stage.id != lead.stage_id:
        _check_forward(session, lead, stage)
        _move(session, actor, lead, stage, now)


def snapshot(session: Session, lead: Lead) -> dict[str, object]:
    """The lead's fields as JSON values that people recognize: names instead of ids."""
    person = session.get(Person, lead.person_id) if lead.person_id else None
    names = {
        "category_id": session.get(Category, lead.category_id) if lead.category_id else None,
        "source_id": session.get(Source, lead.source_id) if lead.source_id else None,
    }
    return {
        **{name: _json(getattr(lead, name)) for name in PLAIN},
        "company": session.get_one(Company, lead.company_id).name,
        "person": person.name if person else None,
        "person_email": person.email if person else None,
        "person_phone": person.phone if person else None,
        "value": _json(lead.value),
        "currency": lead.currency,
        **{name: row.name if row else None for name, row in names.items()},
        "tags": tags.names_of(session, lead.id),
    }


def _json(value: object) -> object:
    if isinstance(value, Decimal | date):
        return str(value)
    return value


Wanted = dict[str, tuple[object, dict[str, object]]]


def _wanted(session: Session, actor: Actor, lead: Lead, changes: LeadEdit, now: datetime) -> Wanted:
    """Per field that was set: the value as in `snapshot`, and the columns that hold it."""
    given = changes.model_fields_set
    wanted: Wanted = {}
    for name in set(PLAIN) & given:
        value = getattr(changes, name)
        value = value or "" if name == "description" else value
        wanted[name] = (_json(value), {name: value})
    if given & {"value", "currency"}:
        value = changes.value if "value" in given else lead.value
        chosen = changes.currency if "currency" in given else lead.currency
        currency, rate = money.rate_of(session, lead.organization_id, chosen, now=now, kept=lead.currency)
        columns = {"value": value, "currency": currency, "rate": rate, "base_value": money.in_base(value, rate)}
        wanted["value"] = (_json(value), columns)
        wanted["currency"] = (currency, columns)
    for name, table in (("category_id", Category), ("source_id", Source)):
        if name in given:
            chosen = getattr(changes, name)
            row = find_choice(session, actor, table, chosen, name, kept=getattr(lead, name)) if chosen else None
            wanted[name] = (row.name if row else None, {name: chosen})
    if "tags" in given:
        wanted["tags"] = (sorted(set(changes.tags)), {})
    return wanted | _wanted_contact(session, actor, lead, changes, now)


def _wanted_contact(session: Session, actor: Actor, lead: Lead, changes: LeadEdit, now: datetime) -> Wanted:
    given = changes.model_fields_set
    if not given & {
        "company_id",
        "company_name",
        "company_facts",
        "person_id",
        "person_name",
        "person_email",
        "person_phone",
    }:
        return {}
    if not given & {"company_id", "company_name"}:
        changes = changes.model_copy(update={"company_id": lead.company_id})
    company, person = resolve_contact(session, actor, changes, now=now, kept=lead)
    emptied = {name for name in given & {"person_email", "person_phone"} if getattr(changes, name) is None}
    if emptied and person and person.id == lead.person_id:
        named.forget(session, actor, person, {name.removeprefix("person_") for name in emptied}, now=now)
    columns = {"company_id": company.id, "person_id": person.id if person else None}
    return {
        "company": (company.name, columns),
        "person": (person.name if person else None, columns),
        "person_email": (person.email if person else None, columns),
        "person_phone": (person.phone if person else None, columns),
    }


def _namesakes(lead: Lead, wanted: Wanted, before: dict[str, object]) -> set[str]:
    """Company and person, where another one of the same name is wanted."""
    columns = {"company": "company_id", "person": "person_id"}
    same = {name for name in columns.keys() & wanted.keys() if wanted[name][0] == before[name]}
    return {name for name in same if wanted[name][1][columns[name]] != getattr(lead, columns[name])}


def _told_apart(session: Session, *company_ids: object) -> list[str]:
    """Companies of one name by what else people know of them: the first thing that they do not share."""
    companies = [session.get_one(Company, one) for one in company_ids]
    shown = [[getattr(company, name) for company in companies] for name in TELLING]
    telling = next((values for values in shown if len(set(values)) > 1), [None] * len(companies))
    return [f"{one.name} ({value})" if value else one.name for one, value in zip(companies, telling, strict=True)]


def _check_conflict(session: Session, lead: Lead, version: int, changed: set[str], before: dict[str, object]) -> None:
    if version > lead.version or version < 1:
        raise Invalid("This value cannot be used.", field="version")
    if version == lead.version or not changed:
        return
    events = session.exec(
        select(Event).where(Event.lead_id == lead.id, Event.kind == EventKind.LEAD_UPDATED).order_by(Event.id)
    )
    newer = [event for event in events if event.payload["version"] > version]
    theirs = {row["field"] for event in newer for row in event.payload["changes"]}
    theirs |= WORTH if theirs & WORTH else set()
    if theirs & changed:
        fields = {name: before[name] for name in sorted(theirs & changed)}
        raise EditConflict(fields, name_of(session, newer[-1].actor_id), lead.version)


def _write(
    session: Session,
    actor: Actor,
    lead: Lead,
    columns: dict[str, object],
    changes: LeadEdit,
    with_tags: bool,
    now: datetime,
) -> None:
    company = session.get_one(Company, columns.get("company_id", lead.company_id))
    person_id = columns.get("person_id", lead.person_id)
    person = session.get(Person, person_id) if person_id else None
    columns["search_text"] = search_text(str(columns.get("title", lead.title)), company.name, person)
    change(session, lead, now=now, **columns)
    if with_tags:
        tags.set_tags(session, actor, lead, changes.tags)


def _next_stage(session: Session, actor: Actor, lead: Lead, changes: LeadEdit) -> Stage | None:
    if changes.stage_id in (None, lead.stage_id):
        return None
    if not rules.may_qualify(actor, lead):
        raise NotPermitted("Only the owner moves an open lead.")
    stage = find_choice(session, actor, Stage, changes.stage_id, "stage_id")
    _check_forward(session, lead, stage)
    return stage


def _check_forward(session: Session, lead: Lead, stage: Stage) -> None:
    if stage.position < session.get_one(Stage, lead.stage_id).position:
        raise Conflict("A lead never goes back to an earlier stage.")


def _move(session: Session, actor: Actor, lead: Lead, stage: Stage, now: datetime) -> None:
    payload = {"from_stage": session.get_one(Stage, lead.stage_id).name, "to_stage": stage.name}
    move(session, actor, lead, now=now, stage_id=stage.id)
    record(session, actor, EventKind.STAGE_MOVED, lead, now=now, payload=payload)

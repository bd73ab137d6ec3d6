"""Editing a lead: what the form begins with, what was changed in it, and what two people changed at once."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app import i18n
from leadx_app.domain.errors import EditConflict, Invalid
from leadx_app.domain.leads.draft import LeadEdit, parse_draft
from leadx_app.domain.leads.qualify import edit
from leadx_app.domain.permissions import Actor
from leadx_app.queries.lead_detail import LeadDetail
from leadx_app.state.doors import Form
from leadx_app.state.form_changes import changed_in
from leadx_app.state.format import DASH, Look
from leadx_app.state.lead_choices import LeadChoicesState
from leadx_app.state.lead_register import facts_in
from leadx_app.state.lead_shown import FIELDS, value_shown


@dataclass(frozen=True, slots=True)
class EditFields:
    """What the form of editing begins with. `was` is the same as text and `version` what it was read at: both travel
    with the kept form, so that after days only what was really typed counts as changed."""

    company_name: str = ""
    company_name_id: str = ""
    person_name: str = ""
    person_name_id: str = ""
    person_email: str = ""
    person_phone: str = ""
    description: str = ""
    value: str = ""
    currency: str = ""
    expected_closing_on: str = ""
    category_id: str = ""
    source_id: str = ""
    tags: str = ""
    version: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """A field that two people changed, in the reader's words."""

    field: str
    label: str
    yours: str
    theirs: str


CONTACT = ("company_name", "person_name", "person_email", "person_phone")
DOMAIN_NAMES = {"company": "company_name", "person": "person_name"}
"""Names of fields in events and conflicts that are named otherwise in the form."""


def edit_fields(detail: LeadDetail) -> EditFields:
    """The lead's fields as the form begins with them."""
    fields = EditFields(
        company_name=detail.company,
        company_name_id=str(detail.company_id),
        person_name=detail.person,
        person_name_id=str(detail.person_id or ""),
        person_email=detail.person_email,
        person_phone=detail.person_phone,
        description=detail.description,
        value="" if detail.value is None else f"{detail.value:f}".removesuffix(".00"),
        currency=detail.currency,
        expected_closing_on=detail.expected_closing_on.isoformat() if detail.expected_closing_on else "",
        category_id=str(detail.category_id or ""),
        source_id=str(detail.source_id or ""),
        tags=", ".join(detail.tags),
    )
    return replace(fields, version=str(detail.version), was=json.dumps(asdict(fields)))


def changed_fields(form: Form) -> dict[str, Any]:
    """What differs from what the form began with, as data of a LeadEdit without its version.

    Company and person belong together: when one of their fields was changed, all are sent.
    """
    changed = changed_in(form, EditFields.__dataclass_fields__.keys() - {"version", "was"})
    if changed & {*CONTACT, "company_name_id", "person_name_id"}:
        changed |= set(CONTACT)
    data = {name: form.get(name) or "" for name in changed if not name.endswith("_name_id")}
    if "company_name" in data and not form.get("company_name_id"):
        data["company_facts"] = facts_in(form)
    elif "company_name_id" in changed:
        data["company_id"] = form["company_name_id"]
    if "tags" in data:
        data["tags"] = listed(data["tags"])
    return data


def listed(value: Any) -> list[str]:
    """The parts of a text with commas between them."""
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def edit_lead(
    session: Session, actor: Actor, lead_id: UUID, version: int, data: dict[str, Any], *, now: datetime
) -> int:
    """The command behind the form, which has one field for a company's name and id."""
    try:
        return edit(session, actor, lead_id, parse_draft(LeadEdit, {**data, "version": version}), now=now)
    except Invalid as error:
        if error.field != "company_id":
            raise
        raise Invalid(error.template, field="company_name", **error.params) from None


def conflict_shown(
    conflict: EditConflict, data: dict[str, Any], choices: LeadChoicesState, look: Look
) -> list[ConflictShown]:
    """The fields of a conflict, side by side."""
    rows = []
    for name, theirs in conflict.fields.items():
        field = DOMAIN_NAMES.get(name, name)
        yours = _named(field, data.get(field), choices)
        label = i18n.say(look.language, FIELDS[name])
        rows.append(ConflictShown(field, label, value_shown(name, yours, look), value_shown(name, theirs, look)))
    return rows


def _named(field: str, value: Any, choices: LeadChoicesState) -> Any:
    """The name behind an id that was chosen."""
    offered = {"category_id": choices.categories, "source_id": choices.sources}.get(field)
    if offered is None:
        return value
    return next((choice.label for choice in offered if choice.value == value), value or DASH)


def settled(data: dict[str, Any], conflict: EditConflict, form: Form) -> dict[str, Any]:
    """What is saved after the choice per field: yours stays, theirs is left as it stands now.

    A field of company and person that is theirs is sent as it stands, because they are written together.
    """
    kept = dict(data)
    for name, theirs in conflict.fields.items():
        field = DOMAIN_NAMES.get(name, name)
        if form.get(f"keep_{field}") == "yours":
            continue
        kept.pop(field, None)
        if field == "company_name":
            kept.pop("company_facts", None)
            kept.pop("company_id", None)
        if field in CONTACT and set(kept) & set(CONTACT):
            kept[field] = theirs or ""
    return kept

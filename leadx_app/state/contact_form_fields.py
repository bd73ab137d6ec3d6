"""The form of a contact: what it begins with, and what its fields mean to the domain."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.contacts import edit
from leadx_app.domain.contacts.draft import CompanyDraft, CompanyEdit, PersonDraft, PersonEdit
from leadx_app.domain.contacts.write import COMPANY_FIELDS
from leadx_app.domain.errors import EditConflict, Invalid
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.queries.contact_detail import ContactDetail
from leadx_app.queries.contact_duplicates import Written
from leadx_app.queries.contact_order import ContactKind
from leadx_app.state.contact_shown import FIELDS, field_words
from leadx_app.state.doors import Form
from leadx_app.state.form_changes import changed_in
from leadx_app.state.format import Look
from leadx_app.state.lead_edit import ConflictShown


@dataclass(frozen=True)
class ContactFields:
    """The fields of the form, as texts; `kind` is "" while it is closed, `id` "" for a new one.

    `was` is the same as text and `version` what it was read at: both travel with the kept form, so that after days only
    what was really typed counts as changed.
    """

    kind: str = ""
    id: str = ""
    name: str = ""
    organization_number: str = ""
    industry: str = ""
    title: str = ""
    company_name: str = ""
    company_name_id: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    version: str = ""
    was: str = ""


OF_PERSONS = ("name", "title", "company_name", "company_name_id", "phone", "email")


def fields_of_form(detail: ContactDetail) -> ContactFields:
    """The contact as the form begins with it."""
    texts = {name: str(value or "") for name, value in detail.fields.items() if name != "company_id"}
    company_id = str(detail.fields.get("company_id") or "")
    fields = ContactFields(
        kind=detail.kind.value,
        id=str(detail.id),
        company_name=detail.company,
        company_name_id=company_id,
        version=str(detail.version),
        **texts,
    )
    return replace(fields, was=json.dumps(asdict(fields)))


def kind_of(form: Form) -> ContactKind:
    """Whether the form is a company's or a person's."""
    try:
        return ContactKind(str(form.get("kind") or ""))
    except ValueError:
        raise Invalid("This value cannot be used.", field="kind") from None


def id_in(form: Form) -> UUID | None:
    """The contact that the form changes; None for a new one."""
    try:
        return UUID(str(form["contact_id"])) if form.get("contact_id") else None
    except ValueError:
        raise Invalid("This value cannot be used.", field="contact_id") from None


def written_in(form: Form) -> Written:
    """What was written so far, for the question what may be the same."""
    texts = {name: str(form.get(name) or "")[:400] for name in ("name", "organization_number", "email", "phone")}
    return Written(kind_of(form), **texts)


def draft_of(form: Form) -> dict[str, Any]:
    """The form as the data of a new contact."""
    return _data(form, {name for name in _names(kind_of(form)) if form.get(name)})


def changes_in(form: Form) -> dict[str, Any]:
    """What differs from what the form began with, as data of an edit without its version."""
    return _data(form, changed_in(form, _names(kind_of(form))))


def create(session: Session, actor: Actor, kind: ContactKind, data: dict[str, Any], *, now: datetime) -> UUID:
    """The command behind the form of a new contact."""
    if kind is ContactKind.COMPANY:
        return edit.create_company(session, actor, parse_draft(CompanyDraft, data), now=now)
    return edit.create_person(session, actor, parse_draft(PersonDraft, data), now=now)


def change(
    session: Session,
    actor: Actor,
    kind: ContactKind,
    contact_id: UUID,
    version: int,
    data: dict[str, Any],
    *,
    now: datetime,
) -> int:
    """The command behind the form that changes a contact."""
    data = {**data, "version": version}
    if kind is ContactKind.COMPANY:
        return edit.edit_company(session, actor, contact_id, parse_draft(CompanyEdit, data), now=now)
    return edit.edit_person(session, actor, contact_id, parse_draft(PersonEdit, data), now=now)


def conflict_shown(conflict: EditConflict, form: Form, look: Look) -> list[ConflictShown]:
    """The fields that somebody else changed, side by side with what was written."""
    rows = []
    for name, theirs in conflict.fields.items():
        mine = form.get("company_name" if name == "company_id" else name)
        rows.append(ConflictShown(name, look.say(FIELDS[name]), field_words(name, mine), field_words(name, theirs)))
    return rows


def settled(data: dict[str, Any], conflict: EditConflict, choice: Form) -> dict[str, Any]:
    """What is saved after the choice per field: yours stays, theirs is left as it stands now."""
    theirs = {name for name in conflict.fields if choice.get(f"keep_{name}") != "yours"}
    if "company_id" in theirs:
        theirs.add("company_name")
    return {name: value for name, value in data.items() if name not in theirs}


def _names(kind: ContactKind) -> tuple[str, ...]:
    return COMPANY_FIELDS if kind is ContactKind.COMPANY else OF_PERSONS


def _data(form: Form, names: set[str]) -> dict[str, Any]:
    """The named fields; a person's company by its id when it was picked, else by its name."""
    data: dict[str, Any] = {name: form.get(name) or "" for name in names if not name.startswith("company_name")}
    if names & {"company_name", "company_name_id"}:
        if form.get("company_name_id"):
            data["company_id"] = form["company_name_id"]
        else:
            data["company_name"] = form.get("company_name") or ""
    return data

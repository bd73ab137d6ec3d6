"""The public register of companies beside **Company name**: what a lead's form offers, and what it fills when saved."""

import json
from dataclasses import asdict, dataclass
from typing import Any

import reflex as rx

from leadx_app.domain.contacts.register import read_look_up
from leadx_app.domain.errors import Invalid, NotPermitted, TooMany
from leadx_app.domain.ports import RegisteredCompany, RegisterUnavailable
from leadx_app.queries.choices import Option, companies_numbered
from leadx_app.register import look_up
from leadx_app.runtime import get_runtime
from leadx_app.state import errors
from leadx_app.state.contacts_lines import number_words
from leadx_app.state.doors import Form, credential, handler, read
from leadx_app.state.parameters import Search
from leadx_app.state.register import AWAY, DELETED

THERE = "Among your contacts"
LONGEST_FACTS = 4_000


@dataclass(frozen=True, slots=True)
class CompanyChoice:
    """A company to choose: one of the own contacts by its id, or one of the register's with its facts as JSON."""

    value: str = ""
    label: str = ""
    hint: str = ""
    facts: str = ""


class LeadRegisterState(rx.State):
    """`is_on` where the register is configured; `asked` is the text that `companies` or `note` answer."""

    is_on: bool = False
    asked: str = ""
    companies: list[CompanyChoice] = []
    note: str = ""

    @handler
    async def look_up(self, text: Search) -> None:
        """Companies of the register for what was typed; one that is among the contacts already is offered as it is."""
        note, found = "", []
        try:
            found = await look_up(credential(self), text)
        except RegisterUnavailable:
            note = await errors.say(self, AWAY)
        except (Invalid, TooMany) as refusal:
            note = await errors.words(self, refusal)
        deleted = [company for company in found if company.is_deleted]
        if deleted:
            note = await errors.say(self, DELETED, name=deleted[0].name)
        there = await read(self, companies_numbered, {number_in(text), *(row.organization_number for row in found)})
        words = await errors.say(self, THERE)
        self.companies = company_choices(found, there, words)
        self.asked, self.note = text, note


async def begin_look_up(state: rx.State) -> None:
    """A form with a company is opened."""
    register = await state.get_state(LeadRegisterState)
    register.is_on = get_runtime().registry is not None
    register.asked, register.companies, register.note = "", [], ""


def company_choices(found: list[RegisteredCompany], there: dict[str, Option], words: str) -> list[CompanyChoice]:
    """The companies to choose from: those that are among the contacts first, each once, and none that is deleted."""
    known = [
        CompanyChoice(str(company.id), company.name, f"{number_words(number)} · {words}")
        for number, company in sorted(there.items(), key=lambda row: row[1].name)
    ]
    return known + [_choice(row) for row in found if not row.is_deleted and row.organization_number not in there]


def number_in(text: str) -> str:
    """The organization number that a text is; "" for what is none."""
    try:
        return read_look_up(text).number
    except Invalid:
        return ""


def facts_in(form: Form) -> dict[str, Any] | None:
    """What the register said of the company that was chosen in a form; None where nothing was, or it cannot be read."""
    text = form.get("company_name_facts")
    if not isinstance(text, str) or not text or len(text) > LONGEST_FACTS:
        return None
    try:
        facts = json.loads(text)
    except ValueError:
        return None
    return facts if isinstance(facts, dict) else None


async def with_company(state: rx.State, form: Form) -> Form:
    """The form with the company whose number was typed in place of its name: the register's, or the own contact.

    The same form gives the same lead, sent again or not: the register is asked first, and the rule finds the contact
    that is there. Whatever does not answer leaves the form as it is.
    """
    number = number_in(str(form.get("company_name") or ""))
    if not number or form.get("company_name_id") or form.get("company_name_facts"):
        return form
    try:
        found = await look_up(credential(state), number)
    except (RegisterUnavailable, Invalid, TooMany, NotPermitted):
        found = []
    for company in found:
        if not company.is_deleted:
            return {**form, "company_name": company.name, "company_name_facts": _choice(company).facts}
    there = (await read(state, companies_numbered, {number})).get(number)
    return {**form, "company_name": there.name, "company_name_id": str(there.id)} if there else form


def _choice(company: RegisteredCompany) -> CompanyChoice:
    facts = {name: value for name, value in asdict(company).items() if name not in BESIDE_FACTS and value}
    hint = " · ".join(filter(None, (number_words(company.organization_number), company.city)))
    return CompanyChoice("", company.name, hint, json.dumps(facts, ensure_ascii=False))


BESIDE_FACTS = ("name", "is_deleted")

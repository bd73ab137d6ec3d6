"""The popup New Lead: what it offers, what is wrong with what was written, and what happened when it was saved."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import reflex as rx
from pydantic import Field
from sqlmodel import Session

from leadx_app import i18n
from leadx_app.domain.errors import Conflict
from leadx_app.domain.files import remove_file
from leadx_app.domain.leads.capture import Captured, capture
from leadx_app.domain.leads.draft import LeadDraft, parse_draft
from leadx_app.domain.permissions import GRANTS, Actor, Permission
from leadx_app.domain.text import BadInput, fold
from leadx_app.queries.choices import company_suggestions, person_suggestions, sales_team
from leadx_app.queries.contact_duplicates import Duplicate, Sameness, Written, duplicates
from leadx_app.queries.contact_order import ContactKind
from leadx_app.state.contacts_lines import SimilarShown, similar_shown
from leadx_app.state.doors import UUID_PATTERN, Form, act, attempt, handler, read
from leadx_app.state.lead_choices import Choice, as_choices, load_choices
from leadx_app.state.lead_edit import listed
from leadx_app.state.lead_register import begin_look_up, facts_in, with_company
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.look import look_of
from leadx_app.state.session import SessionState
from leadx_app.state.toasts import toast

Typed = Annotated[str, Field(max_length=1000)]
IdOrNothing = Annotated[str, Field(pattern=f"^({UUID_PATTERN})?$")]
NAMES_SHOWN = 3
MOST_SIMILAR = 2
NAMING = ("company_name", "person_name", "person_email", "person_phone")
"""What says whom a lead is about."""


class LeadFormState(rx.State):
    """New Lead. `clear_token` empties the form (saved), `answer_token` unlocks it (refused)."""

    is_open: bool = False
    problems: dict[str, str] = {}
    clear_token: int = 0
    answer_token: int = 0
    was_kept: bool = False
    companies: list[Choice] = []
    people: list[Choice] = []
    similar_companies: list[SimilarShown] = []
    similar_people: list[SimilarShown] = []
    _company_id: UUID | None = None

    @handler
    async def opened(self) -> None:
        """The popup was opened by the browser; what it offers is loaded beside."""
        self.is_open = True
        self.problems = {}
        await begin_look_up(self)
        await load_choices(self)

    @handler
    async def closed(self) -> None:
        """The popup was closed; what was typed stays kept in the browser."""
        self.is_open = False

    @handler
    async def restored(self) -> None:
        """The browser put back what was typed before."""
        self.was_kept = True

    @handler
    async def discard(self) -> None:
        """Throw away what was kept."""
        self._start_anew()

    @handler
    async def suggest_companies(self, text: Typed) -> None:
        """Companies whose name holds the text."""
        self._company_id = None
        self.companies = as_choices(await read(self, company_suggestions, text))

    @handler
    async def pick_company(self, company_id: IdOrNothing, name: Typed) -> None:
        """From now on persons of this company are suggested."""
        self._company_id = UUID(company_id) if company_id else None

    @handler
    async def suggest_people(self, text: Typed) -> None:
        """Persons whose name holds the text."""
        self.people = as_choices(await read(self, person_suggestions, text, self._company_id))

    @handler
    async def compare(self, form: Form) -> None:
        """Typing paused: who, among the contacts, the company and the person may be."""
        look = await look_of(self)
        companies, people = await read(self, similar_contacts, form)
        self.similar_companies = [similar_shown(row, look) for row in companies]
        at = fold_name(form.get("company_name"))
        self.similar_people = [
            similar_shown(row, look, may_use=not row.company or fold_name(row.company) == at) for row in people
        ]

    @handler
    async def drop_file(self, file_id: UUID) -> None:
        """An upload was taken off the form."""
        await act(self, remove_file, file_id)

    @handler
    async def save(self, form: Form) -> None:
        """Make the lead, or say beside the fields what is wrong."""
        self.answer_token += 1
        try:
            outcome = await attempt(self, capture_form, await with_company(self, form))
        except Conflict:
            self.was_kept = True  # The draft was used up: offer to throw it away.
            raise
        self.problems = outcome.problems
        if outcome.result is None:
            return
        self._start_anew()
        await begin_look_up(self)  # What the register offered may be a contact now.
        self.is_open = form.get("then") == "new"
        await self._tell(outcome.result, form)

    def _start_anew(self) -> None:
        self.clear_token += 1
        self.was_kept = False
        self.problems = {}
        self.similar_companies, self.similar_people = [], []

    async def _tell(self, captured: Captured, form: Form) -> None:
        """Say what happens next, with the way to the lead."""
        session = await self.get_state(SessionState)
        text = await self._what_next(session.language, form)
        way = LeadViewState.open_lead(str(captured.lead_id))
        await toast(self, "done", text, action_label=i18n.say(session.language, "Open it"), action=way)

    async def _what_next(self, language: str, form: Form) -> str:
        session = await self.get_state(SessionState)
        if form.get("hand_over"):
            team = await read(self, sales_team)
            answering = [person.name for person in team if person.role in GRANTS[Permission.HANDOVER_ANSWER]]
            names = either(answering, language)
            return i18n.say(language, "Waiting for sales. You will hear from {names}.", names=names)
        if session.may["lead_hand_over"]:
            return i18n.say(language, "Saved in your pipeline. Hand it over to sales when you are ready.")
        return i18n.say(language, "“{title}” is in the pipeline.", title=str(form.get("title") or "").strip())


def capture_form(session: Session, actor: Actor, form: Form, *, now: datetime) -> Captured:
    """The command behind the form: read the draft, make the lead."""
    return capture(session, actor, parse_draft(LeadDraft, draft_data(form)), now=now)


def similar_contacts(session: Session, actor: Actor, form: Form) -> tuple[list[Duplicate], list[Duplicate]]:
    """Companies and persons that may be meant; none of those that were picked, or are found by their very name."""
    if not actor.may(Permission.CONTACTS_READ):
        return [], []
    texts = {name: str(form.get(name) or "")[:400] for name in NAMING}
    company, person, at = texts["company_name"], texts["person_name"], fold_name(texts["company_name"])
    companies: list[Duplicate] = []
    if company and not form.get("company_name_id"):
        number = str((facts_in(form) or {}).get("organization_number") or "")
        companies = duplicates(session, actor, Written(ContactKind.COMPANY, company, number))
    people: list[Duplicate] = []
    if person and not form.get("person_name_id"):
        written = Written(ContactKind.PERSON, person, email=texts["person_email"], phone=texts["person_phone"])
        people = duplicates(session, actor, written)
    known = fold_name(person)
    return (
        [row for row in companies if fold_name(row.name) != at or Sameness.NUMBER in row.same][:MOST_SIMILAR],
        [row for row in people if (fold_name(row.name), fold_name(row.company)) != (known, at)][:MOST_SIMILAR],
    )


def fold_name(value: object) -> str:
    """A name as names are compared; "" for what is none."""
    try:
        return fold(str(value or "")[:200])
    except BadInput:
        return ""


def draft_data(form: Form) -> dict[str, Any]:
    """A submitted form as the data of a LeadDraft: lists out of text, names of fields as the domain says them."""
    data: dict[str, Any] = {name: value for name, value in form.items() if name not in BESIDE}
    for name, field in RENAMED.items():
        if name in data:
            data[field] = data.pop(name)
    data["company_facts"] = facts_in(form)
    data["file_ids"] = listed(data.get("file_ids"))
    data["tags"] = listed(data.get("tags"))
    if not data.get("sub_stage"):
        data.pop("sub_stage", None)
    if data.get("sub_stage") != "closed":
        data.pop("lost_reason_id", None)
    if data.get("person_email") or data.get("person_phone"):
        data.pop("person_id", None)  # A picked person is taken as they are; by name they get what was written.
    return data


BESIDE = {"then", "was", "version", "company_name_facts"}
RENAMED = {"company_name_id": "company_id", "person_name_id": "person_id"}


def either(names: list[str], language: str) -> str:
    """Names as "Kari, Ola or Per"; "sales" when there are none or too many to say."""
    if not names or len(names) > NAMES_SHOWN:
        return i18n.say(language, "sales")
    if len(names) == 1:
        return names[0]
    return i18n.say(language, "{names} or {last}", names=", ".join(names[:-1]), last=names[-1])

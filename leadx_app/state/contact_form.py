"""The form of a contact, new or changed: what may be there already, what is wrong, what two people changed at once."""

from typing import Any
from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import EditConflict, NotFound
from leadx_app.domain.events import Message
from leadx_app.queries.choices import company_suggestions
from leadx_app.queries.contact_detail import contact_detail
from leadx_app.queries.contact_duplicates import duplicates
from leadx_app.queries.contact_order import ContactKind
from leadx_app.state import live
from leadx_app.state.contact_form_fields import (
    ContactFields,
    change,
    changes_in,
    conflict_shown,
    create,
    draft_of,
    fields_of_form,
    id_in,
    kind_of,
    settled,
    written_in,
)
from leadx_app.state.contact_view import ContactViewState
from leadx_app.state.contacts import CONTACTS, ContactsState, Kind
from leadx_app.state.contacts_lines import SimilarShown, similar_shown
from leadx_app.state.doors import Form, attempt, handler, read
from leadx_app.state.form_changes import version_of
from leadx_app.state.lead_choices import Choice, as_choices
from leadx_app.state.lead_edit import ConflictShown
from leadx_app.state.lead_form import Typed
from leadx_app.state.look import look_of
from leadx_app.state.parameters import LeadId
from leadx_app.state.toasts import toast


class ContactFormState(rx.State):
    """The form that is open. `clear_token` empties it (saved, thrown away), `answer_token` unlocks it (refused).

    Attributes:
        similar: contacts that may be the one that is being written.
        disturbed_by: who changed the contact meanwhile.
    """

    form: ContactFields = ContactFields()
    problems: dict[str, str] = {}
    similar: list[SimilarShown] = []
    companies: list[Choice] = []
    was_kept: bool = False
    answer_token: int = 0
    clear_token: int = 0
    conflict: list[ConflictShown] = []
    conflict_by: str = ""
    disturbed_by: str = ""
    _written: Form = {}
    _data: dict[str, Any] = {}
    _conflict: EditConflict | None = None

    @handler
    async def open_new(self, kind: Kind) -> None:
        """A form for a new company or person."""
        self._begin(ContactFields(kind=kind))

    @handler
    async def open_colleague(self) -> None:
        """A form for a new person of the company that is looked at."""
        contact = (await self.get_state(ContactViewState)).contact
        kind = ContactKind.PERSON.value
        self._begin(ContactFields(kind=kind, company_name=contact.name, company_name_id=contact.id))

    @handler
    async def open_edit(self) -> None:
        """A form that changes the contact that is looked at."""
        detail = (await self.get_state(ContactViewState))._detail
        if detail is not None and detail.may_edit:
            await live.watch(self, kinds=CONTACTS, everybody=True)
            self._begin(fields_of_form(await read(self, contact_detail, detail.id)))

    @handler
    async def close_form(self) -> None:
        """Close the form; what was typed stays kept in the browser."""
        self._begin(ContactFields())

    @handler
    async def restored(self) -> None:
        """The browser put back what was typed before."""
        self.was_kept = True

    @handler
    async def discard(self) -> None:
        """Throw away what was kept."""
        self.clear_token += 1
        self.was_kept, self.problems, self.similar = False, {}, []

    @handler
    async def written(self, form: Form) -> None:
        """Typing paused: what may be there already."""
        found = await read(self, duplicates, written_in(form), id_in(form))
        look = await look_of(self)
        self.similar = [similar_shown(row, look) for row in found]

    @handler
    async def use_existing(self, contact_id: LeadId) -> None:
        """It is there already: throw away what was typed and look at it."""
        self._finish()
        await (await self.get_state(ContactViewState))._turn_to(UUID(contact_id))

    @handler
    async def suggest_companies(self, text: Typed) -> None:
        """Companies whose name holds the text."""
        self.companies = as_choices(await read(self, company_suggestions, text))

    @handler
    async def save(self, form: Form) -> None:
        """Save the form; what is wrong is said beside the fields."""
        self.answer_token += 1
        kind, contact_id = kind_of(form), id_in(form)
        if contact_id is not None:
            self._written = form
            await self._save(kind, contact_id, version_of(form), changes_in(form))
            return
        outcome = await attempt(self, create, kind, draft_of(form))
        self.problems = outcome.problems
        if outcome.result is not None:
            await self._made(outcome.result, str(form.get("name") or "").strip())

    @handler
    async def settle(self, form: Form) -> None:
        """Save the edit again after choosing per field between the own value and theirs."""
        if self._conflict is None:
            return
        conflict, data = self._conflict, settled(self._data, self._conflict, form)
        self._forget_conflict()
        contact_id = id_in(self._written)
        if contact_id is None:
            raise NotFound()
        await self._save(kind_of(self._written), contact_id, conflict.version, data)

    @handler
    async def leave_conflict(self) -> None:
        """Go back to the form; nothing was saved and nothing is lost."""
        self._forget_conflict()

    # Behind the handlers.

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody changed a contact: say so when it is the one in the form, and touch nothing that is typed."""
        if not self.form.id:
            return
        detail = await read(self, contact_detail, UUID(self.form.id))
        if str(detail.version) != self.form.version and detail.history:
            self.disturbed_by = detail.history[0].actor

    async def _save(self, kind: ContactKind, contact_id: UUID, version: int, data: dict[str, Any]) -> None:
        """Save an edit, or show what is wrong with it or who else changed the same."""
        outcome = await attempt(self, change, kind, contact_id, version, data)
        self.problems = outcome.problems
        if outcome.conflict is not None:
            self._conflict, self._data = outcome.conflict, data
            self.conflict = conflict_shown(outcome.conflict, self._written, await look_of(self))
            self.conflict_by = outcome.conflict.by
        elif outcome.ok:
            self._finish()
            await self._show_again()

    async def _made(self, contact_id: UUID, name: str) -> None:
        """Show the new contact; made from a company's page, that page again, with the way to the new one."""
        view = await self.get_state(ContactViewState)
        is_beside = view.status == "shown"
        self._finish()
        if not is_beside:
            view._contact_id = contact_id
        await self._show_again()
        if is_beside:
            look = await look_of(self)
            text, way = (
                look.say("{name} is among the contacts.", name=name),
                ContactViewState.open_contact(str(contact_id)),
            )
            await toast(self, "done", text, action_label=look.say("Open it"), action=way)

    async def _show_again(self) -> None:
        """List and contact as they stand now."""
        for screen in (ContactsState, ContactViewState):
            await live.refresh(await self.get_state(screen))

    def _leave(self) -> None:
        """Close what is open; what was typed stays kept in the browser."""
        if self.form.kind:
            self._begin(ContactFields())

    def _finish(self) -> None:
        """Close the form; the browser forgets what it kept of it."""
        self.clear_token += 1
        self._begin(ContactFields())

    def _begin(self, form: ContactFields) -> None:
        """Show a form; one without a kind is closed."""
        self.form, self.problems, self.similar, self.was_kept, self.disturbed_by = form, {}, [], False, ""
        self._forget_conflict()

    def _forget_conflict(self) -> None:
        self._conflict, self._data, self.conflict, self.conflict_by = None, {}, [], ""

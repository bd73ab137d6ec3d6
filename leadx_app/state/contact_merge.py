"""Making one contact of two: which one is the same, whose value each field has then, and parting them again."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from leadx_app.domain.contacts.draft import Merge
from leadx_app.domain.contacts.merge import merge_companies, merge_persons, undo_merge
from leadx_app.domain.errors import Conflict, NotFound
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.queries.contact_detail import ContactDetail, contact_detail
from leadx_app.queries.contact_list import contact_page
from leadx_app.queries.contact_order import ContactFilters, ContactKind
from leadx_app.state import live
from leadx_app.state.contact_form import ContactFormState
from leadx_app.state.contact_shown import FIELDS, field_words
from leadx_app.state.contact_view import ContactViewState
from leadx_app.state.contacts import ContactsState
from leadx_app.state.contacts_lines import number_words
from leadx_app.state.doors import Form, act, handler, read
from leadx_app.state.lead_choices import Choice
from leadx_app.state.lead_form import Typed
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import IdOrNothing
from leadx_app.state.plan_form import PlanFormState

MOST = 8


@dataclass(frozen=True)
class MergeRow:
    """A field in which the two differ; `has_mine` says that the kept contact has a value at all."""

    field: str
    label: str
    mine: str
    theirs: str
    has_mine: bool


class ContactMergeState(rx.State):
    """The two contacts: the one that is looked at stays, `other` becomes part of it; "" until it is chosen."""

    is_open: bool = False
    name: str = ""
    other: str = ""
    rows: list[MergeRow] = []
    choices: list[Choice] = []
    answer_token: int = 0
    _kept: ContactDetail | None = None
    _merged: ContactDetail | None = None

    @handler
    async def open_merge(self, contact_id: IdOrNothing) -> None:
        """Begin with the contact that is looked at, and with the other one where it is known."""
        self._put_away()
        view = await self.get_state(ContactViewState)
        if view._detail is None or not view._detail.may_edit:
            return
        self._kept = await read(self, contact_detail, view._detail.id)
        self.name = self._kept.fields["name"]
        self.is_open = True
        if contact_id:
            await self._choose(UUID(contact_id))

    @handler
    async def leave_contact(self) -> None:
        """Back: leave the contact that is looked at with all that lies over it."""
        self._put_away()
        (await self.get_state(ContactFormState))._leave()
        (await self.get_state(PlanFormState))._leave()
        await (await self.get_state(ContactViewState))._turn_to(None)

    @handler
    async def suggest(self, text: Typed) -> None:
        """Contacts that it may be made one with."""
        if self._kept is None:
            return
        kept = self._kept
        filters = ContactFilters(kept.kind, search=text, organization_id=kept.organization_id)
        page = await read(self, contact_page, filters, None, MOST + 1)
        rows = [row for row in page.rows if row.id != kept.id][:MOST]
        self.choices = [
            Choice(str(row.id), row.name, row.city or row.company or number_words(row.organization_number) or row.email)
            for row in rows
        ]

    @handler
    async def choose(self, contact_id: IdOrNothing, name: Typed) -> None:
        """The other contact."""
        if contact_id:
            await self._choose(UUID(contact_id))

    @handler
    async def choose_anew(self) -> None:
        """Another one."""
        self.other, self.rows, self._merged = "", [], None

    @handler
    async def close_merge(self) -> None:
        """Leave the two as they are."""
        self._put_away()

    @handler
    async def merge(self, form: Form) -> None:
        """Make one of the two, with the chosen values; it can be taken back."""
        self.answer_token += 1
        if self._kept is None or self._merged is None:
            raise NotFound()
        kept, merged = self._kept, self._merged
        fields = {row.field: "merged" if form.get(f"keep_{row.field}") == "theirs" else "kept" for row in self.rows}
        data: dict[str, Any] = {"merged_id": str(merged.id), "fields": fields}
        data |= {"kept_version": kept.version, "merged_version": merged.version}
        command = merge_companies if kept.kind is ContactKind.COMPANY else merge_persons
        try:
            merge_id = await act(self, command, kept.id, parse_draft(Merge, data))
        except Conflict:
            self._put_away()
            await self._show_again()
            raise
        self._put_away()
        await self._show_again()
        await say_done(self, "The two are one contact now.", undo=ContactMergeState.undo(str(merge_id)))

    @handler
    async def undo(self, merge_id: UUID) -> None:
        """Part two contacts again."""
        await act(self, undo_merge, merge_id)
        await self._show_again()
        await say_done(self, "They are two contacts again.")

    async def _choose(self, contact_id: UUID) -> None:
        kept = self._kept
        merged = await read(self, contact_detail, contact_id)
        if kept is None or merged.kind is not kept.kind or not merged.may_edit or merged.id == kept.id:
            raise NotFound()
        look = await look_of(self)
        self._merged, self.other = merged, merged.fields["name"]
        mine, theirs = _values(kept), _values(merged)
        self.rows = [
            MergeRow(
                name,
                look.say(FIELDS[name]),
                field_words(name, mine[name]),
                field_words(name, theirs[name]),
                bool(mine[name]),
            )
            for name in kept.fields
            if kept.fields[name] != merged.fields[name]
        ]

    async def _show_again(self) -> None:
        """List and contact as they stand now."""
        for screen in (ContactsState, ContactViewState):
            await live.refresh(await self.get_state(screen))

    def _put_away(self) -> None:
        self.is_open, self.name, self.other, self.rows, self.choices = False, "", "", [], []
        self._kept, self._merged = None, None


def _values(detail: ContactDetail) -> dict[str, Any]:
    """The fields, with the company's name in the place of its id."""
    return detail.fields | ({"company_id": detail.company} if "company_id" in detail.fields else {})

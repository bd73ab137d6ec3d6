"""One contact, looked at over the list of contacts: what is known, its leads, plans and history, live."""

from typing import Literal
from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.queries.contact_detail import ContactDetail, contact_detail
from leadx_app.state import live
from leadx_app.state.agenda_acts import PLANS
from leadx_app.state.contact_shown import (
    ContactEntry,
    ContactLeadShown,
    ContactPlanShown,
    ContactShown,
    PersonShown,
    contact_lead_shown,
    contact_plan_shown,
    contact_shown,
    entry_shown,
    person_shown,
)
from leadx_app.state.contacts import CONTACTS, ContactsState
from leadx_app.state.contacts_lines import SimilarShown, similar_shown
from leadx_app.state.doors import handler, read
from leadx_app.state.look import look_of
from leadx_app.state.parameters import LeadId
from leadx_app.state.session import SessionState

Step = Literal[1, -1]

SHOWN = CONTACTS | PLANS | {kind for kind in EventKind if kind.startswith(("lead.", "handover."))}
"""What may change a contact's page."""


class ContactViewState(rx.State):
    """The contact that is looked at; `status` is "", "shown" or "missing"."""

    status: str = ""
    contact: ContactShown = ContactShown()
    persons: list[PersonShown] = []
    leads: list[ContactLeadShown] = []
    plans: list[ContactPlanShown] = []
    history: list[ContactEntry] = []
    similar: list[SimilarShown] = []
    _contact_id: UUID | None = None
    _detail: ContactDetail | None = None

    @handler
    async def load(self) -> None:
        """On loading the page: the contact of the address."""
        await live.watch(self, kinds=SHOWN, everybody=True)
        wanted = (await self.get_state(ContactsState)).at.contact
        await self._turn_to(UUID(wanted) if wanted else None)

    @handler
    async def open_contact(self, contact_id: LeadId) -> None:
        """Look at a contact."""
        await self._turn_to(UUID(contact_id))

    @handler
    async def close_contact(self) -> None:
        """Back to the list."""
        await self._turn_to(None)

    @handler
    async def step(self, by: Step) -> None:
        """The next or the previous contact of the list."""
        ids = [row.id for row in (await self.get_state(ContactsState)).rows]
        at = ids.index(self.contact.id) + by if self.contact.id in ids else -1
        if 0 <= at < len(ids):
            await self._turn_to(UUID(ids[at]))

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        """Somebody did something that may be shown."""
        await self._read()

    async def _turn_to(self, contact_id: UUID | None) -> None:
        self._contact_id = contact_id
        await self._read()

    async def _read(self) -> None:
        """Read the contact with the reader's rights; absent and not theirs look alike."""
        contacts = await self.get_state(ContactsState)
        if self._contact_id is None:
            contacts._look_at("")
            self._put_away("")
            return
        try:
            detail: ContactDetail = await read(self, contact_detail, self._contact_id)
        except NotFound:
            contacts._look_at(str(self._contact_id))
            self._put_away("missing")
            return
        self._contact_id = detail.id
        contacts._look_at(str(detail.id))
        await self._show(detail)

    async def _show(self, detail: ContactDetail) -> None:
        look = await look_of(self)
        actor = (await self.get_state(SessionState))._actor
        self._detail = detail
        self.contact = contact_shown(detail, look, actor.organization_id if actor else None)
        self.persons = [person_shown(row) for row in detail.persons]
        self.leads = [contact_lead_shown(row, look) for row in detail.leads]
        self.plans = [contact_plan_shown(row, look) for row in detail.plans]
        self.history = [entry_shown(row, look, detail.may_edit) for row in detail.history]
        self.similar = [similar_shown(row, look) for row in detail.duplicates] if detail.may_edit else []
        self.status = "shown"

    def _put_away(self, status: str) -> None:
        """Show no contact."""
        self.status, self._detail, self.contact = status, None, ContactShown()
        self.persons, self.leads, self.plans, self.history, self.similar = [], [], [], [], []

"""User Management of the Admin: who is there, what they may, and whom to invite."""

from dataclasses import replace
from typing import Annotated, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain import people
from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.people import MOST_INVITED
from leadx_app.models import Role
from leadx_app.queries.people import (
    PAGE_SIZE,
    PeopleSort,
    PersonPage,
    Seen,
    own_organizations,
    person_detail,
    person_page,
)
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.address_words import searched
from leadx_app.state.doors import UUID_PATTERN, Form, act, attempt, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.people_address import PeopleAddress, read_address
from leadx_app.state.people_lines import (
    AccessLine,
    InvitedLine,
    InvitedLinks,
    PersonLine,
    invitees,
    person_line,
    save_person,
)
from leadx_app.state.pipeline_lines import Choice

Cursor = Annotated[str, Field(max_length=2000)]
Words = Annotated[str, Field(max_length=200)]
OneOrNone = Annotated[str, Field(pattern=f"^({UUID_PATTERN})?$")]
SeenOrAny = Annotated[str, Field(pattern=f"^({'|'.join(Seen)})?$")]
SortOrName = Annotated[str, Field(pattern=f"^({'|'.join(PeopleSort)})?$")]
KINDS = frozenset(
    {
        EventKind.USER_INVITED,
        EventKind.INVITATION_WITHDRAWN,
        EventKind.USER_ACCESS_CHANGED,
        EventKind.USER_ACTIVATED,
        EventKind.USER_DEACTIVATED,
        EventKind.USER_CHANGED,
        EventKind.JOIN_DONE,
        EventKind.JOIN_APPROVED,
        EventKind.USER_ERASED,
    }
)


class UsersState(rx.State):
    """The people that are shown, the one that is open, and the round of invitations; `at` is what the address says."""

    at: PeopleAddress = PeopleAddress()
    query: str = ""
    rows: list[PersonLine] = []
    next_cursor: str = ""
    organizations: list[Choice] = []
    is_loaded: bool = False
    is_open: bool = False
    person: PersonLine = PersonLine()
    access: list[AccessLine] = []
    person_problems: dict[str, str] = {}
    links: list[InvitedLine] = []
    is_inviting: bool = False
    invited_rows: int = 1
    problems: dict[str, str] = {}
    answer: int = 0
    round: int = 0
    cleared: int = 0

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=KINDS, everybody=True)
        self.is_loaded, self.at = False, read_address(self.router.url.query)
        self.is_open, self.person, self.is_inviting, self.problems, self.links = False, PersonLine(), False, {}, []
        self.organizations = [Choice(str(one.id), one.name) for one in await read(self, own_organizations)]
        await self._read(0)

    @handler
    async def search(self, words: Words) -> None:
        """People whose name or email has these words."""
        await self._go(search=searched(words))

    @handler
    async def choose_role(self, role: Literal["", "lite", "basic", "professional", "manager", "admin"]) -> None:
        """People with this role only."""
        await self._go(role=role)

    @handler
    async def choose_organization(self, organization_id: OneOrNone) -> None:
        """People of this organization only."""
        await self._go(organization=organization_id)

    @handler
    async def choose_standing(self, standing: Literal["", "active", "inactive", "invited"]) -> None:
        """Active, inactive or invited people only."""
        await self._go(standing=standing)

    @handler
    async def choose_two_step(self, two_step: Literal["", "on", "off"]) -> None:
        """People with or without a second step only."""
        await self._go(two_step=two_step)

    @handler
    async def choose_seen(self, seen: SeenOrAny) -> None:
        """People who were here lately, not for long, or never."""
        await self._go(seen=seen)

    @handler
    async def choose_sort(self, sort: SortOrName) -> None:
        """Another order."""
        await self._go(sort="" if sort == PeopleSort.NAME else sort)

    @handler
    async def show_everybody(self) -> None:
        """Without any filter."""
        await self._go(**dict.fromkeys(("search", "role", "organization", "standing", "two_step", "seen"), ""))
        self.cleared += 1

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """The next ones, below those that are shown."""
        page = await self._page(cursor, PAGE_SIZE)
        known = {row.id for row in self.rows}
        self.rows = [*self.rows, *(line for line in await self._lines(page) if line.id not in known)]
        self.next_cursor = page.next_cursor or ""

    @handler
    async def open_person(self, user_id: UUID) -> None:
        """What one may, to be changed."""
        self.person_problems = {}
        await self._read_open(user_id)
        self.is_open = True

    @handler
    async def close_person(self) -> None:
        """Back to the list."""
        self.is_open = False

    @handler
    async def save_person(self, form: Form) -> None:
        """Keep name, phone and roles of the open person: a field `role_<organization>` each, "" for no access."""
        shown = {UUID(line.id) for line in self.access}
        wanted = {one: str(form.get(f"role_{one}") or "") for one in shown if f"role_{one}" in form}
        access = {one: Role(role) if role in set(Role) else None for one, role in wanted.items()}
        name, phone = (str(form.get(field) or "") for field in ("name", "phone"))
        saved = await attempt(self, save_person, self._opened(), name, phone, access)
        self.person_problems = saved.problems
        if saved.ok:
            self.is_open = False
            await say_done(self, "Saved.")
            await live.refresh(self)

    @handler
    async def set_active(self, is_active: bool) -> None:
        """Let the open person in, or no longer."""
        await act(self, people.set_active, self._opened(), is_active)
        await say_done(self, "They can sign in again." if is_active else "They are signed out and cannot sign in.")
        await live.refresh(self)

    @handler
    async def send_again(self) -> None:
        """Send the open person's invitation again, with a new link."""
        settings, links = get_runtime().settings, InvitedLinks()
        await act(self, people.send_invitation, self._opened(), links.write, settings.mail_domain)
        await self._show_links(links, "The invitation is on its way. The link before no longer works.")
        await live.refresh(self)

    @handler
    async def withdraw(self) -> None:
        """Take the open person's invitation back."""
        await act(self, people.withdraw_invitation, self._opened())
        await say_done(self, "The invitation no longer works.")
        await live.refresh(self)

    @handler
    async def open_invite(self) -> None:
        """A round of invitations."""
        self.is_inviting = True

    @handler
    async def close_invite(self) -> None:
        """Leave it; what was typed is kept in the browser."""
        self.is_inviting = False

    @handler
    async def add_row(self) -> None:
        """Room for one more person."""
        self.invited_rows = min(self.invited_rows + 1, MOST_INVITED)

    @handler
    async def invite(self, form: Form) -> None:
        """Invite everybody in the form: all, or nobody when a row is wrong."""
        settings, links = get_runtime().settings, InvitedLinks()
        sent = await attempt(self, people.invite, invitees(form), links.write, settings.mail_domain)
        self.problems, self.answer = sent.problems, self.answer + 1
        if sent.ok:
            self.is_inviting, self.invited_rows, self.round = False, 1, self.round + 1
            await self._show_links(links, "The invitations are on their way.")
            await live.refresh(self)

    @handler
    async def forget_links(self) -> None:
        """The Admin has them."""
        self.links = []

    async def _show_links(self, links: InvitedLinks, text: str) -> None:
        """Say that the mails go, or show the links where no mail server sends any."""
        if get_runtime().settings.smtp_host:
            await say_done(self, text)
        else:
            self.is_open, self.links = False, links.lines

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read(len(self.rows))
        if self.is_open and self.person.id:
            await self._read_open(UUID(self.person.id))

    def _opened(self) -> UUID:
        if not self.person.id:
            raise NotFound()
        return UUID(self.person.id)

    async def _go(self, **parts: str) -> None:
        self.at = replace(self._at(), **parts)
        await self._read(0)

    async def _read(self, at_least: int) -> None:
        page = await self._page(None, max(PAGE_SIZE, at_least))
        self.rows, self.query = await self._lines(page), self._at().query()
        self.next_cursor = page.next_cursor or ""
        self.is_loaded = True

    async def _page(self, cursor: str | None, limit: int) -> PersonPage:
        return await read(self, person_page, self._at().wanted(), cursor, limit)

    async def _lines(self, page: PersonPage) -> list[PersonLine]:
        look = await look_of(self)
        return [person_line(row, look) for row in page.rows]

    async def _read_open(self, user_id: UUID) -> None:
        row = await read(self, person_detail, user_id)
        self.person = person_line(row, await look_of(self))
        roles = {str(where): role.value for where, _, role in row.roles}
        self.access = [AccessLine(one.value, one.label, roles.get(one.value, "")) for one in self.organizations]

    def _at(self) -> PeopleAddress:
        at: PeopleAddress = self.get_value("at")
        return at

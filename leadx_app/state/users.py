"""User Management of the Admin: who is there, what they may, and whom to invite."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import reflex as rx
from pydantic import Field
from sqlmodel import Session

from leadx_app.domain import people
from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.people import MOST_INVITED, Invitee
from leadx_app.domain.permissions import Actor
from leadx_app.mail.account_letters import RESET_PAGE, write_invitation
from leadx_app.models import Role, User
from leadx_app.queries.people import (
    PAGE_SIZE,
    PersonFilter,
    PersonPage,
    PersonRow,
    Standing,
    own_organizations,
    person_detail,
    person_page,
)
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.doors import UUID_PATTERN, Form, act, attempt, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.pipeline_lines import Choice

Cursor = Annotated[str, Field(max_length=2000)]
Words = Annotated[str, Field(max_length=200)]
OneOrNone = Annotated[str, Field(pattern=f"^({UUID_PATTERN})?$")]
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
ROLE_NAMES = {"lite": "LITE", "basic": "Basic", "professional": "Professional", "manager": "Manager", "admin": "Admin"}
STANDINGS: dict[Standing, tuple[str, str]] = {
    Standing.ACTIVE: ("Active", "won"),
    Standing.INACTIVE: ("Inactive", "neutral"),
    Standing.INVITED: ("Invited", "waiting"),
    Standing.EXPIRED: ("Invitation ended", "parked"),
}
FIELDS = ("name", "phone", "email", "role", "organization")


@dataclass(frozen=True)
class AccessLine:
    """An organization and the person's role there; "" is none."""

    id: str
    organization: str
    role: str


@dataclass(frozen=True)
class PersonLine:
    """A person in the list, and in the dialog with `access`."""

    id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    roles: str = ""
    standing: str = ""
    standing_name: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class InvitedLine:
    """The link of an invitation that no mail server sends: shown to the Admin, and kept nowhere."""

    email: str
    link: str


class UsersState(rx.State):
    """The people that are shown, the one that is open, and the round of invitations."""

    search_text: str = ""
    role: str = ""
    organization_id: str = ""
    standing: str = ""
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

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=KINDS, everybody=True)
        self.search_text, self.role, self.organization_id, self.standing = "", "", "", ""
        self.is_open, self.person, self.is_inviting, self.problems, self.links = False, PersonLine(), False, {}, []
        self.organizations = [Choice(str(one.id), one.name) for one in await read(self, own_organizations)]
        await self._read(0)

    @handler
    async def search(self, words: Words) -> None:
        """People whose name or email has these words."""
        self.search_text = words
        await self._read(0)

    @handler
    async def choose_role(self, role: Literal["", "lite", "basic", "professional", "manager", "admin"]) -> None:
        """People with this role only."""
        self.role = role
        await self._read(0)

    @handler
    async def choose_organization(self, organization_id: OneOrNone) -> None:
        """People of this organization only."""
        self.organization_id = organization_id
        await self._read(0)

    @handler
    async def choose_standing(self, standing: Literal["", "active", "inactive", "invited"]) -> None:
        """Active, inactive or invited people only."""
        self.standing = standing
        await self._read(0)

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
        saved = await attempt(self, _save_person, self._opened(), name, phone, access)
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
        invitees = _invitees(form)
        settings, links = get_runtime().settings, InvitedLinks()
        sent = await attempt(self, people.invite, invitees, links.write, settings.mail_domain)
        self.problems, self.answer = sent.problems, self.answer + 1
        if sent.ok:
            self.is_inviting, self.invited_rows, self.round = False, 1, self.round + 1
            await self._show_links(links, "The invitations are on their way.")
            await live.refresh(self)

    @handler
    async def forget_links(self) -> None:
        """The Admin has them."""
        self.links = []

    async def _show_links(self, links: "InvitedLinks", text: str) -> None:
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

    async def _read(self, at_least: int) -> None:
        page = await self._page(None, max(PAGE_SIZE, at_least))
        self.rows = await self._lines(page)
        self.next_cursor = page.next_cursor or ""
        self.is_loaded = True

    async def _page(self, cursor: str | None, limit: int) -> PersonPage:
        where = UUID(self.organization_id) if self.organization_id else None
        wanted = PersonFilter(self.search_text, self.role, where, self.standing)
        return await read(self, person_page, wanted, cursor, limit)

    async def _lines(self, page: PersonPage) -> list[PersonLine]:
        look = await look_of(self)
        return [_line(row, look.say(STANDINGS[row.standing][0])) for row in page.rows]

    async def _read_open(self, user_id: UUID) -> None:
        row = await read(self, person_detail, user_id)
        self.person = _line(row, (await look_of(self)).say(STANDINGS[row.standing][0]))
        roles = {str(where): role.value for where, _, role in row.roles}
        self.access = [AccessLine(one.value, one.label, roles.get(one.value, "")) for one in self.organizations]


class InvitedLinks:
    """Writes invitations, and remembers their links by email: of a transaction that is run again only the last."""

    def __init__(self) -> None:
        address = get_runtime().settings.address
        self._address, self._write = address, write_invitation(address)
        self._links: dict[str, str] = {}

    @property
    def lines(self) -> list[InvitedLine]:
        return [InvitedLine(*one) for one in self._links.items()]

    def write(self, user: User, organization: str, secret: str) -> Letter:
        self._links[user.email] = f"{self._address}{RESET_PAGE}#{secret}"
        return self._write(user, organization, secret)


def _save_person(
    session: Session,
    actor: Actor,
    user_id: UUID,
    name: str,
    phone: str,
    access: dict[UUID, Role | None],
    *,
    now: datetime,
) -> None:
    """Everything that the dialog of a person says, or nothing of it."""
    people.change_person(session, actor, user_id, name, phone, now=now)
    people.change_access(session, actor, user_id, access, now=now)


def _line(row: PersonRow, standing: str) -> PersonLine:
    roles = " · ".join(f"{ROLE_NAMES[role.value]}, {organization}" for _, organization, role in row.roles)
    tone = STANDINGS[row.standing][1]
    return PersonLine(str(row.id), row.name, row.email, row.phone, roles, row.standing.value, standing, tone)


def _invitees(form: Form) -> dict[str, Invitee]:
    """The rows of the form in which something was written."""
    rows = {}
    for number in range(MOST_INVITED):
        fields = {field: str(form.get(f"{field}_{number}") or "") for field in FIELDS}
        if any(fields[field].strip() for field in ("name", "phone", "email")) or number == 0:
            rows[str(number)] = Invitee(
                fields["name"], fields["phone"], fields["email"], fields["role"], fields["organization"]
            )
    return rows

"""Organizational Profile and Child Organisations of the Admin."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

import reflex as rx
from sqlmodel import Session

from leadx_app.domain import organizations
from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.organizations import ProfileEdit
from leadx_app.domain.permissions import Actor
from leadx_app.queries.organizations import ChildRow, ProfileRow, child_organizations, organization_profile
from leadx_app.state import live
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.session import refresh_session

KINDS = frozenset({EventKind.ORGANIZATION_CHANGED, EventKind.ORGANIZATION_ADDED, EventKind.JOIN_APPROVED})
FIELDS = ("name", "organization_number", "address", "postcode", "city", "country", "time_zone", "default_language")
REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
TIME_ZONES = sorted(name for name in available_timezones() if name.startswith(REGIONS))


@dataclass(frozen=True)
class ProfileLine:
    """The profile as its form shows it; `key` changes with what is saved."""

    id: str = ""
    key: str = ""
    version: str = ""
    name: str = ""
    organization_number: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    currency: str = ""
    time_zone: str = ""
    default_language: str = ""


@dataclass(frozen=True)
class ChildLine:
    """A child organization; `people` in words."""

    id: str = ""
    name: str = ""
    people: str = ""
    is_active: bool = True
    has_receiver: bool = True


class OrganizationState(rx.State):
    """What the page shows, and the child that is renamed."""

    profile: ProfileLine = ProfileLine()
    time_zones: list[Choice] = []
    is_parent: bool = False
    is_loaded: bool = False
    children: list[ChildLine] = []
    problems: dict[str, str] = {}
    child_problem: str = ""
    added: int = 0
    renamed: ChildLine = ChildLine()
    is_renaming: bool = False
    rename_problem: str = ""

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=KINDS, everybody=True)
        self.problems, self.child_problem, self.rename_problem, self.is_renaming = {}, "", "", False
        self.time_zones = [Choice(name, name.replace("_", " ")) for name in TIME_ZONES]
        await self._read()

    @handler
    async def save(self, form: Form) -> None:
        """Keep the profile."""
        saved = await attempt(self, _save, form)
        self.problems = saved.problems
        if saved.ok:
            await say_done(self, "Saved.")
            await refresh_session(self)
            await live.refresh(self)

    @handler
    async def add_child(self, form: Form) -> None:
        """Make a child organization."""
        made = await attempt(self, _add, str(form.get("name") or ""))
        self.child_problem = made.problems.get("name", "")
        if made.ok:
            self.added += 1
            await say_done(self, "Added. Invite its first Manager in User Management.")
            await live.refresh(self)

    @handler
    async def open_rename(self, organization_id: UUID) -> None:
        """Write another name."""
        self.renamed, self.rename_problem, self.is_renaming = self._child(organization_id), "", True

    @handler
    async def close_rename(self) -> None:
        """Back to the list."""
        self.is_renaming = False

    @handler
    async def rename(self, form: Form) -> None:
        """Keep the other name."""
        if not self.renamed.id:
            raise NotFound()
        name = str(form.get("name") or "")
        saved = await attempt(self, organizations.rename_organization, UUID(self.renamed.id), name)
        self.rename_problem = saved.problems.get("name", "")
        if saved.ok:
            self.is_renaming = False
            await live.refresh(self)

    @handler
    async def set_active(self, organization_id: UUID, is_active: bool) -> None:
        """Close a child organization, or open it again."""
        await act(self, organizations.set_organization_active, organization_id, is_active)
        text = "People can work there again." if is_active else "Nobody works there now. Its leads stay as they are."
        await say_done(self, text, OrganizationState.set_active(str(organization_id), not is_active))
        await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    def _child(self, organization_id: UUID) -> ChildLine:
        known = {line.id: line for line in self.children}
        if str(organization_id) not in known:
            raise NotFound()
        return known[str(organization_id)]

    async def _read(self) -> None:
        row = await read(self, organization_profile)
        self.profile, self.is_parent = _profile(row), row.is_parent
        look = await look_of(self)
        rows = await read(self, child_organizations)
        self.children = [_child(one, look.say("{count} people", count=look.number(one.people))) for one in rows]
        self.is_loaded = True


def _profile(row: ProfileRow) -> ProfileLine:
    return ProfileLine(
        str(row.id),
        f"{row.id} {row.version}",
        str(row.version),
        row.name,
        row.organization_number,
        row.address,
        row.postcode,
        row.city,
        row.country,
        row.currency,
        row.time_zone,
        row.default_language,
    )


def _child(row: ChildRow, people: str) -> ChildLine:
    return ChildLine(str(row.id), row.name, people, row.is_active, row.has_receiver)


def _save(session: Session, actor: Actor, form: Form, *, now: datetime) -> None:
    """`change_profile` of the own organization with what was written in the form."""
    written = {name: str(form.get(name) or "") for name in FIELDS}
    edit = parse_draft(ProfileEdit, {**written, "version": _number(form.get("version"))})
    organizations.change_profile(session, actor, actor.organization_id, edit, now=now)


def _add(session: Session, actor: Actor, name: str, *, now: datetime) -> None:
    organizations.add_child_organization(session, actor, name, now=now)


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

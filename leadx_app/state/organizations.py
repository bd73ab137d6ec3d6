"""Organizational Profile and Child Organisations of the Admin."""

from uuid import UUID

import reflex as rx

from leadx_app.domain import logos, organizations
from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.queries.organizations import child_organizations, organization_profile
from leadx_app.queries.people import own_organizations
from leadx_app.state import live
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.organization_lines import (
    TIME_ZONES,
    ChildLine,
    ProfileLine,
    add_child,
    child_line,
    profile_line,
    save_profile,
)
from leadx_app.state.parameters import IdOrNothing
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.profile import FileName
from leadx_app.state.session import refresh_session

KINDS = frozenset({EventKind.ORGANIZATION_CHANGED, EventKind.ORGANIZATION_ADDED, EventKind.JOIN_APPROVED})


class OrganizationState(rx.State):
    """What the page shows, and the child that is renamed."""

    profile: ProfileLine = ProfileLine()
    organizations: list[Choice] = []
    time_zones: list[Choice] = []
    date_formats: list[Choice] = []
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
        self.profile = ProfileLine()
        await self._read()

    @handler
    async def choose_organization(self, organization_id: IdOrNothing) -> None:
        """Show the profile of another organization that the Admin sees to; "" is the own."""
        self.problems = {}
        await self._read_profile(UUID(organization_id) if organization_id else None)

    @handler
    async def save(self, form: Form) -> None:
        """Keep the profile."""
        saved = await attempt(self, save_profile, self._shown(), form)
        self.problems = saved.problems
        if saved.ok:
            await say_done(self, "Saved.")
            await refresh_session(self)
            await live.refresh(self)

    @handler
    async def show_logo(self, file_id: UUID, name: FileName) -> None:
        """A logo has arrived."""
        await refresh_session(self)
        await live.refresh(self)

    @handler
    async def remove_logo(self) -> None:
        """Show the mark of LeadX again."""
        organization_id = self._shown()
        before = await act(self, logos.remove_logo, organization_id)
        undo = OrganizationState.restore_logo(str(organization_id), str(before)) if before else None
        await say_done(self, "The logo is removed.", undo)
        await refresh_session(self)
        await live.refresh(self)

    @handler
    async def restore_logo(self, organization_id: UUID, file_id: UUID) -> None:
        """Undo it."""
        await act(self, logos.restore_logo, organization_id, file_id)
        await refresh_session(self)
        await live.refresh(self)

    @handler
    async def add_child(self, form: Form) -> None:
        """Make a child organization."""
        made = await attempt(self, add_child, str(form.get("name") or ""))
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

    def _shown(self) -> UUID:
        """The organization whose profile is shown."""
        if not self.profile.id:
            raise NotFound()
        return UUID(self.profile.id)

    def _child(self, organization_id: UUID) -> ChildLine:
        known = {line.id: line for line in self.children}
        if str(organization_id) not in known:
            raise NotFound()
        return known[str(organization_id)]

    async def _read(self) -> None:
        await self._read_profile(UUID(self.profile.id) if self.profile.id else None)
        self.organizations = [Choice(str(one.id), one.name) for one in await read(self, own_organizations)]
        look = await look_of(self)
        rows = await read(self, child_organizations)
        self.children = [child_line(one, look.say("{count} people", count=look.number(one.people))) for one in rows]
        self.is_loaded = True

    async def _read_profile(self, organization_id: UUID | None) -> None:
        row, look = await read(self, organization_profile, organization_id), await look_of(self)
        self.profile, self.date_formats = profile_line(row, look)
        if organization_id is None:
            self.is_parent = row.is_parent

"""Self-registration on the Organizational Profile: on or off, how, and the registration address."""

import reflex as rx
from pydantic import ValidationError

from leadx_app.domain import joining
from leadx_app.domain.errors import Invalid
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.joining import RegistrationDraft
from leadx_app.queries.joining import registration
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.look import say_done


class RegistrationState(rx.State):
    """What the section shows; `is_mine` is False for an Admin of a child organization."""

    is_mine: bool = False
    is_on: bool = False
    needs_approval: bool = True
    offers_organizations: bool = False
    role: str = "basic"
    address: str = ""
    has_mail: bool = False
    key: str = ""
    problems: dict[str, str] = {}

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds={EventKind.SETTINGS_CHANGED}, everybody=True)
        self.problems = {}
        await self._read()

    @handler
    async def save(self, form: Form) -> None:
        """Keep what is set."""
        draft = _draft(form)
        saved = await attempt(self, joining.set_self_registration, draft)
        self.problems = saved.problems
        if saved.ok:
            await say_done(self, "Saved.")
            await live.refresh(self)

    @handler
    async def renew(self) -> None:
        """Make a new registration address."""
        await act(self, joining.renew_registration_address)
        await say_done(self, "The registration address is new. The one before no longer works.")
        await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _read(self) -> None:
        settings, hosts = get_runtime().settings, get_runtime().hosts
        self.has_mail = bool(settings.smtp_host)
        row = await read(self, registration)
        self.is_mine = row is not None
        if row is None:
            return
        self.is_on, self.needs_approval, self.offers_organizations = (
            row.is_on,
            row.needs_approval,
            row.offers_organizations,
        )
        self.role = row.role.value
        self.address = f"{hosts.address_for(row.slug)}/register#{row.key}" if row.key and row.is_on else ""
        self.key = f"{row.is_on} {row.needs_approval} {row.offers_organizations} {self.role}"


def _draft(form: Form) -> RegistrationDraft:
    ticks = {name: bool(form.get(name)) for name in ("is_on", "offers_organizations")}
    needs_approval = str(form.get("approval") or "admin") != "none"
    try:
        return RegistrationDraft(**ticks, needs_approval=needs_approval, role=str(form.get("role") or "basic"))
    except ValidationError:
        raise Invalid("Choose one from the list.", field="role") from None

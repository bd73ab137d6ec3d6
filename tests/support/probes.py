"""States that exist in tests only: each does one thing that the gate, the doors or the live bus must handle."""

from uuid import UUID

import reflex as rx
from pydantic import BaseModel

from leadx_app.domain.errors import Conflict, NotFound
from leadx_app.domain.events import Message
from leadx_app.domain.leads.capture import capture
from leadx_app.domain.leads.handover import hand_over
from leadx_app.queries.session import who_am_i
from leadx_app.state import live
from leadx_app.state.doors import Form, act, handler, read
from tests.cast import a_draft


class Point(BaseModel):
    """A parameter with fields of its own."""

    x: int
    label: str = ""


class ProbeState(rx.State):
    """Handlers with every kind of parameter, and methods that no browser may call."""

    text: str = ""
    number: int = 0
    calls: int = 0
    _private: str = "private"

    @handler
    async def write(self, text: str) -> None:
        self.text = text
        self.calls += 1

    @handler
    async def take(self, number: int, flag: bool = False, lead_id: UUID | None = None) -> None:
        self.number = number
        self.calls += 1

    @handler
    async def count_up(self, number: int) -> None:
        await read(self, who_am_i)
        self.number = number

    @handler
    async def take_point(self, point: Point) -> None:
        self.number, self.text = point.x, point.label

    @handler
    async def take_form(self, form: Form) -> None:
        self.text = str(form.get("title"))

    @handler(public=True)
    async def greet(self) -> None:
        self.text = "hello"

    @handler
    async def refuse(self) -> None:
        raise Conflict("{name} accepted this lead first.", name="Mona")

    @handler
    async def miss(self) -> None:
        raise NotFound()

    @handler
    async def fail(self, secret: str) -> None:
        raise RuntimeError(f"the value is {secret}")

    @handler
    async def capture(self, title: str, hand_over: bool = False) -> None:
        captured = await act(self, capture, a_draft(title=title, hand_over=hand_over))
        self.text = str(captured.lead_id)

    @handler
    async def hand_over(self, lead_id: UUID) -> None:
        await act(self, hand_over, lead_id)

    @handler
    async def who(self) -> None:
        actor = await read(self, who_am_i)
        self.text = f"{actor.name} {actor.role}"

    async def undecorated(self, text: str = "") -> None:
        self.text = "undecorated ran"

    @rx.event
    async def framework_event(self) -> None:
        self.text = "framework_event ran"


class WatchState(rx.State):
    """A screen that counts how often it was told to read again."""

    refreshes: int = 0
    who_reads: str = ""
    kinds: list[str] = []

    @handler
    async def load(self) -> None:
        await live.watch(self)
        await self._read_again()

    @handler
    async def load_lead(self, lead_id: UUID) -> None:
        await live.watch(self, lead_id=lead_id)
        await self._read_again()

    @handler
    async def capture(self, title: str) -> None:
        """An act of the person's own, after which the screen is read as every page does."""
        await act(self, capture, a_draft(title=title))
        await live.refresh(self)

    async def _read_again(self) -> None:
        self.who_reads = (await read(self, who_am_i)).name

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read_again()
        self.refreshes += 1
        self.kinds = [*self.kinds, *(message.kind.value for message in messages)]


class OtherWatchState(rx.State):
    """Another screen."""

    refreshes: int = 0

    @handler
    async def load(self) -> None:
        await live.watch(self)

    @handler
    async def load_above(self) -> None:
        await live.watch(self, keep=(WatchState,))

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        self.refreshes += 1

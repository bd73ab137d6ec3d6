"""Webhooks of the Admin: which there are, the form of one, and what was sent to it."""

from typing import Annotated
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.webhooks import hooks
from leadx_app.domain.webhooks.hooks import HookDraft
from leadx_app.domain.webhooks.kinds import KINDS
from leadx_app.queries.webhooks import PAGE_SIZE, delivery_page, hook_places, webhook_rows
from leadx_app.runtime import get_runtime
from leadx_app.state import live
from leadx_app.state.address_words import id_of
from leadx_app.state.doors import Form, act, attempt, field_problems, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.webhook_lines import DeliveryLine, HookLine, delivery_line, hook_line

Cursor = Annotated[str, Field(max_length=400)]
TOLD = frozenset(kind for kind in EventKind if kind.startswith("webhook."))


class WebhooksState(rx.State):
    """The webhooks, the one that is open with its log, and the form; a secret is here until it was seen."""

    rows: list[HookLine] = []
    places: list[Choice] = []
    has_children: bool = False
    is_loaded: bool = False
    is_editing: bool = False
    form: HookLine = HookLine()
    form_key: int = 0
    problems: dict[str, str] = {}
    secret: str = ""
    is_open: bool = False
    hook: HookLine = HookLine()
    deliveries: list[DeliveryLine] = []
    next_cursor: str = ""

    @handler
    async def load(self) -> None:
        """On loading the page."""
        await live.watch(self, kinds=TOLD, everybody=True)
        self.is_editing, self.is_open, self.secret, self.problems = False, False, "", {}
        places = await read(self, hook_places)
        self.places = [Choice(str(one.id), one.name) for one in places]
        self.has_children = any(one.has_children for one in places)
        await self._read()

    @handler
    async def begin(self) -> None:
        """The form of a new one."""
        self._edit(HookLine(kinds=list(KINDS)))

    @handler
    async def edit(self, webhook_id: UUID) -> None:
        """The form of one that is there."""
        page = await read(self, delivery_page, webhook_id, None, 1)
        self.is_open = False
        self._edit(hook_line(page.webhook, await look_of(self)))

    @handler
    async def close_form(self) -> None:
        """Leave it."""
        self.is_editing = False

    @handler
    async def save(self, form: Form) -> None:
        """Add it and show its secret once, or change it."""
        places = await read(self, hook_places)  # Nobody else has names looked up by the server.
        kinds = [kind for kind in KINDS if form.get(f"kind_{kind}")]
        covers = bool(form.get("covers_children"))
        try:
            url = (await get_runtime().webhooks.checked(str(form.get("url") or "")[:1000])).url
        except Invalid as refusal:
            self.problems = await field_problems(self, refusal)
            return
        if self.form.id:
            saved = await attempt(self, hooks.change, UUID(self.form.id), url, kinds, covers)
        else:
            place = id_of(str(form.get("organization_id") or "")) or places[0].id
            saved = await attempt(self, hooks.add, HookDraft(place, url, kinds, covers))
        self.problems = saved.problems
        if saved.ok:
            self.is_editing = False
            if saved.result is not None:
                self.secret = get_runtime().webhook_secret(saved.result.seed)
            await say_done(self, "Saved.")
            await live.refresh(self)

    @handler
    async def forget_secret(self) -> None:
        """It was copied."""
        self.secret = ""

    @handler
    async def open_hook(self, webhook_id: UUID) -> None:
        """What was sent to one."""
        await self._read_open(webhook_id, PAGE_SIZE)
        self.is_open = True

    @handler
    async def close_hook(self) -> None:
        """Back to the list."""
        self.is_open = False

    @handler
    async def show_more(self, cursor: Cursor) -> None:
        """Older deliveries of the open one."""
        page = await read(self, delivery_page, self._opened(), cursor)
        look = await look_of(self)
        known = {row.id for row in self.deliveries}
        lines = [delivery_line(row, look) for row in page.rows if str(row.id) not in known]
        self.deliveries, self.next_cursor = [*self.deliveries, *lines], page.next_cursor or ""

    @handler
    async def switch(self, is_on: bool) -> None:
        """Switch the open one on or off."""
        await act(self, hooks.set_on, self._opened(), is_on)
        await live.refresh(self)

    @handler
    async def send_test(self) -> None:
        """Send a test message to the open one."""
        await act(self, hooks.send_test, self._opened())
        await live.refresh(self)

    @handler
    async def redeliver(self, delivery_id: UUID) -> None:
        """Send a delivery again."""
        await act(self, hooks.redeliver, delivery_id)
        await live.refresh(self)

    @handler
    async def renew_secret(self) -> None:
        """Sign with another secret from now on, and show it once."""
        renewed = await act(self, hooks.renew_secret, self._opened())
        self.is_open, self.secret = False, get_runtime().webhook_secret(renewed.seed)

    @handler
    async def remove(self) -> None:
        """Take the open one away."""
        webhook_id = self._opened()
        await act(self, hooks.remove, webhook_id)
        self.is_open = False
        await say_done(self, "The webhook is removed.", WebhooksState.restore(webhook_id))
        await live.refresh(self)

    @handler
    async def restore(self, webhook_id: UUID) -> None:
        """Bring one back."""
        await act(self, hooks.restore, webhook_id)
        await live.refresh(self)

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()
        if self.is_open and self.hook.id:
            await self._read_open(UUID(self.hook.id), max(PAGE_SIZE, len(self.deliveries)))

    def _edit(self, line: HookLine) -> None:
        self.form, self.problems, self.is_editing, self.form_key = line, {}, True, self.form_key + 1

    def _opened(self) -> UUID:
        if not self.hook.id:
            raise NotFound()
        return UUID(self.hook.id)

    async def _read(self) -> None:
        rows = await read(self, webhook_rows)
        look = await look_of(self)
        self.rows = [hook_line(row, look) for row in rows]
        self.is_loaded = True

    async def _read_open(self, webhook_id: UUID, limit: int) -> None:
        page = await read(self, delivery_page, webhook_id, None, limit)
        look = await look_of(self)
        self.hook = hook_line(page.webhook, look)
        self.deliveries = [delivery_line(row, look) for row in page.rows]
        self.next_cursor = page.next_cursor or ""

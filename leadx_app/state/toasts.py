"""Toasts: short messages drawn from state, because scripts sent by handlers do not run under our content policy."""

from typing import Annotated, Any
from uuid import uuid4

import reflex as rx
from pydantic import Field
from reflex.state import BaseState
from reflex_base.event import Event

from leadx_app.state import errors
from leadx_app.state.doors import handler

MOST_TOASTS = 5
ToastId = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
ErrorId = Annotated[str, Field(pattern="^[0-9a-f]{10}$")]


class ToastState(rx.State):
    """The toasts of a tab, newest last: `id`, `kind` (info, done, problem), `text`, `action_label` ("" for none)."""

    toasts: list[dict[str, str]] = []
    _actions: dict[str, list[tuple[str, dict[str, Any]]]] = {}

    @handler(public=True)
    async def dismiss(self, toast_id: ToastId) -> None:
        """Take a toast away."""
        self._hide(toast_id)

    @handler
    async def take_action(self, toast_id: ToastId) -> Any:
        """Do what the toast offers (undo), once."""
        return [Event(name=name, payload=payload) for name, payload in self._hide(toast_id)]

    @handler(public=True)
    async def failed(self, error_id: ErrorId) -> None:
        """Say that something failed, with the number under which the log knows it."""
        self._show("problem", await errors.say(self, errors.FAILED, error_id=error_id))

    def _show(self, kind: str, text: str, action_label: str = "", action: Any = None) -> None:
        row = {"id": uuid4().hex, "kind": kind, "text": text, "action_label": action_label}
        others = [toast for toast in self.toasts if (toast["kind"], toast["text"]) != (kind, text)]
        self.toasts = [*others, row][-MOST_TOASTS:]
        events = [(event.name, event.payload) for event in Event.from_event_type(action)]
        kept = {toast["id"] for toast in self.toasts}
        self._actions = {key: value for key, value in self._actions.items() if key in kept} | {row["id"]: events}

    def _hide(self, toast_id: str) -> list[tuple[str, dict[str, Any]]]:
        self.toasts = [toast for toast in self.toasts if toast["id"] != toast_id]
        actions = dict(self._actions)
        events = actions.pop(toast_id, [])
        self._actions = actions
        return events


async def toast(state: BaseState, kind: str, text: str, *, action_label: str = "", action: Any = None) -> None:
    """Show a toast in the tab of this state; `text` is already in the user's language.

    Args:
        kind: "info", "done" or "problem"; problems stay until closed.
        action: an event, such as `LeadState.resume(lead_id)`, that happens when the user clicks `action_label`.
    """
    toasts = await state.get_state(ToastState)
    toasts._show(kind, text, action_label, action)

"""Toasts drawn from state: what happened, with one action (undo) where there is one."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.piece import piece


def _one(toast_id: rx.Var[str]) -> list[rx.Var[str]]:
    return [toast_id]


class ToastStack(rx.Component):
    """The JSX piece: shows, times out (not while looked at) and dismisses."""

    library = piece("toast.jsx")
    tag = "ToastStack"

    items: rx.Var[list[Any]]
    label: rx.Var[str]
    close_name: rx.Var[str]
    on_dismiss: rx.EventHandler[_one]
    on_action: rx.EventHandler[_one]


def toast_stack(
    items: rx.Var[list[Any]], *, label: Words, close_name: Words, on_dismiss: Handler, on_action: Handler = None
) -> rx.Component:
    """Rows with `id`, `kind` ("info", "done", "problem"), `text` and `action_label` ("" for none); newest last.

    `on_dismiss(id)` must take the row out of the list; `on_action(id)` is the click on its action. Problems stay
    until closed.
    """
    return ToastStack.create(
        items=items, label=label, close_name=close_name, on_dismiss=on_dismiss, **given(on_action=on_action)
    )

"""Dialogs on the browser's own <dialog>: focus stays inside, Esc closes, a full page on a phone."""

from typing import Any, Literal

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Flag, Handler, Words, given, joined
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.piece import piece


class Dialog(rx.Component):
    """The JSX piece around <dialog>."""

    library = piece("dialog.jsx")
    tag = "Dialog"

    name: rx.Var[str]
    open: rx.Var[bool]
    label: rx.Var[str]
    on_open: rx.EventHandler[no_args_event_spec]
    on_close: rx.EventHandler[no_args_event_spec]


def dialog(
    title: Words | rx.Component,
    *body: rx.Component,
    name: str,
    open: Flag = False,
    on_open: Handler = None,
    on_close: Handler = None,
    close_name: Words,
    label: Words | None = None,
    size: Literal["small", "medium", "wide", "side"] = "medium",
    header: rx.Component | None = None,
    footer: rx.Component | None = None,
) -> rx.Component:
    """A popup with a header, a body that scrolls and an optional action bar.

    Any button with `opens=name` opens it at once in the browser; `on_open` and `on_close` tell the state. A form with
    its own action bar (class `dialog-actions`) goes into the body. `label` names it when the title is a component.
    """
    heading = title if isinstance(title, rx.Component) else rx.el.h2(title, class_name="dialog-title")
    spoken = label if label is not None else ("" if isinstance(title, rx.Component) else title)
    return Dialog.create(
        rx.el.header(
            heading,
            rx.el.div(
                header or rx.fragment(),
                icon_button(close_name, "x", closes=True, tip_side="left"),
                class_name="dialog-tools",
            ),
            class_name="dialog-head",
        ),
        rx.el.div(*body, class_name="dialog-body"),
        *([rx.el.footer(footer, class_name="dialog-actions")] if footer is not None else []),
        name=name,
        open=open,
        label=spoken,
        class_name=joined("dialog", f"dialog-{size}"),
        **given(on_open=on_open, on_close=on_close),
    )


def confirm_dialog(
    title: Words,
    text: Words,
    *,
    name: str,
    confirm: Words,
    cancel: Words,
    on_confirm: Handler,
    on_close: Handler = None,
    open: Flag = False,
    danger: bool = True,
    loading: Flag = False,
) -> rx.Component:
    """A question before something that cannot be undone."""
    return dialog(
        title,
        rx.el.p(text, class_name="dialog-text"),
        name=name,
        open=open,
        on_close=on_close,
        close_name=cancel,
        size="small",
        footer=rx.fragment(
            close_button(cancel),
            button(confirm, kind="danger" if danger else "primary", on_click=on_confirm, loading=loading),
        ),
    )


def close_button(label: Words, **props: Any) -> rx.Component:
    """A button that closes the dialog that it stands in."""
    return button(label, kind="ghost", closes=True, **props)

"""A form that forgets nothing: what is typed stays in the browser until the server has it."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Flag, Handler, Words, given
from leadx_app.components.ui.piece import piece


def _fields(data: rx.Var[dict[str, Any]]) -> list[rx.Var[dict[str, Any]]]:
    return [data]


_PIECE = piece("form.jsx")


class KeptForm(rx.Component):
    """The JSX piece."""

    library = _PIECE
    tag = "KeptForm"

    form_key: rx.Var[str]
    user_key: rx.Var[str]
    clear_token: rx.Var[str | int]
    answer_token: rx.Var[str | int]
    label: rx.Var[str]
    on_submit: rx.EventHandler[_fields]
    on_restored: rx.EventHandler[no_args_event_spec]


class DraftEnd(rx.Component):
    """The JSX piece."""

    library = _PIECE
    tag = "DraftEnd"

    form_key: rx.Var[str]
    user_key: rx.Var[str]
    open: rx.Var[bool]
    token: rx.Var[str | int]


def kept_form(
    *fields: rx.Component,
    form_key: Words,
    user_key: Words,
    on_submit: Handler,
    clear_token: Any = "",
    answer_token: Any = "",
    on_restored: Handler = None,
    label: Words | None = None,
    class_name: str = "form",
) -> rx.Component:
    """Uncontrolled fields, kept in localStorage under `leadx.draft.<user_key>.<form_key>` and restored.

    `on_submit` gets one dict: every named field as text (ticks as booleans, repeated names as lists), the pressed
    submit button's name and value, and `draft_id`, made once per draft: the idempotency key. While an answer is awaited
    the form is locked; a change of `answer_token` (refused, say) unlocks it, a change of `clear_token` (saved) empties
    it and begins a new draft. Enter moves on, Ctrl+Enter submits.
    """
    return KeptForm.create(
        *fields,
        form_key=form_key,
        user_key=user_key,
        clear_token=clear_token,
        answer_token=answer_token,
        on_submit=on_submit,
        class_name=class_name,
        **given(on_restored=on_restored, label=label),
    )


def draft_end(*, form_key: Words, user_key: Words, open: Flag, token: Any) -> rx.Component:
    """Stands beside a `kept_form` that is gone from the page once it is saved: forgets what was kept of it.

    `token` changes when it was saved or thrown away; a form that is closed without that stays kept.
    """
    return DraftEnd.create(form_key=form_key, user_key=user_key, open=open, token=token)

"""A text field that suggests while typing: pick one, or keep what was typed."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words, given
from leadx_app.components.ui.field import described, field_id, form_row


def _query(text: rx.Var[str]) -> list[rx.Var[str]]:
    return [text]


def _pick(value: rx.Var[str], label: rx.Var[str]) -> list[rx.Var[str]]:
    return [value, label]


class Combobox(rx.Component):
    """The JSX piece."""

    library = rx.asset("combobox.jsx", shared=True).importable_path
    tag = "Combobox"

    control_id: rx.Var[str]
    name: rx.Var[str]
    suggestions: rx.Var[list[Any]]
    default_text: rx.Var[str]
    default_id: rx.Var[str]
    placeholder: rx.Var[str]
    add: rx.Var[str]
    required: rx.Var[bool]
    max_length: rx.Var[int]
    described_by: rx.Var[str]
    invalid: rx.Var[str]
    on_query: rx.EventHandler[_query]
    on_pick: rx.EventHandler[_pick]


def combobox(
    label: Words,
    name: str,
    suggestions: Any,
    *,
    on_query: Handler,
    on_pick: Handler = None,
    add: Words = "",
    default_text: Words = "",
    default_id: Words = "",
    placeholder: Words = "",
    hint: Words | None = None,
    error: Words | None = None,
    required: Flag = False,
    max_length: int = 200,
    scope: str = "",
) -> rx.Component:
    """`suggestions` are rows with `value`, `label`, `hint`, asked for by `on_query(text)` (150 ms after typing).

    The form gets `<name>` (the text) and `<name>_id` (the picked value, "" for a new one). `add` is the words of the
    choice "new", with `{text}` in it.
    """
    control_id = field_id(scope, name)
    spoken = described(control_id, hint, error)
    control = Combobox.create(
        control_id=control_id,
        name=name,
        suggestions=suggestions,
        default_text=default_text,
        default_id=default_id,
        placeholder=placeholder,
        add=add,
        required=required,
        max_length=max_length,
        described_by=spoken.get("aria_describedby", ""),
        invalid=spoken.get("aria_invalid", "false"),
        on_query=on_query,
        **given(on_pick=on_pick),
    )
    star = required if isinstance(required, bool) else False
    return form_row(label, control, control_id=control_id, hint=hint, error=error, required=star)

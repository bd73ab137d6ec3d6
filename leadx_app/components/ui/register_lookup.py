"""A field that looks a company up in a public register and fills the form around it."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.field import described, field_id, form_row
from leadx_app.components.ui.piece import piece


def _query(text: rx.Var[str]) -> list[rx.Var[str]]:
    return [text]


class RegisterLookup(rx.Component):
    """The JSX piece."""

    library = piece("register.jsx")
    tag = "RegisterLookup"

    control_id: rx.Var[str]
    asked: rx.Var[str]
    companies: rx.Var[list[Any]]
    note: rx.Var[str]
    placeholder: rx.Var[str]
    filled_words: rx.Var[str]
    kept_words: rx.Var[str]
    use_words: rx.Var[str]
    described_by: rx.Var[str]
    on_query: rx.EventHandler[_query]


def register_lookup(
    label: Words,
    companies: Any,
    *,
    asked: Words,
    note: Words,
    filled: Words,
    kept: Words,
    use: Words,
    on_query: Handler,
    placeholder: Words = "",
    hint: Words | None = None,
    scope: str = "",
) -> rx.Component:
    """`companies` are rows with `value`, `label`, `hint` and `fills` (field name → value), asked for by
    `on_query(text)` 300 ms after typing; `asked` is the text that they, or the line `note`, answer.

    `filled` is said after a choice, with `{name}` in it; `kept` names the `{fields}` that a person wrote otherwise, and
    `use` is the button that overwrites them.
    """
    control_id = field_id(scope, "register")
    control = RegisterLookup.create(
        control_id=control_id,
        asked=asked,
        companies=companies,
        note=note,
        placeholder=placeholder,
        filled_words=filled,
        kept_words=kept,
        use_words=use,
        described_by=described(control_id, hint, None).get("aria_describedby", ""),
        on_query=on_query,
    )
    return form_row(label, control, control_id=control_id, hint=hint)

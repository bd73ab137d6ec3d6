"""A text field that suggests while typing: pick one, or keep what was typed."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words, given
from leadx_app.components.ui.field import described, field_id, form_row
from leadx_app.components.ui.piece import piece


def _query(text: rx.Var[str]) -> list[rx.Var[str]]:
    return [text]


def _pick(value: rx.Var[str], label: rx.Var[str]) -> list[rx.Var[str]]:
    return [value, label]


@dataclass(frozen=True)
class Further:
    """Rows from further away, such as a public register: they may take a while, and know more than a name.

    Attributes:
        is_on: whether there is such a place.
        rows: with `value`, `label`, `hint`, and `facts` as text, which `<name>_facts` sends once such a row was picked.
        asked: the text that they, or the line `note`, answer.
        taken: is said after such a row was picked, with `{about}` (its hint) in it.
        on_look_up: asks for them, 350 ms after typing.
    """

    is_on: Flag
    rows: Any
    asked: Words
    note: Words
    taken: Words
    on_look_up: Handler


class Combobox(rx.Component):
    """The JSX piece."""

    library = piece("combobox.jsx")
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
    looks_up: rx.Var[bool]
    further: rx.Var[list[Any]]
    further_for: rx.Var[str]
    further_note: rx.Var[str]
    taken_words: rx.Var[str]
    on_look_up: rx.EventHandler[_query]
    on_query: rx.EventHandler[_query]
    on_pick: rx.EventHandler[_pick]


def combobox(
    label: Words,
    name: str,
    suggestions: Any,
    *,
    on_query: Handler,
    on_pick: Handler = None,
    further: Further | None = None,
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
        **(_far(further) if further else {}),
        **given(on_pick=on_pick),
    )
    star = required if isinstance(required, bool) else False
    return form_row(label, control, control_id=control_id, hint=hint, error=error, required=star)


def _far(further: Further) -> dict[str, Any]:
    return {
        "looks_up": further.is_on,
        "further": further.rows,
        "further_for": further.asked,
        "further_note": further.note,
        "taken_words": further.taken,
        "on_look_up": further.on_look_up,
    }

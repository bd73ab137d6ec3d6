"""Words as chips in a form: taken off with a click, added from what is known or new, with the keyboard alone too."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.field import described, field_id, form_row
from leadx_app.components.ui.piece import piece


def _written(value: rx.Var[str]) -> list[rx.Var[str]]:
    return [value]


class TagsField(rx.Component):
    """The JSX piece."""

    library = piece("tags_field.jsx")
    tag = "TagsField"

    control_id: rx.Var[str]
    name: rx.Var[str]
    known: rx.Var[list[Any]]
    default_value: rx.Var[str]
    placeholder: rx.Var[str]
    remove_words: rx.Var[str]
    add: rx.Var[str]
    described_by: rx.Var[str]
    invalid: rx.Var[str]
    on_write: rx.EventHandler[_written]


def tags_control(
    label: Words,
    name: str,
    known: Any,
    *,
    add: Words,
    remove: Words,
    default_value: Words = "",
    placeholder: Words = "",
    error: Words | None = None,
    on_write: Handler = None,
    scope: str = "",
) -> rx.Component:
    """`known` are the words to choose from; the form gets `name` as text with commas between the words.

    `add` is the words of the choice "new", with `{text}` in it; `remove` the name of the button on a chip, with
    `{name}`. `on_write(text)` tells of every change.
    """
    control_id = field_id(scope, name)
    spoken = described(control_id, None, error)
    control = TagsField.create(
        control_id=control_id,
        name=name,
        known=known,
        default_value=default_value,
        placeholder=placeholder,
        remove_words=remove,
        add=add,
        described_by=spoken.get("aria_describedby", ""),
        invalid=spoken.get("aria_invalid", "false"),
        **given(on_write=on_write),
    )
    return form_row(label, control, control_id=control_id, error=error)

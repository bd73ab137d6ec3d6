"""Fields with their labels, hints and errors. All are uncontrolled unless a `value` is given."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words, each, given, joined, shown, when
from leadx_app.components.ui.icons import icon

Option = tuple[str, Words]
"""Value and label of a choice; from a var: rows with `value` and `label`."""


def form_row(
    label: Words,
    control: rx.Component,
    *,
    control_id: str,
    hint: Words | None = None,
    error: Words | None = None,
    required: bool = False,
    optional: Words | None = None,
    class_name: str = "",
) -> rx.Component:
    """Label above, control, then the hint or the error that belongs to it."""
    return rx.el.div(
        rx.el.label(
            label,
            *([rx.el.span("*", class_name="field-star", aria_hidden="true")] if required else []),
            *([rx.el.span(optional, class_name="field-optional")] if optional is not None else []),
            html_for=control_id,
            class_name="field-label",
        ),
        control,
        shown(hint, lambda text: rx.el.p(text, class_name="field-hint", id=f"{control_id}-hint")),
        shown(
            error,
            lambda text: rx.el.p(
                icon("circle-alert", size="small"),
                text,
                class_name="field-error",
                id=f"{control_id}-error",
                role="alert",
            ),
        ),
        class_name=joined("field", class_name),
    )


def text_field(
    label: Words,
    name: str,
    *,
    type: str = "text",
    value: Words | None = None,
    default_value: Words | None = None,
    placeholder: Words | None = None,
    hint: Words | None = None,
    error: Words | None = None,
    required: bool = False,
    max_length: int | None = None,
    on_change: Handler = None,
    on_blur: Handler = None,
    scope: Words = "",
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """One line of text. `scope` makes the id unique when a page has two forms with the same field."""
    control_id = field_id(scope, name)
    control = rx.el.input(
        id=control_id,
        name=name,
        type=type,
        class_name="control",
        required=required,
        **described(control_id, hint, error),
        **given(
            value=value,
            default_value=default_value,
            placeholder=placeholder,
            max_length=max_length,
            on_change=on_change,
            on_blur=on_blur,
        ),
        **props,
    )
    return form_row(
        label, control, control_id=control_id, hint=hint, error=error, required=required, class_name=class_name
    )


def text_area(
    label: Words,
    name: str,
    *,
    default_value: Words | None = None,
    placeholder: Words | None = None,
    hint: Words | None = None,
    error: Words | None = None,
    required: bool = False,
    max_length: int | None = None,
    rows: int = 3,
    on_change: Handler = None,
    scope: Words = "",
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """Several lines of text; grows with what is typed."""
    control_id = field_id(scope, name)
    control = rx.el.textarea(
        id=control_id,
        name=name,
        class_name="control control-area",
        rows=rows,
        required=required,
        **described(control_id, hint, error),
        **given(default_value=default_value, placeholder=placeholder, max_length=max_length, on_change=on_change),
        **props,
    )
    return form_row(
        label, control, control_id=control_id, hint=hint, error=error, required=required, class_name=class_name
    )


def select_field(
    label: Words,
    name: str,
    options: Sequence[Option] | rx.Var,
    *,
    value: Words | None = None,
    default_value: Words | None = None,
    empty: Words | None = None,
    hint: Words | None = None,
    error: Words | None = None,
    required: bool = False,
    on_change: Handler = None,
    scope: Words = "",
    class_name: str = "",
    **props: Any,
) -> rx.Component:
    """The native drop-down; `empty` adds a first choice without a value."""
    control_id = field_id(scope, name)
    control = plain_select(
        options,
        id=control_id,
        name=name,
        empty=empty,
        required=required,
        **described(control_id, hint, error),
        **given(value=value, default_value=default_value, on_change=on_change),
        **props,
    )
    return form_row(
        label, control, control_id=control_id, hint=hint, error=error, required=required, class_name=class_name
    )


def plain_select(
    options: Sequence[Option] | rx.Var, *, empty: Words | None = None, small: bool = False, **props: Any
) -> rx.Component:
    """A drop-down without a label of its own: give it `aria_label`."""
    return rx.el.span(
        rx.el.select(
            *([rx.el.option(empty, value="")] if empty is not None else []),
            each(options, _option),
            class_name=joined("control control-select", "control-small" if small else ""),
            **props,
        ),
        icon("chevron-down", size="small"),
        class_name="select",
    )


def date_field(label: Words, name: str, **props: Any) -> rx.Component:
    """A date, picked with the browser's own calendar; the value is YYYY-MM-DD."""
    return text_field(label, name, type="date", **props)


def money_field(
    label: Words, name: str, *, currency: Words | rx.Component, class_name: str = "", **props: Any
) -> rx.Component:
    """An amount with its currency beside it; decimals with comma or point, checked on the server."""
    scope, hint, error = props.pop("scope", ""), props.pop("hint", None), props.pop("error", None)
    control_id = field_id(scope, name)
    unit = currency if isinstance(currency, rx.Component) else rx.el.span(currency, class_name="money-unit")
    required = props.pop("required", False)
    field = rx.el.div(
        rx.el.input(
            id=control_id,
            name=name,
            type="text",
            input_mode="decimal",
            auto_complete="off",
            class_name="control figure",
            required=required,
            **described(control_id, hint, error),
            **props,
        ),
        unit,
        class_name="money",
    )
    return form_row(
        label, field, control_id=control_id, hint=hint, error=error, required=required, class_name=class_name
    )


def checkbox(
    label: Words,
    name: str,
    *,
    checked: Flag | None = None,
    default_checked: Flag | None = None,
    on_change: Handler = None,
    scope: Words = "",
    **props: Any,
) -> rx.Component:
    """A tick with its word."""
    return _tick("check", label, name, checked, default_checked, on_change, scope, props)


def switch(
    label: Words,
    name: str,
    *,
    checked: Flag | None = None,
    default_checked: Flag | None = None,
    on_change: Handler = None,
    hint: Words | None = None,
    scope: Words = "",
    **props: Any,
) -> rx.Component:
    """On or off, with the word on its left and an optional line below it."""
    return _tick("switch", label, name, checked, default_checked, on_change, scope, {"role": "switch", **props}, hint)


def _tick(
    kind: str,
    label: Words,
    name: str,
    checked: Any,
    default_checked: Any,
    on_change: Handler,
    scope: str,
    props: dict[str, Any],
    hint: Words | None = None,
) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            id=field_id(scope, name),
            type="checkbox",
            name=name,
            class_name=kind,
            **given(checked=checked, default_checked=default_checked, on_change=on_change),
            **props,
        ),
        rx.el.span(label, shown(hint, lambda text: rx.el.span(text, class_name="field-hint")), class_name="tick-words"),
        class_name=f"tick tick-{kind}",
    )


def _option(item: Any) -> rx.Component:
    if isinstance(item, tuple):
        return rx.el.option(item[1], value=item[0])
    return rx.el.option(item.label, value=item.value)


def described(control_id: str, hint: Words | None, error: Words | None) -> dict[str, Any]:
    """`aria-describedby` and `aria-invalid` of a control."""
    props: dict[str, Any] = {}
    if error is not None:
        props["aria_invalid"] = rx.cond(error, "true", "false") if isinstance(error, rx.Var) else "true"
        props["aria_describedby"] = f"{control_id}-error" if hint is None else f"{control_id}-hint {control_id}-error"
    elif hint is not None:
        props["aria_describedby"] = f"{control_id}-hint"
    return props


def field_id(scope: Words, name: str) -> str:
    """The id of a control: by its form when `scope` names one, which a row of a list does by a var."""
    return f"{scope}-{name}" if isinstance(scope, rx.Var) or scope else f"field-{name}"


__all__ = [
    "Option",
    "checkbox",
    "date_field",
    "form_row",
    "money_field",
    "plain_select",
    "select_field",
    "switch",
    "text_area",
    "text_field",
    "when",
]

"""Two values of a field side by side, of which one is chosen."""

import reflex as rx

from leadx_app.components.ui.base import Flag, Words


def choice_field(
    name: Words, label: Words, *, yours: tuple[Words, Words], theirs: tuple[Words, Words], first: Flag = True
) -> rx.Component:
    """`yours` and `theirs` are (whose, value). The form gets `keep_<name>` with "yours" or "theirs".

    `first` says that yours is chosen from the start.
    """
    is_not = ~first if isinstance(first, rx.Var) else not first
    return rx.el.fieldset(
        rx.el.legend(label, class_name="field-label"),
        _choice(name, "yours", *yours, first),
        _choice(name, "theirs", *theirs, is_not),
        key=name,
        class_name="conflict",
    )


def _choice(name: Words, value: str, whose: Words, text: Words, chosen: Flag) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name=f"keep_{name}", value=value, default_checked=chosen, class_name="radio"),
        rx.el.span(rx.el.span(whose, class_name="conflict-whose"), rx.el.span(text), class_name="conflict-words"),
        class_name="conflict-choice",
    )

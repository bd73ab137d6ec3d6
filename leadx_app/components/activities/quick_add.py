"""One line that plans a task, with what is understood of it below."""

import reflex as rx

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.button import button
from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t


def quick_add(
    understood: rx.Var[list[str]],
    problem: rx.Var[str],
    line_key: rx.Var[int],
    line_id: rx.Var[str],
    *,
    on_type: Handler,
    on_add: Handler,
) -> rx.Component:
    """Enter plans it, once per `line_id`; `line_key` changes when it was taken, which empties the line."""
    return rx.el.form(
        rx.el.input(type="hidden", name="draft_id", value=line_id, read_only=True),
        rx.el.div(
            icon("plus"),
            rx.el.input(
                name="line",
                type="text",
                class_name="quick-input",
                aria_label=t("New task"),
                placeholder=t("Call Kari tomorrow 10:00 !high"),
                auto_complete="off",
                max_length=300,
                required=True,
                on_change=on_type,
            ),
            button(t("Add"), submit=True, small=True),
            class_name="quick-line",
        ),
        rx.el.p(
            rx.cond(
                problem,
                rx.el.span(problem, class_name="field-error", role="alert"),
                rx.foreach(understood, _piece),
            ),
            class_name="quick-read",
            aria_live="polite",
        ),
        on_submit=on_add,
        key=line_key,
        class_name="quick",
    )


def _piece(words: Words) -> rx.Component:
    return rx.el.span(words, class_name="quick-piece")

"""Small marks: chips, tags, badges and the stage's dot."""

from typing import Any, Literal

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given, joined
from leadx_app.components.ui.icons import icon

Tone = Literal["neutral", "accent", "won", "closed", "parked", "waiting"]


def chip(
    label: Words, *, tone: Tone | rx.Var[str] = "neutral", icon_name: str | None = None, dot: Words | None = None
) -> rx.Component:
    """A word with a meaning: an outcome, a role, a state."""
    return rx.el.span(
        *([stage_dot(dot)] if dot is not None else []),
        *([icon(icon_name, size="small")] if icon_name else []),
        label,
        class_name=f"chip chip-{tone}",
    )


def tag(
    label: Words, *, tint: int | rx.Var[int] = 0, remove_name: Words | None = None, on_remove: Handler = None
) -> rx.Component:
    """A tag, removable when a handler is given; `tint` 0-5 tells words apart."""
    remove = rx.el.button(
        icon("x", size="small"), type="button", class_name="tag-remove", aria_label=remove_name, on_click=on_remove
    )
    return rx.el.span(label, *([remove] if on_remove is not None else []), class_name=f"tag tag-tint-{tint}")


def badge(count: int | rx.Var[int] | Words, *, tone: Tone = "neutral") -> rx.Component:
    """A count."""
    return rx.el.span(count, class_name=f"badge badge-{tone} figure")


def stage_dot(color: Words, *, name: Words | None = None, **props: Any) -> rx.Component:
    """The stage's colour as a small dot; with a name it is read out, else it is decoration."""
    spoken = {"role": "img", "aria_label": name, "title": name} if name is not None else {"aria_hidden": "true"}
    return rx.el.span(class_name="stage-dot", style={"--stage": color}, **spoken, **props)


def dot(tone: Tone | rx.Var[str], words: Words) -> rx.Component:
    """A small warning dot with words on hover and for screen readers (overdue, gone quiet)."""
    return rx.el.span(
        class_name=joined("warn-dot has-tip", f"warn-{tone}"),
        role="img",
        aria_label=words,
        custom_attrs={"data-tip": words},
        **given(),
    )

"""Filters as chips: what is filtered by, each with its words, changed in place and removed by a click or a key."""

import reflex as rx

from leadx_app.components.ui.base import Handler, Words
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.piece import piece


class FilterChips(rx.Component):
    """The JSX piece."""

    library = piece("filter_chips.jsx")
    tag = "FilterChips"

    label: rx.Var[str]
    adding: rx.Var[str]


def filter_chips(chips: rx.Component, *, name: Words, adding: Words) -> rx.Component:
    """The row of chips; `adding` is the key of the one that was just added."""
    return FilterChips.create(chips, label=name, adding=adding)


def filter_chip(
    key: Words, label: Words, control: rx.Component, *, remove: Words, on_remove: Handler, fixed: rx.Var[bool]
) -> rx.Component:
    """A filter with its control; a fixed one cannot be removed."""
    button = rx.el.button(
        icon("x", size="small"),
        type="button",
        class_name="filter-remove",
        aria_label=remove,
        on_click=on_remove,
        custom_attrs={"data-remove": ""},
    )
    return rx.el.div(
        rx.el.span(label, class_name="filter-name", aria_hidden="true"),
        control,
        rx.cond(fixed, rx.fragment(), button),
        class_name=rx.cond(fixed, "filter is-fixed", "filter"),
        custom_attrs={"data-filter": key},
        key=key,
    )


def flag_chip(key: Words, words: Words, *, on_remove: Handler) -> rx.Component:
    """A filter that is just there: a click takes it away."""
    return rx.el.button(
        rx.el.span(words),
        icon("x", size="small"),
        type="button",
        class_name="filter filter-flag",
        on_click=on_remove,
        custom_attrs={"data-filter": key, "data-remove": ""},
        key=key,
    )

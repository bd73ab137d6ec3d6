"""Search in a list."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.icons import icon


def search_field(
    name: Words,
    *,
    on_search: Handler,
    default_value: Words | None = None,
    placeholder: Words | None = None,
    **props: Any,
) -> rx.Component:
    """An input that asks when typing pauses: give `on_search=PipelineState.search.debounce(200)`."""
    return rx.el.label(
        icon("search"),
        rx.el.input(
            type="search",
            class_name="search-input",
            aria_label=name,
            placeholder=placeholder if placeholder is not None else name,
            auto_complete="off",
            spell_check=False,
            on_change=on_search,
            **given(default_value=default_value),
            **props,
        ),
        class_name="search",
    )

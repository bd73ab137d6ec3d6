"""A menu that takes a list out as a file."""

from collections.abc import Sequence

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.download import download_link
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.menu import menu


def export_menu(
    path: Words,
    query: rx.Var[str],
    forms: Sequence[tuple[str, Words]],
    *,
    name: Words,
    full_name: Words | None = None,
) -> rx.Component:
    """Downloads of `path` with the list's own filters; `forms` are values of `format` and their words.

    `full_name` says what is taken out, where a page has several.
    """
    return menu(
        *[_form(path, query, value, words) for value, words in forms],
        trigger=rx.fragment(icon("download"), rx.el.span(name)),
        name=name if full_name is None else full_name,
        trigger_class="button button-secondary button-small",
    )


def _form(path: Words, query: rx.Var[str], value: str, words: Words) -> rx.Component:
    return download_link(
        icon("file-text"),
        rx.el.span(words, class_name="menu-words"),
        href=f"{path}?format={value}&{query}",
        role="menuitem",
        class_name="menu-item",
    )

"""A list that changes while it is looked at, without pulling rows away from under the pointer."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class CalmList(rx.Component):
    """The JSX piece."""

    library = piece("calm_list.jsx")
    tag = "CalmList"

    label: rx.Var[str]


def calm_list(rows: rx.Component, *, name: Words, class_name: Words) -> rx.Component:
    """Rows with keys, such as `lead_row`s; J and K move the focus from row to row."""
    return CalmList.create(rows, label=name, class_name=class_name)

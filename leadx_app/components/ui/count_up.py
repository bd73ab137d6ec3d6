"""A figure that counts up once."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class CountUp(rx.Component):
    """The JSX piece."""

    library = piece("count_up.jsx")
    tag = "CountUp"

    text: rx.Var[str]


def count_up(text: Words) -> rx.Component:
    """A whole number as people write it; it counts up when it comes on the page, and not with reduced motion."""
    return CountUp.create(text=text)

"""A figure that counts up once."""

import reflex as rx

from leadx_app.components.ui.base import Words


class CountUp(rx.Component):
    """The JSX piece."""

    library = rx.asset("count_up.jsx", shared=True).importable_path
    tag = "CountUp"

    text: rx.Var[str]


def count_up(text: Words) -> rx.Component:
    """A whole number as people write it; it counts up when it comes on the page, and not with reduced motion."""
    return CountUp.create(text=text)

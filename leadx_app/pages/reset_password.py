"""Choose a password by the link of a mail."""

import reflex as rx

from leadx_app.components.passwords import choose_form

ROUTE = "/reset-password"
TITLE = "Choose a password"


def build() -> rx.Component:
    return choose_form()

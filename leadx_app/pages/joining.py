"""Ask to join, by the organization's own registration address."""

import reflex as rx

from leadx_app.components.joining import register_form

ROUTE = "/register"
TITLE = "Register"


def build() -> rx.Component:
    return register_form()

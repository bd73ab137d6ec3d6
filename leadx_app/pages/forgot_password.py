"""Ask for a link to a new password."""

import reflex as rx

from leadx_app.components.passwords import forgot_form

ROUTE = "/forgot-password"
TITLE = "Forgot your password?"


def build() -> rx.Component:
    return forgot_form()

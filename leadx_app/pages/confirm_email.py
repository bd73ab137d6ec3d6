"""Confirm the email of somebody who registered."""

import reflex as rx

from leadx_app.components.joining import confirm_form

ROUTE = "/confirm-email"
TITLE = "Confirm your email"


def build() -> rx.Component:
    return confirm_form()

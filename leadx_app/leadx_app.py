"""Builds the app; nothing else."""

import reflex as rx


def login() -> rx.Component:
    """The sign-in page."""
    return rx.el.main(rx.el.h1("LeadX"))


app = rx.App()
app.add_page(login, route="/login", title="LeadX")

"""The button of the sign-in page that finds the provider of an email."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class ProviderFinder(rx.Component):
    """The JSX piece: `POST /auth/provider/find`."""

    library = piece("provider.jsx")
    tag = "ProviderFinder"

    words: rx.Var[dict[str, str]]


def provider_finder(*, find: Words, ask: Words, which: Words, unreachable: Words) -> rx.Component:
    """A button that signs in where the people with the email above it do; `ask` is said while none is written."""
    return ProviderFinder.create(words={"find": find, "ask": ask, "which": which, "unreachable": unreachable})

"""Theme and language of the signed-in person, applied to the page."""

import reflex as rx

from leadx_app.components.ui.base import Flag, Words


class Preferences(rx.Component):
    """The JSX piece: `data-theme` and `lang` of <html>."""

    library = rx.asset("preferences.jsx", shared=True).importable_path
    tag = "Preferences"

    theme: rx.Var[str]
    language: rx.Var[str]
    known: rx.Var[bool]


def preferences(*, theme: Words, language: Words, known: Flag) -> rx.Component:
    """`theme` is "light", "dark" or "system"; it is taken over (and kept in the browser) once the person is `known`."""
    return Preferences.create(theme=theme, language=language, known=known)

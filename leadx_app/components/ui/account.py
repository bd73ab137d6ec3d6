"""What a person does with the session in the browser itself: sign out, and see the theme and language they chose."""

import reflex as rx

from leadx_app.components.ui.base import Flag, Words
from leadx_app.components.ui.piece import piece

_PIECE = piece("account.jsx")


class SignOut(rx.Component):
    """The JSX piece: `POST /auth/sign-out`."""

    library = _PIECE
    tag = "SignOut"

    label: rx.Var[str]
    busy: rx.Var[str]
    everywhere: rx.Var[bool]


class ThemeSync(rx.Component):
    """The JSX piece: theme and language of the page follow the account."""

    library = _PIECE
    tag = "ThemeSync"

    theme: rx.Var[str]
    language: rx.Var[str]
    active: rx.Var[bool]
    settled: rx.Var[bool]


class FollowPlace(rx.Component):
    """The JSX piece: another organization, or another role, means another page."""

    library = _PIECE
    tag = "FollowPlace"

    place: rx.Var[str]
    role: rx.Var[str]


def follow_place(place: Words, role: Words) -> rx.Component:
    """Nothing to see; `place` is the id of the organization, "" as long as it is not known."""
    return FollowPlace.create(place=place, role=role)


def sign_out(label: Words, *, busy: Words) -> rx.Component:
    """The menu item that ends the session."""
    return SignOut.create(label=label, busy=busy, class_name="menu-item")


def sign_out_everywhere(label: Words, *, busy: Words) -> rx.Component:
    """The button that ends all sessions of the person, this one too."""
    return SignOut.create(label=label, busy=busy, everywhere=True, class_name="button button-danger")


def theme_sync(theme: Words, language: Words, *, active: Flag, settled: Flag) -> rx.Component:
    """Nothing to see; `active` is false until the account is known, `settled` until the server's words are there.

    Pages are built in English. Whoever reads another language sees no words (see `/theme.js`) until they are settled.
    """
    return ThemeSync.create(theme=theme, language=language, active=active, settled=settled)

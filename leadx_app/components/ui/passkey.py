"""Passkeys in the browser: making one, and signing in with one."""

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, given
from leadx_app.components.ui.piece import piece

_PIECE = piece("passkey.jsx")


class NewPasskey(rx.Component):
    """The JSX piece: `POST /auth/passkey/new` and `/auth/passkey/add`."""

    library = _PIECE
    tag = "NewPasskey"

    words: rx.Var[dict[str, str]]
    on_added: rx.EventHandler[rx.event.no_args_event_spec]


class PasskeySignIn(rx.Component):
    """The JSX piece: `POST /auth/passkey/begin` and `/auth/passkey/sign-in`."""

    library = _PIECE
    tag = "PasskeySignIn"

    words: rx.Var[dict[str, str]]


def new_passkey(*, words: dict[str, Words], on_added: Handler = None) -> rx.Component:
    """A button that asks for name and password, and then the device for a passkey; `words` as `passkey.jsx` reads."""
    return NewPasskey.create(words=words, **given(on_added=on_added))


def passkey_sign_in(*, sign_in: Words, unused: Words, unreachable: Words) -> rx.Component:
    """A button that signs in with a passkey; nothing where the browser knows none."""
    return PasskeySignIn.create(words={"signIn": sign_in, "unused": unused, "unreachable": unreachable})

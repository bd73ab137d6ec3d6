"""The sign-in form: a plain HTTP call, so that the cookie is set by the browser and never seen by a script."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class SignInForm(rx.Component):
    """The JSX piece: `POST /auth/sign-in`."""

    library = piece("sign_in_form.jsx")
    tag = "SignInForm"

    words: rx.Var[dict[str, str]]
    refused: rx.Var[dict[str, str]]


def sign_in_form(
    *below: rx.Component,
    email: Words,
    password: Words,
    organization: Words,
    which: Words,
    sign_in: Words,
    show: Words,
    hide: Words,
    unreachable: Words,
    ended: Words,
    chosen: Words,
    joined: Words,
    code: Words,
    code_hint: Words,
    refused: dict[str, Words],
) -> rx.Component:
    """Email and password; asks `which` organization when the account exists in several tenants, and for the `code` of
    an authenticator app where one is turned on.

    `ended` is said to whoever was signed out without having asked for it, `chosen` after a new password,
    `joined` after registering, one of `refused` to whom a provider sent back in vain (`number` is how its number is
    told).
    A button below with `data-email` and `data-password` (demo accounts) fills and sends the form.
    """
    words: dict[str, Any] = {
        "email": email,
        "password": password,
        "organization": organization,
        "which": which,
        "signIn": sign_in,
        "show": show,
        "hide": hide,
        "unreachable": unreachable,
        "ended": ended,
        "chosen": chosen,
        "joined": joined,
        "code": code,
        "codeHint": code_hint,
    }
    return SignInForm.create(*below, words=words, refused=refused)

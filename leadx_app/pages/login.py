"""Sign in. In demo mode the accounts to try are listed, one click each."""

import reflex as rx

from leadx_app.components.passkeys import by_passkey
from leadx_app.components.sign_in import by_provider, demo_accounts, sign_in_card, sign_in_help
from leadx_app.state.login import LoginState
from leadx_app.state.session import SessionState

ROUTE = "/login"
ON_LOAD = [SessionState.welcome, LoginState.load]


def login() -> rx.Component:
    return sign_in_card(
        by_provider(),
        by_passkey(),
        sign_in_help(),
        rx.cond(LoginState.accounts.length() > 0, demo_accounts(), rx.fragment()),
    )

"""The sign-in page: the accounts to try, in demo mode only."""

import reflex as rx

from leadx_app.demo import NAMED, PASSWORD
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import handler


class LoginState(rx.State):
    """Empty unless this installation shows the demo."""

    accounts: list[dict[str, str]] = []
    password: str = ""

    @handler(public=True)
    async def load(self) -> None:
        """List the demo's named accounts."""
        if get_runtime().settings.demo:
            self.accounts = [
                {"email": one.email, "role": one.role.value, "organization": one.organization} for one in NAMED
            ]
            self.password = PASSWORD

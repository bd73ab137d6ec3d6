"""The sign-in page: the buttons of providers, and the accounts to try, in demo mode only."""

from urllib.parse import parse_qs

import reflex as rx

from leadx_app.addresses import own_page, way_to_provider
from leadx_app.demo import NAMED, PASSWORD
from leadx_app.domain.providers import providers_at_sign_in
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import handler


class LoginState(rx.State):
    """`providers` are those of the customer whom the address names, `finds_more` whether an email may find another.

    Accounts are empty unless this installation shows the demo.
    """

    providers: list[dict[str, str]] = []
    finds_more: bool = False

    accounts: list[dict[str, str]] = []
    password: str = ""

    @handler(public=True)
    async def load(self) -> None:
        """List the customer's providers and the demo's named accounts."""
        asked = parse_qs(self.router.url.query)
        slug, page = (asked.get(name, [""])[0] for name in ("organization", "next"))
        found, others = await get_runtime().database.system_async(providers_at_sign_in, slug[:63], writes=False)
        way = own_page(page)
        self.providers = [{"label": one.label, "href": way_to_provider(one.id, way)} for one in found]
        self.finds_more = others and not found
        if get_runtime().settings.demo:
            self.accounts = [
                {"email": one.email, "role": one.role.value, "organization": one.organization} for one in NAMED
            ]
            self.password = PASSWORD

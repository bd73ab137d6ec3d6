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

    `customer` is the name of the one whose own address this is, where nobody else signs in; "" at the common address.

    Accounts are empty unless this installation shows the demo.
    """

    providers: list[dict[str, str]] = []
    finds_more: bool = False
    customer: str = ""

    accounts: list[dict[str, str]] = []
    password: str = ""

    @handler(public=True)
    async def load(self) -> None:
        """List the customer's providers and the demo's named accounts."""
        asked = parse_qs(self.router.url.query)
        said, page = (asked.get(name, [""])[0] for name in ("organization", "next"))
        runtime = get_runtime()
        own = runtime.hosts.customer_of(self._get_root_state().get_value("rx_router_headers").host)
        self.customer = (await runtime.customers.name(own, "") or "") if own else ""
        slug = own or said[:63]
        found, others = await runtime.database.system_async(providers_at_sign_in, slug, writes=False)
        way = own_page(page)
        self.providers = [{"label": one.label, "href": way_to_provider(one.id, way)} for one in found]
        self.finds_more = others and not found and not own
        if runtime.settings.demo:
            self.accounts = [
                {"email": one.email, "role": one.role.value, "organization": one.organization}
                for one in NAMED
                if own is None or one.email.endswith(f"{own}.example")
            ]
            self.password = PASSWORD

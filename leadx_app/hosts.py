"""Which customer's address a request came to, and where a customer's people find the application."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from leadx_app.config import Settings

Home = Callable[[UUID], str]
"""The address at which the people of a tenant find the application."""

_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class Hosts:
    """The addresses of one installation: its own, and `<customer>.<base domain>` where a base domain is set."""

    def __init__(self, settings: Settings) -> None:
        url = urlsplit(settings.address)
        self._common, self._domain = settings.address, settings.customer_domain
        self._scheme, self._port = url.scheme, f":{url.port}" if url.port else ""
        self._own = {urlsplit(one).netloc.lower() for one in settings.origins}

    @property
    def has_customers(self) -> bool:
        """Whether customers have addresses of their own."""
        return bool(self._domain)

    def customer_of(self, host: str | None) -> str | None:
        """The customer (slug) whose address a `Host` header says; None for every other host."""
        said = (host or "").lower()
        slug, _, rest = said.partition(".")
        if not self._domain or said in self._own or rest != f"{self._domain}{self._port}":
            return None
        return slug if _LABEL.fullmatch(slug) else None

    def address_for(self, slug: str | None) -> str:
        """Where a customer's people find the application; the common address where customers have none of their own."""
        if not self._domain or not _LABEL.fullmatch(slug or ""):
            return self._common
        return f"{self._scheme}://{slug}.{self._domain}{self._port}"

    def passkey_host(self, slug: str | None) -> str:
        """The host that a passkey is made for: the base domain, which all addresses share, where browsers allow it.

        They do for no domain of a single label, such as localhost: there every address has passkeys of its own.
        """
        host = urlsplit(self.address_for(slug)).hostname or "localhost"
        is_shared = "." in self._domain and (host == self._domain or host.endswith(f".{self._domain}"))
        return self._domain if is_shared else host

"""Where people are sent inside the application; an address that somebody else wrote is checked here first."""

import re
from urllib.parse import quote, unquote

SIGN_IN = "/login"
LANDING = "/news"

_OWN = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~/-]*)?(?:\?[A-Za-z0-9_.~/=&%+-]*)?")
_NOT_PAGES = ("/login", "/auth", "/api", "/files", "/assets", "/healthz", "/_", "/ping")
_LONGEST = 300


def own_page(address: str | None) -> str | None:
    """The address if it can only be one of our own pages, such as `/leads/…`; None for everything else."""
    if not address or len(address) > _LONGEST or not _OWN.fullmatch(address):
        return None
    path = unquote(address.partition("?")[0])
    return None if ".." in path or "//" in path or path == "/" or path.startswith(_NOT_PAGES) else address


def sign_in_and_return(address: str | None) -> str:
    """The sign-in page, from which one comes back to the page if it is one of ours."""
    page = own_page(address)
    return f"{SIGN_IN}?next={quote(page, safe='')}" if page else SIGN_IN

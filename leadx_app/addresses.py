"""Where people are sent inside the application; an address that somebody else wrote is checked here first."""

import re
from urllib.parse import quote, unquote

SIGN_IN = "/login"
ENDED = f"{SIGN_IN}?ended=1"
"""The sign-in page for whoever was signed out without having asked for it."""
CHOSEN = f"{SIGN_IN}?chosen=1"
"""The sign-in page for whoever has just chosen a password."""
JOINED = f"{SIGN_IN}?joined=1"
"""The sign-in page for whoever has just registered and may come in."""
LANDING = "/news"
PROVIDER_START = "/auth/provider/start"
PROVIDER_BACK = "/auth/provider/back"
"""The redirect address that a sign-in provider must know."""

_OWN = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~/-]*)?(?:\?[A-Za-z0-9_.~/=&%+-]*)?")
_NOT_PAGES = (
    "/login",
    "/forgot-password",
    "/reset-password",
    "/register",
    "/confirm-email",
    "/privacy",
    "/auth",
    "/api",
    "/files",
    "/assets",
    "/healthz",
    "/_",
    "/ping",
)
_LONGEST = 300


def own_page(address: str | None) -> str | None:
    """The address if it can only be one of our own pages, such as `/leads/…`; None for everything else."""
    if not address or len(address) > _LONGEST or not _OWN.fullmatch(address):
        return None
    path = unquote(address.partition("?")[0])
    return None if ".." in path or "//" in path or path == "/" or path.startswith(_NOT_PAGES) else address


def way_to_provider(provider_id: object, page: str | None, hint: str = "") -> str:
    """Where a button of the sign-in page leads that signs in elsewhere."""
    asked = [f"provider={provider_id}"]
    asked += [f"next={quote(page, safe='')}"] if page else []
    asked += [f"hint={quote(hint, safe='')}"] if hint else []
    return f"{PROVIDER_START}?{'&'.join(asked)}"


def sign_in_refused(slug: str, why: str, number: str, page: str = "") -> str:
    """The sign-in page of a customer, which says why somebody who came from a provider did not come in."""
    asked = [f"refused={why}", f"number={number}"]
    asked += [f"organization={slug}"] if slug else []
    asked += [f"next={quote(page, safe='')}"] if page else []
    return f"{SIGN_IN}?{'&'.join(asked)}"


def sign_in_and_return(address: str | None, *, ended: bool = False) -> str:
    """The sign-in page, from which one comes back to the page if it is one of ours; `ended` says that one was in."""
    page = own_page(address)
    asked = [f"next={quote(page, safe='')}"] if page else []
    asked += ["ended=1"] if ended else []
    return f"{SIGN_IN}?{'&'.join(asked)}" if asked else SIGN_IN

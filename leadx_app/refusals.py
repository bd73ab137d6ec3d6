"""Which refusals are worth a line in the audit log: each at most once a minute, however often somebody tries."""

import time
from collections.abc import Callable
from typing import Any

from leadx_app.domain.accounts import Credential
from leadx_app.domain.errors import NotPermitted

AGAIN_SECONDS = 60
MOST_KNOWN = 10_000


class Refusals:
    """What this process wrote down lately."""

    def __init__(self) -> None:
        self._known: dict[tuple[Credential, str], float] = {}

    def news_of(self, who: Credential, asked: Callable[..., Any], refusal: NotPermitted) -> str | None:
        """What was refused, in the words of the permissions or else by the name of the act; None when it is known."""
        what = refusal.permission or _name_of(asked)
        moment = time.monotonic()
        if moment - self._known.get((who, what), -AGAIN_SECONDS) < AGAIN_SECONDS:
            return None
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[who, what] = moment
        return what


def _name_of(asked: Callable[..., Any]) -> str:
    """ "leadx_app.domain.leads.close.close_won" → "leads.close.close_won"."""
    module = getattr(asked, "__module__", "").removeprefix("leadx_app.").partition(".")[2]
    return f"{module}.{getattr(asked, '__name__', '')}"[:80].strip(".")

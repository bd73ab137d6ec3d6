"""The address of Rewards: which organization and time it shows; a reload and a link bring it back."""

from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode

from leadx_app.domain.metrics.spans import Span
from leadx_app.queries.rewards import RewardFilters
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, said_in

LONGEST_PLACE = 6


@dataclass(frozen=True)
class RewardsAddress:
    """Where on Rewards somebody is. Texts, because controls hold texts; "" is the default of each.

    Attributes:
        organization: an id.
        day: any day of the time, YYYY-MM-DD.
        after: how many cards are on the pages before.
    """

    organization: str = ""
    span: str = Span.MONTH.value
    day: str = ""
    after: int = 0

    def filters(self) -> RewardFilters:
        """As the query takes it."""
        day = date.fromisoformat(self.day) if self.day else None
        return RewardFilters(id_of(self.organization), Span(self.span), day, self.after)

    def query(self) -> str:
        """As the part of an address behind the question mark; "" when everything is as usual."""
        usual = asdict(RewardsAddress())
        return urlencode({name: value for name, value in asdict(self).items() if value != usual[name]})


def read_address(query: str) -> RewardsAddress:
    """What a query says, as far as it makes sense; the rest is as usual."""
    return RewardsAddress(**said_in(query, _READERS))


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_PLACE else None


_READERS: dict[str, Reader] = {"organization": id_text, "span": one_of(Span), "day": _day, "after": _count}

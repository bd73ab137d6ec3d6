"""The address of User Management: its filters and its order; a reload and a link bring them back."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from leadx_app.models import Role
from leadx_app.queries.people import PeopleSort, PersonFilter, Seen
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, said_in, searched

STANDINGS = ("active", "inactive", "invited")
TWO_STEP = ("on", "off")


@dataclass(frozen=True)
class PeopleAddress:
    """Which people are listed. Texts, because controls hold texts; "" is everything, and by name.

    Attributes:
        organization: an id.
    """

    search: str = ""
    role: str = ""
    organization: str = ""
    standing: str = ""
    two_step: str = ""
    seen: str = ""
    sort: str = ""

    def wanted(self) -> PersonFilter:
        """As the query takes it."""
        return PersonFilter(
            self.search,
            self.role,
            id_of(self.organization),
            self.standing,
            self.two_step,
            Seen(self.seen) if self.seen else None,
            PeopleSort(self.sort) if self.sort else PeopleSort.NAME,
        )

    def query(self) -> str:
        """As the part of an address behind the question mark; "" when nothing is chosen."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def read_address(query: str) -> PeopleAddress:
    """What a query says, as far as it makes sense."""
    return PeopleAddress(**said_in(query, _READERS))


def _among(*values: str) -> Reader:
    return lambda text: text if text in values else None


_READERS: dict[str, Reader] = {
    "search": searched,
    "role": one_of(Role),
    "organization": id_text,
    "standing": _among(*STANDINGS),
    "two_step": _among(*TWO_STEP),
    "seen": one_of(Seen),
    "sort": one_of(PeopleSort),
}

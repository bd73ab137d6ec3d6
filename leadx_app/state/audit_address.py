"""The address of the audit log: its filters; a reload and a link bring them back."""

from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode

from leadx_app.domain.audit import Area
from leadx_app.queries.audit import AuditFilters
from leadx_app.state.address_words import Reader, day_text, id_of, id_text, one_of, said_in, searched


@dataclass(frozen=True)
class AuditAddress:
    """What is looked for in the log. Texts, because controls hold texts; "" is everything.

    Attributes:
        person: an id.
        first, last: days, YYYY-MM-DD.
    """

    area: str = ""
    person: str = ""
    first: str = ""
    last: str = ""
    search: str = ""

    def filters(self) -> AuditFilters:
        """As the query takes it."""
        return AuditFilters(
            Area(self.area) if self.area else None,
            id_of(self.person),
            date.fromisoformat(self.first) if self.first else None,
            date.fromisoformat(self.last) if self.last else None,
            self.search,
        )

    def query(self) -> str:
        """As the part of an address behind the question mark; "" when nothing is filtered."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def read_address(query: str) -> AuditAddress:
    """What a query says, as far as it makes sense."""
    return AuditAddress(**said_in(query, _READERS))


_READERS: dict[str, Reader] = {
    "area": one_of(Area),
    "person": id_text,
    "first": day_text,
    "last": day_text,
    "search": searched,
}

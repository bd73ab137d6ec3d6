"""The address of My Pipeline: everything that its filters say, so that a reload and a link bring it back."""

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from leadx_app.queries.leads import LeadFilters, Sort, Status
from leadx_app.queries.pipeline import View

LONGEST = 1_000
SEARCH_LENGTH = 100


@dataclass(frozen=True)
class PipelineAddress:
    """Where on the pipeline somebody is. Texts, because controls hold texts; "" is the default of each.

    Attributes:
        stage, organization, person: ids.
        handshakes: "1" for leads with a completed handshake only.
        after, before: the cursor that the page begins behind, or ends in front of.
        page: which page that is, for people.
    """

    view: str = View.LIST.value
    status: str = Status.ONGOING.value
    stage: str = ""
    search: str = ""
    sort: str = Sort.UPDATED.value
    handshakes: str = ""
    organization: str = ""
    person: str = ""
    after: str = ""
    before: str = ""
    page: int = 1

    def filters(self) -> LeadFilters:
        """As the query takes it; `person_id` None is oneself."""
        return LeadFilters(
            person_id=_id(self.person),
            organization_id=_id(self.organization),
            status=Status(self.status),
            stage_id=_id(self.stage),
            search=self.search,
            sort=Sort(self.sort),
            with_handshake=self.handshakes == "1",
            cursor=self.after or None,
            before=self.before or None,
        )

    def query(self) -> str:
        """As the part of an address behind the question mark; "" when everything is as usual."""
        usual = asdict(PipelineAddress())
        return urlencode({name: value for name, value in asdict(self).items() if value != usual[name]})

    @property
    def is_usual(self) -> bool:
        """Whether nothing is filtered: an empty list means that there is nothing at all."""
        return not (self.stage or self.search or self.handshakes or self.after or self.before) and (
            self.status == Status.ONGOING
        )


def read_address(query: str) -> PipelineAddress:
    """What a query says, as far as it makes sense; the rest is as usual."""
    try:
        found = {name: values[-1] for name, values in parse_qs(query[:LONGEST], max_num_fields=30).items()}
    except ValueError:
        found = {}
    known = {field.name: _READ[field.name](found.get(field.name, "")) for field in fields(PipelineAddress)}
    return PipelineAddress(**{name: value for name, value in known.items() if value})


def _one_of(kind: type[StrEnum]) -> Any:
    return lambda text: text if text in set(kind) else None


def _id_text(text: str) -> str | None:
    found = _id(text)
    return str(found) if found else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else None


_READ: dict[str, Any] = {
    "view": _one_of(View),
    "status": _one_of(Status),
    "stage": _id_text,
    "search": lambda text: text[:SEARCH_LENGTH],
    "sort": _one_of(Sort),
    "handshakes": lambda text: "1" if text == "1" else None,
    "organization": _id_text,
    "person": _id_text,
    "after": str,
    "before": str,
    "page": _page,
}

"""The address of Sales Community: its filters and the lead that is looked at; a reload and a link bring it back."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from leadx_app.queries.community import SORTS, CommunityFilters, Only
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.lead_order import Sort
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, page_number, said_in, searched


@dataclass(frozen=True)
class CommunityAddress:
    """Where on Community somebody is. Texts, because controls hold texts; "" is the default of each.

    Attributes:
        organization, stage: ids.
        only: "value" or "handshake", of the leads behind a figure.
        lead: the id of the lead in the quick view.
        after, before: the cursor that the page begins behind, or ends in front of.
        page: which page that is, for people.
    """

    status: str = Status.ALL.value
    stage: str = ""
    search: str = ""
    sort: str = Sort.UPDATED.value
    only: str = ""
    organization: str = ""
    lead: str = ""
    after: str = ""
    before: str = ""
    page: int = 1

    def filters(self) -> CommunityFilters:
        """As the query takes it."""
        return CommunityFilters(
            organization_id=id_of(self.organization),
            status=Status(self.status),
            only=Only(self.only),
            stage_id=id_of(self.stage),
            search=self.search,
            sort=Sort(self.sort),
            cursor=self.after or None,
            before=self.before or None,
        )

    def query(self) -> str:
        """As the part of an address behind the question mark; "" when everything is as usual."""
        usual = asdict(CommunityAddress())
        return urlencode({name: value for name, value in asdict(self).items() if value != usual[name]})

    @property
    def is_usual(self) -> bool:
        """Whether nothing is filtered: an empty list means that there is nothing at all."""
        chosen = self.stage or self.search or self.only or self.after or self.before
        return not chosen and self.status == Status.ALL


def read_address(query: str) -> CommunityAddress:
    """What a query says, as far as it makes sense; the rest is as usual."""
    return CommunityAddress(**said_in(query, _READERS))


_READERS: dict[str, Reader] = {
    "status": one_of(Status),
    "stage": id_text,
    "search": searched,
    "sort": lambda text: text if text in SORTS else None,
    "only": one_of(Only),
    "organization": id_text,
    "lead": id_text,
    "after": str,
    "before": str,
    "page": page_number,
}

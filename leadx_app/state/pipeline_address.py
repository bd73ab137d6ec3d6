"""The address of My Pipeline: everything that its filters say, so that a reload and a link bring it back."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from leadx_app.queries.lead_filters import WAITING_LIMIT
from leadx_app.queries.leads import LeadFilters, Sort, Status
from leadx_app.queries.pipeline import View
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, page_number, said_in, searched


@dataclass(frozen=True)
class PipelineAddress:
    """Where on the pipeline somebody is. Texts, because controls hold texts; "" is the default of each.

    Attributes:
        stage, organization, person: ids.
        handshakes: "1" for leads with a completed handshake only.
        after, before: the cursor that the page begins behind, or ends in front of.
        page: which page that is, for people.
        waiting: how many of the handovers that wait are shown.
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
    waiting: int = WAITING_LIMIT

    def filters(self) -> LeadFilters:
        """As the query takes it; `person_id` None is oneself."""
        return LeadFilters(
            person_id=id_of(self.person),
            organization_id=id_of(self.organization),
            status=Status(self.status),
            stage_id=id_of(self.stage),
            search=self.search,
            sort=Sort(self.sort),
            with_handshake=self.handshakes == "1",
            waiting_limit=self.waiting,
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
    return PipelineAddress(**said_in(query, _READERS))


_READERS: dict[str, Reader] = {
    "view": one_of(View),
    "status": one_of(Status),
    "stage": id_text,
    "search": searched,
    "sort": one_of(Sort),
    "handshakes": lambda text: "1" if text == "1" else None,
    "organization": id_text,
    "person": id_text,
    "after": str,
    "before": str,
    "page": page_number,
    "waiting": page_number,
}

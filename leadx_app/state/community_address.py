"""The address of Sales Community: its filters and the lead that is looked at; a reload and a link bring it back."""

from dataclasses import dataclass
from datetime import date

from leadx_app.models import ListName
from leadx_app.queries.community import SORTS, CommunityFilters, Only
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.lead_order import Sort
from leadx_app.state.address_words import Reader, day_text, id_of, id_text, one_of, searched
from leadx_app.state.list_address import ListAddress


@dataclass(frozen=True)
class CommunityAddress(ListAddress):
    """Where on Community somebody is. Texts, because controls hold texts; "" is the default of each.

    Attributes:
        organization, stage: ids.
        only: "value" or "handshake", of the leads behind a figure.
        person, made_from, made_to: an id and days (YYYY-MM-DD), of the leads behind a figure of Pulse.
        lead: the id of the lead in the quick view.
    """

    status: str = Status.ALL.value
    sort: str = Sort.UPDATED.value
    stage: str = ""
    only: str = ""
    organization: str = ""
    person: str = ""
    made_from: str = ""
    made_to: str = ""
    lead: str = ""

    def filters(self) -> CommunityFilters:
        """As the query takes it."""
        return CommunityFilters(
            organization_id=id_of(self.organization),
            person_id=id_of(self.person),
            made_from=date.fromisoformat(self.made_from) if self.made_from else None,
            made_to=date.fromisoformat(self.made_to) if self.made_to else None,
            status=Status(self.status),
            only=Only(self.only),
            stage_id=id_of(self.stage),
            search=self.search,
            sort=Sort(self.sort),
            cursor=self.after or None,
            before=self.before or None,
        )

    @property
    def is_usual(self) -> bool:
        """Whether nothing is filtered: an empty list means that there is nothing at all."""
        chosen = (
            self.person
            or self.made_from
            or self.made_to
            or self.stage
            or self.search
            or self.only
            or self.after
            or self.before
        )
        return not chosen and self.status == Status.ALL

    @classmethod
    def list_name(cls) -> ListName:
        return ListName.COMMUNITY

    @classmethod
    def readers(cls) -> dict[str, Reader]:
        return _READERS


_READERS: dict[str, Reader] = {
    "status": one_of(Status),
    "stage": id_text,
    "search": searched,
    "sort": lambda text: text if text in SORTS else None,
    "only": one_of(Only),
    "organization": id_text,
    "person": id_text,
    "made_from": day_text,
    "made_to": day_text,
    "lead": id_text,
}

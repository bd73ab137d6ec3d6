"""The address of My Pipeline: everything that its filters say, so that a reload and a link bring it back."""

from dataclasses import dataclass

from leadx_app.domain.days import today_in
from leadx_app.models import ListName
from leadx_app.queries.lead_filters import WAITING_LIMIT
from leadx_app.queries.leads import LeadFilters, Sort, Status
from leadx_app.queries.pipeline import View
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, page_number, searched
from leadx_app.state.format import Look
from leadx_app.state.list_address import (
    ListAddress,
    amount_of,
    amount_word,
    columns_word,
    day_of,
    day_word,
    moments_of,
)


@dataclass(frozen=True)
class PipelineAddress(ListAddress):
    """Where on the pipeline somebody is.

    Attributes:
        stage, owner, creator, category, source, tag, organization, person: ids.
        handshakes: "1" for leads with a completed handshake only.
        value_min, value_max: amounts in base currency.
        created_from, created_to, closing_from, closing_to: days, or so many from today.
        waiting: how many of the handovers that wait are shown.
    """

    view: str = View.LIST.value
    status: str = Status.ONGOING.value
    sort: str = Sort.UPDATED.value
    stage: str = ""
    owner: str = ""
    creator: str = ""
    category: str = ""
    source: str = ""
    tag: str = ""
    handshakes: str = ""
    value_min: str = ""
    value_max: str = ""
    created_from: str = ""
    created_to: str = ""
    closing_from: str = ""
    closing_to: str = ""
    organization: str = ""
    person: str = ""
    waiting: int = WAITING_LIMIT

    def filters(self, look: Look) -> LeadFilters:
        """As the query takes it, with days by the clock of who looks; `person_id` None is oneself."""
        today = today_in(look.time_zone, look.now)
        created_from, created_to = moments_of(self.created_from, self.created_to, today, look.time_zone)
        return LeadFilters(
            person_id=id_of(self.person),
            organization_id=id_of(self.organization),
            status=Status(self.status),
            stage_id=id_of(self.stage),
            owner_id=id_of(self.owner),
            creator_id=id_of(self.creator),
            category_id=id_of(self.category),
            source_id=id_of(self.source),
            tag_id=id_of(self.tag),
            value_min=amount_of(self.value_min),
            value_max=amount_of(self.value_max),
            created_from=created_from,
            created_to=created_to,
            closing_from=day_of(self.closing_from, today),
            closing_to=day_of(self.closing_to, today),
            search=self.search,
            sort=Sort(self.sort),
            with_handshake=self.handshakes == "1",
            waiting_limit=self.waiting,
            cursor=self.after or None,
            before=self.before or None,
        )

    @property
    def is_usual(self) -> bool:
        """Whether nothing is filtered: an empty list means that there is nothing at all."""
        said = set(self._said()) & (set(self.kept_names()) | {"after", "before"})
        return not said - {"view", "sort"}

    @classmethod
    def list_name(cls) -> ListName:
        return ListName.PIPELINE

    @classmethod
    def readers(cls) -> dict[str, Reader]:
        return _READERS


_READERS: dict[str, Reader] = {
    "columns": columns_word(ListName.PIPELINE),
    "view": one_of(View),
    "status": one_of(Status),
    "search": searched,
    "sort": one_of(Sort),
    "handshakes": lambda text: "1" if text == "1" else None,
    "waiting": page_number,
    **dict.fromkeys(("stage", "owner", "creator", "category", "source", "tag", "organization", "person"), id_text),
    **dict.fromkeys(("value_min", "value_max"), amount_word),
    **dict.fromkeys(("created_from", "created_to", "closing_from", "closing_to"), day_word),
}

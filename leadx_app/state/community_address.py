"""The address of Sales Community: its filters and the lead that is looked at; a reload and a link bring it back."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from leadx_app.models import ListName
from leadx_app.queries.community import SORTS, CommunityFilters, Only
from leadx_app.queries.community_filters import NONE
from leadx_app.queries.lead_filters import Status
from leadx_app.queries.lead_order import Sort
from leadx_app.state.address_words import Reader, day_text, id_of, id_text, one_of, searched
from leadx_app.state.list_address import ListAddress, amount_of, amount_word, columns_word, day_of, day_word

YES, WITHOUT = "yes", "none"
DAYS = (
    "made_from",
    "made_to",
    "ended_from",
    "ended_to",
    "entered_from",
    "entered_to",
    "closing_from",
    "closing_to",
)
NARROW = ("person", *DAYS[2:], "undated", "source", "category", "lost_reason", "reached")
"""What only the leads behind a figure of Pulse are filtered by."""


@dataclass(frozen=True)
class CommunityAddress(ListAddress):
    """Where on Community somebody is. Texts, because controls hold texts; "" is the default of each.

    Attributes:
        organization, stage, owner, creator: ids.
        only: "value" or "handshake", of the leads behind a figure.
        person, and all from `ended_from` to `reached`: ids and days (YYYY-MM-DD) of the leads behind a figure of Pulse;
            `undated` is "yes" for those without an expected closing date, an id "none" those without any.
        made_from, made_to: days (YYYY-MM-DD), or so many from today.
        value_min, value_max: amounts in base currency.
        lead: the id of the lead in the quick view.
    """

    status: str = Status.ALL.value
    sort: str = Sort.UPDATED.value
    stage: str = ""
    only: str = ""
    organization: str = ""
    owner: str = ""
    creator: str = ""
    value_min: str = ""
    value_max: str = ""
    person: str = ""
    made_from: str = ""
    made_to: str = ""
    ended_from: str = ""
    ended_to: str = ""
    entered_from: str = ""
    entered_to: str = ""
    closing_from: str = ""
    closing_to: str = ""
    undated: str = ""
    source: str = ""
    category: str = ""
    lost_reason: str = ""
    reached: str = ""
    lead: str = ""

    def filters(self, today: date) -> CommunityFilters:
        """As the query takes it; `today` by the clock of who looks."""
        return CommunityFilters(
            organization_id=id_of(self.organization),
            person_id=id_of(self.person),
            owner_id=id_of(self.owner),
            creator_id=id_of(self.creator),
            value_min=amount_of(self.value_min),
            value_max=amount_of(self.value_max),
            **{name: day_of(text, today) for name in DAYS if (text := getattr(self, name))},
            is_undated=self.undated == YES,
            source_id=_choice_of(self.source),
            category_id=_choice_of(self.category),
            lost_reason_id=_choice_of(self.lost_reason),
            reached_id=id_of(self.reached),
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
        said = set(self._said()) & {*self.kept_names(), *NARROW, "after", "before"}
        return not said - {"organization", "sort"}

    @property
    def shown(self) -> "CommunityAddress":
        """What decides which leads are shown, without how."""
        return replace(self, lead="", saved="", changed="", columns="", density="")

    @classmethod
    def list_name(cls) -> ListName:
        return ListName.COMMUNITY

    @classmethod
    def readers(cls) -> dict[str, Reader]:
        return _READERS


def _choice_of(text: str) -> UUID | None:
    return NONE if text == WITHOUT else id_of(text)


def _choice_text(text: str) -> str | None:
    return text if text == WITHOUT else id_text(text)


_READERS: dict[str, Reader] = {
    "status": one_of(Status),
    "stage": id_text,
    "search": searched,
    "sort": lambda text: text if text in SORTS else None,
    "only": one_of(Only),
    "organization": id_text,
    "columns": columns_word(ListName.COMMUNITY),
    **dict.fromkeys(("owner", "creator", "person", "reached", "lead"), id_text),
    **dict.fromkeys(("value_min", "value_max"), amount_word),
    **dict.fromkeys(DAYS, day_text),
    **dict.fromkeys(("made_from", "made_to"), day_word),
    "undated": lambda text: text if text == YES else None,
    **dict.fromkeys(("source", "category", "lost_reason"), _choice_text),
}

"""What may be asked of Sales Community's list of leads; the page, the export and the API use it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from leadx_app.queries.full_text import Sought, sought
from leadx_app.queries.lead_filters import PAGE_SIZE, Status
from leadx_app.queries.lead_order import Sort, order_of

MAX_PAGE_SIZE = 100
NONE = UUID(int=0)
"""As the id of a source, a category or a reason: leads without any."""


class Only(StrEnum):
    """A further condition, of the leads behind a figure."""

    EVERY = ""
    WITH_VALUE = "value"
    WITH_HANDSHAKE = "handshake"


class Bound(StrEnum):
    """What is asked of a column of its own."""

    VALUE = "value"
    MADE = "made"
    ENDED = "ended"
    ENTERED = "entered"
    CLOSING = "closing"
    SOURCE = "source"
    CATEGORY = "category"
    LOST_REASON = "lost_reason"


_CARRIED_BY = {Bound.VALUE: (Sort.VALUE,), Bound.MADE: (Sort.CREATED, Sort.OLDEST)}


@dataclass(frozen=True, slots=True)
class CommunityFilters:
    """Which leads of Community, in which order, from where on.

    Attributes:
        organization_id: only this organization's; None is all that the actor reads.
        person_id: only leads that this person created or owns.
        owner_id, creator_id: only leads of this owner, and of this creator.
        value_min, value_max: in the base currency of each lead's organization.
        made_from, made_to: only leads made on these days, both included, each by the clock of its organization.
        ended_from, ended_to: only leads that ended on these days, likewise.
        entered_from, entered_to: only leads that came to their stage on these days, likewise.
        closing_from, closing_to: only leads that are expected to close on these days.
        is_undated: only leads without an expected closing date.
        source_id, category_id, lost_reason_id: only leads of these; `NONE` is leads without any.
        reached_id: only leads that came as far as this stage: that stand there or behind it, or are won.
        cursor: `next_cursor` of the page before.
        before: `previous_cursor` of the page after; counts when there is no `cursor`.
    """

    organization_id: UUID | None = None
    person_id: UUID | None = None
    made_from: date | None = None
    made_to: date | None = None
    ended_from: date | None = None
    ended_to: date | None = None
    entered_from: date | None = None
    entered_to: date | None = None
    closing_from: date | None = None
    closing_to: date | None = None
    is_undated: bool = False
    source_id: UUID | None = None
    category_id: UUID | None = None
    lost_reason_id: UUID | None = None
    reached_id: UUID | None = None
    owner_id: UUID | None = None
    creator_id: UUID | None = None
    value_min: Decimal | None = None
    value_max: Decimal | None = None
    status: Status = Status.ALL
    only: Only = Only.EVERY
    stage_id: UUID | None = None
    search: str = ""
    sort: Sort = Sort.UPDATED
    cursor: str | None = None
    before: str | None = None
    limit: int = PAGE_SIZE

    @property
    def is_narrow(self) -> bool:
        """Whether more is asked than organization, stage, outcome and words: nobody has counted these leads."""
        return bool(self.only) or self.reached_id is not None or self.is_of_one or bool(self.bounded)

    @property
    def backwards(self) -> bool:
        """Whether the page ends in front of a place instead of beginning behind one."""
        return self.cursor is None and self.before is not None

    @property
    def descending(self) -> bool:
        """The direction in which rows are looked for."""
        return order_of(self.sort)[1] != self.backwards

    @property
    def sought(self) -> Sought:
        """What is searched for; Invalid on `search` for what cannot be read."""
        return sought(self.search)

    @property
    def is_of_one(self) -> bool:
        """Whether only leads of one person are asked for, which an index holds together."""
        return any(one is not None for one in (self.owner_id, self.creator_id, self.person_id))

    @property
    def is_walked(self) -> bool:
        """Whether pages are looked for along the list, so that they have no fixed size."""
        return bool(self.sought) or any(not self.carries(one) for one in self.bounded)

    def carries(self, bound: Bound) -> bool:
        """Whether a page in this order passes by no more leads than it needs for this bound."""
        return self.is_of_one or self.sort in _CARRIED_BY.get(bound, ())

    @property
    def bounded(self) -> list[Bound]:
        """Of what something is asked."""
        asked: dict[Bound, tuple[object, ...]] = {
            Bound.VALUE: (self.value_min, self.value_max),
            Bound.MADE: (self.made_from, self.made_to),
            Bound.ENDED: (self.ended_from, self.ended_to),
            Bound.ENTERED: (self.entered_from, self.entered_to),
            Bound.CLOSING: (self.closing_from, self.closing_to, self.is_undated or None),
            Bound.SOURCE: (self.source_id,),
            Bound.CATEGORY: (self.category_id,),
            Bound.LOST_REASON: (self.lost_reason_id,),
        }
        return [bound for bound, sides in asked.items() if any(side is not None for side in sides)]

    @property
    def size(self) -> int:
        """How many rows the page has at most."""
        return max(1, min(self.limit, MAX_PAGE_SIZE))

"""Sales Community over REST: the organizations' figures, and the headlines of their leads."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from leadx_app.api.door import Door, Who
from leadx_app.api.lookups import worded
from leadx_app.domain.days import Day
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import MoneyAmount, optional
from leadx_app.queries.community import (
    CommunityFilters,
    CommunityLead,
    CommunityPage,
    Only,
    community_figures,
    community_lead,
    community_page,
)
from leadx_app.queries.community_filters import MAX_PAGE_SIZE, NONE
from leadx_app.queries.community_leads import SEARCHED
from leadx_app.queries.figures import KpiFigure
from leadx_app.queries.lead_filters import PAGE_SIZE, Status
from leadx_app.queries.lead_order import Sort
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/community", tags=["community"], route_class=Door)

Organization = Annotated[UUID | None, Query(description="Only this one's; all that you read without.")]


class CommunityQuery(BaseModel):
    """Which leads, in which order, from where on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organization_id: UUID | None = Field(None, description="Only this organization's; all that you read without.")
    person_id: UUID | None = Field(None, description="Only leads that this person created or owns.")
    made_from: Day | None = Field(None, description="Only leads made on this day or later.")
    made_to: Day | None = Field(None, description="Only leads made on this day or earlier.")
    ended_from: Day | None = Field(None, description="Only leads won or closed on this day or later.")
    ended_to: Day | None = Field(None, description="Only leads won or closed on this day or earlier.")
    entered_from: Day | None = Field(None, description="Only leads that came to their stage on this day or later.")
    entered_to: Day | None = Field(None, description="Only leads that came to their stage on this day or earlier.")
    closing_from: Day | None = Field(None, description="Only leads expected to close on this day or later.")
    closing_to: Day | None = Field(None, description="Only leads expected to close on this day or earlier.")
    is_undated: bool = Field(False, description="Only leads without an expected closing date.")
    source_id: UUID | None = Field(None, description=f"Only leads of this source; `{NONE}`: without any.")
    category_id: UUID | None = Field(None, description=f"Only leads of this category; `{NONE}`: without any.")
    lost_reason_id: UUID | None = Field(None, description=f"Only leads closed for this reason; `{NONE}`: for none.")
    reached_id: UUID | None = Field(
        None, description="Only leads that came as far as this stage: that stand there or behind it, or are won."
    )
    owner_id: UUID | None = Field(None, description="Only leads of this owner.")
    creator_id: UUID | None = Field(None, description="Only leads that this person brought in.")
    value_min: optional(MoneyAmount) = Field(
        None, description="In the base currency of each lead's organization, included."
    )
    value_max: optional(MoneyAmount) = Field(
        None, description="In the base currency of each lead's organization, included."
    )
    status: Status = Field(Status.ALL, description="Sub-stage; `ongoing` are the open ones.")
    only: Only = Field(Only.EVERY, description="Only leads with a value, or with a complete handshake.")
    stage_id: UUID | None = None
    search: str = Field(
        "",
        max_length=200,
        description="Words of title or company, or parts of them, in any case. What very many leads hold, and a "
        f"value or a time that the order does not follow, is looked for in {SEARCHED:,} leads at a time: go on with "
        "`next_cursor`, also when nothing was found.",
    )
    sort: Literal[Sort.UPDATED, Sort.CREATED, Sort.OLDEST, Sort.VALUE] = Sort.UPDATED
    cursor: str | None = Field(None, max_length=4000, description="`next_cursor` of the page before, same `sort`.")
    before: str | None = Field(None, max_length=4000, description="`previous_cursor` of the page after, same `sort`.")
    limit: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)


@router.get("/figures")
async def read_community_figures(who: Who, organization_id: Organization = None) -> list[KpiFigure]:
    """The four figures of your organizations: all time, the last 30 days, and the 30 days before."""
    return await get_runtime().database.read_async(who, _figures, organization_id)


@router.get("/leads")
async def list_community_leads(who: Who, query: Annotated[CommunityQuery, Query()]) -> CommunityPage:
    """The headlines of your organizations' leads, a page at a time."""
    return await get_runtime().database.read_async(who, community_page, CommunityFilters(**query.model_dump()))


@router.get("/leads/{lead_id}")
async def read_community_lead(who: Who, lead_id: UUID) -> CommunityLead:
    """A lead's headline and journey; `may_open` says whether `/leads/{id}` tells you more."""
    return await get_runtime().database.read_async(who, community_lead, lead_id)


def _figures(session: Session, actor: Actor, organization_id: UUID | None, *, now: datetime) -> list[KpiFigure]:
    figures = community_figures(session, actor, organization_id, now=now)
    return [worded(figure, actor.language) for figure in figures]

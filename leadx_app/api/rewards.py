"""Rewards over REST: the same cards, leaderboard and ledger as the page, for the same people."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.responses import Response

from leadx_app import exports
from leadx_app.api.door import Door, Who
from leadx_app.api.exports import A_FILE, FromOurPages, as_file, sent
from leadx_app.domain.goals import GoalDraft, remove_goal, restore_goal, set_goal
from leadx_app.domain.metrics.spans import Span
from leadx_app.domain.permissions import Actor
from leadx_app.domain.rewards import PointsDraft, set_points
from leadx_app.exports import Format
from leadx_app.queries.badges import PersonBadges, person_badges
from leadx_app.queries.goals import Goals, goals
from leadx_app.queries.point_lines import MAX_PAGE_SIZE as MOST_LINES
from leadx_app.queries.point_lines import PAGE_SIZE as LINES
from leadx_app.queries.point_lines import PointLines, point_lines
from leadx_app.queries.rewards import MAX_PAGE_SIZE, PAGE_SIZE, RewardFilters, Rewards, rewards
from leadx_app.queries.settings import PointsSet, points_set
from leadx_app.reward_report import write_report
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1", tags=["rewards"], route_class=Door)

NAME = exports.REWARDS.name
ReportFormat = Annotated[
    Literal[Format.CSV, Format.XLSX, Format.PDF],
    Field(description="`csv`, `xlsx` (Excel) or `pdf`, with figures and goals."),
]


class RewardTime(BaseModel):
    """Which organization and which time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organization_id: UUID | None = Field(None, description="Of those that you read; the one that you work in without.")
    span: Span = Field(Span.MONTH, description="Quarters and years are those of the financial year.")
    day: date | None = Field(None, description="Any day of the time; today without.")


class RewardQuery(RewardTime):
    """Which organization, which time, and which of the cards."""

    after: int = Field(0, ge=0, le=1_000_000, description="`next_after` of the page of cards before.")
    limit: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)


class LedgerQuery(RewardTime):
    """Whose entries, and from where on."""

    user_id: UUID | None = Field(None, description="Your own without.")
    cursor: str | None = Field(None, max_length=400, description="`next_cursor` of the page before.")
    limit: int = Field(LINES, ge=1, le=MOST_LINES)


class BadgeQuery(BaseModel):
    """Whose badges, and where."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organization_id: UUID | None = Field(None, description="Of those that you read; the one that you work in without.")
    user_id: UUID | None = Field(None, description="Your own without.")


class RewardExport(RewardTime):
    """Which organization, which time, in which form."""

    format: ReportFormat = Format.CSV

    def filters(self, actor: Actor) -> RewardFilters:
        return RewardFilters(self.organization_id, self.span, self.day)


class GoalMade(BaseModel):
    """A goal that was set."""

    id: UUID


@router.get("/rewards")
async def read_rewards(who: Who, query: Annotated[RewardQuery, Query()]) -> Rewards:
    """Your card; the leaderboard and everybody's cards as far as your role sees them."""
    return await get_runtime().database.read_async(who, rewards, RewardFilters(**query.model_dump()))


@router.get("/rewards/badges")
async def read_badges(who: Who, query: Annotated[BadgeQuery, Query()]) -> PersonBadges:
    """Badges that stand now, each with when it was earned, and the one that is nearest."""
    return await get_runtime().database.read_async(who, _badges, query)


@router.get("/rewards/ledger")
async def read_ledger(who: Who, query: Annotated[LedgerQuery, Query()]) -> PointLines:
    """Why these points: each entry with its reason, the latest first."""
    return await get_runtime().database.read_async(who, _lines, query)


@router.get("/rewards/export", response_class=Response, responses=A_FILE, dependencies=[FromOurPages])
async def export_rewards(who: Who, query: Annotated[RewardExport, Query()]) -> Response:
    """Everybody's leads and points of the time as a file in your language; a PDF also holds figures and goals."""
    asked = query.model_dump(mode="json", exclude_defaults=True, exclude={"format"})
    if query.format == Format.PDF:
        return sent(await exports.made(who, NAME, Format.PDF, asked, write_report, query.filters), NAME, Format.PDF)
    return await as_file(who, exports.REWARDS, query.format, query.filters, asked)


@router.get("/rewards/goals")
async def read_goals(who: Who, query: Annotated[RewardTime, Query()]) -> Goals:
    """Goals of the time, those that end first before the others, and how far each has come."""
    filters = RewardFilters(query.organization_id, query.span, query.day)
    return await get_runtime().database.read_async(who, goals, filters)


@router.post("/rewards/goals", status_code=201)
async def make_goal(who: Who, draft: GoalDraft) -> GoalMade:
    """Set a goal for your organization, or for some of its people; Managers do."""
    return GoalMade(id=await get_runtime().database.act_async(who, set_goal, draft))


@router.delete("/rewards/goals/{goal_id}", status_code=204)
async def take_goal_away(who: Who, goal_id: UUID) -> None:
    """Take a goal away."""
    await get_runtime().database.act_async(who, remove_goal, goal_id)


@router.post("/rewards/goals/{goal_id}/restore", status_code=204)
async def bring_goal_back(who: Who, goal_id: UUID) -> None:
    """Take the removal of a goal back."""
    await get_runtime().database.act_async(who, restore_goal, goal_id)


@router.get("/organizations/points", tags=["settings"])
async def list_points(who: Who) -> list[PointsSet]:
    """What leads are worth in each organization that you see to."""
    return await get_runtime().database.read_async(who, points_set)


@router.patch("/organizations/{organization_id}/points", tags=["settings"])
async def change_points(who: Who, organization_id: UUID, draft: PointsDraft) -> list[PointsSet]:
    """Set what leads are worth from now on; points that were given stay what they are."""
    database = get_runtime().database
    await database.act_async(who, set_points, organization_id, draft)
    return await database.read_async(who, points_set)


def _badges(session: Session, actor: Actor, query: BadgeQuery, *, now: datetime) -> PersonBadges:
    return person_badges(session, actor, query.user_id or actor.user_id, query.organization_id, now=now)


def _lines(session: Session, actor: Actor, query: LedgerQuery, *, now: datetime) -> PointLines:
    filters = RewardFilters(query.organization_id, query.span, query.day)
    user_id = query.user_id or actor.user_id
    return point_lines(session, actor, user_id, filters, cursor=query.cursor, limit=query.limit, now=now)

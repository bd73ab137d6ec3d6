"""Settings of organizations over REST: for their Admin."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from leadx_app.api.door import Door, Who
from leadx_app.domain.settings import LONGEST_ANSWER_HOURS, set_answer_by, set_figures, set_file_limits
from leadx_app.models import HitRateBasis
from leadx_app.queries.settings import AnswerBy, BasisSet, answer_bys, bases_set
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/organizations", tags=["settings"], route_class=Door)


class AnswerByTime(BaseModel):
    """Within how many hours handed-over leads are answered, and who hears of it beside the Managers when not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hours: int | None = Field(description=f"1 to {LONGEST_ANSWER_HOURS}; null for as long as it takes.")
    escalation_id: UUID | None = Field(None, description="A Manager or Admin of the organization or its parent.")


@router.get("/answer-by")
async def list_answer_by(who: Who) -> list[AnswerBy]:
    """The answer-by time of each organization that you see to."""
    return await get_runtime().database.read_async(who, answer_bys)


@router.patch("/{organization_id}/answer-by")
async def change_answer_by(who: Who, organization_id: UUID, answer_by: AnswerByTime) -> list[AnswerBy]:
    """Set the answer-by time of an organization; leads that wait already are held to it too."""
    database = get_runtime().database
    await database.act_async(who, set_answer_by, organization_id, answer_by.hours, answer_by.escalation_id)
    return await database.read_async(who, answer_bys)


class FigureBasis(BaseModel):
    """How an organization puts its figures together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hit_rate_basis: HitRateBasis
    financial_year_start_month: int = Field(description="1 to 12.")


class FileLimits(BaseModel):
    """What an organization takes of files; null is what the installation takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_limit_mb: int | None
    files_per_lead: int | None


@router.get("/basis")
async def list_bases(who: Who) -> list[BasisSet]:
    """The hit rate's basis, the financial year and the limits of files of each organization that you see to."""
    return await get_runtime().database.read_async(who, bases_set)


@router.patch("/{organization_id}/figures")
async def change_figures(who: Who, organization_id: UUID, basis: FigureBasis) -> list[BasisSet]:
    """Set how figures are put together; they follow at once, also for the time before."""
    month = basis.financial_year_start_month
    await get_runtime().database.act_async(who, set_figures, organization_id, basis.hit_rate_basis, month)
    return await list_bases(who)


@router.patch("/{organization_id}/file-limits")
async def change_file_limits(who: Who, organization_id: UUID, limits: FileLimits) -> list[BasisSet]:
    """Set how large a file may be and how many a lead may have; files that are there stay."""
    runtime = get_runtime()
    wanted = (limits.file_limit_mb, limits.files_per_lead)
    most = runtime.settings.file_limit_mb
    await runtime.database.act_async(who, set_file_limits, organization_id, *wanted, most_megabytes=most)
    return await list_bases(who)

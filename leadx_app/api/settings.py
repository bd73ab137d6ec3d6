"""Settings of organizations over REST: for their Admin."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from leadx_app.api.door import Door, Who
from leadx_app.domain.settings import LONGEST_ANSWER_HOURS, set_answer_by
from leadx_app.queries.settings import AnswerBy, answer_bys
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

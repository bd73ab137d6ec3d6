"""The tenant's stages and lists over REST: for the Admin of the parent organization."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from leadx_app.api.door import Door, Who
from leadx_app.domain import choices, stages
from leadx_app.domain.choices import DRAFTS, ListKind
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.stages import StageDraft
from leadx_app.queries.list_settings import ListsSet, StagesSet, lists_set, stages_set
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1", tags=["settings"], route_class=Door)


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ListedName(_Body):
    """A name on a list: at most 60 letters, of a tag 40."""

    name: str


class ListedShift(_Body):
    """Which way it goes."""

    down: bool = Field(description="Towards the end of the list.")


class ListedUse(_Body):
    """Whether new leads may have it."""

    is_retired: bool


class ListedMerge(_Body):
    """Which one of the list stays."""

    into_id: UUID


@router.get("/stages")
async def list_stages(who: Who) -> StagesSet:
    """The journey, with what an Admin sets of each stage and how many leads stand there."""
    return await get_runtime().database.read_async(who, stages_set)


@router.post("/stages", status_code=201)
async def add_stage(who: Who, draft: StageDraft) -> StagesSet:
    """Put a stage at the end of the journey."""
    await get_runtime().database.act_async(who, stages.add_stage, draft)
    return await list_stages(who)


@router.patch("/stages/{stage_id}")
async def change_stage(who: Who, stage_id: UUID, draft: StageDraft) -> StagesSet:
    """Change a stage; with `leads_to` all its leads go to another one, by a job where they are many."""
    await get_runtime().database.act_async(who, stages.change_stage, stage_id, draft)
    return await list_stages(who)


@router.post("/stages/{stage_id}/shift")
async def shift_stage(who: Who, stage_id: UUID, shift: ListedShift) -> StagesSet:
    """Let a stage change places with its neighbour; the first one stays first."""
    await get_runtime().database.act_async(who, stages.shift_stage, stage_id, shift.down)
    return await list_stages(who)


@router.delete("/stages/{stage_id}")
async def remove_stage(who: Who, stage_id: UUID, to_id: UUID | None = None) -> StagesSet:
    """Remove a stage; its leads go to the stage `to_id`, by a job where they are many, and then it goes."""
    await get_runtime().database.act_async(who, stages.remove_stage, stage_id, to_id)
    return await list_stages(who)


@router.get("/lists")
async def list_lists(who: Who) -> ListsSet:
    """Categories, sources, lost reasons and tags in their order, also those that are used no more."""
    return await get_runtime().database.read_async(who, lists_set)


@router.post("/lists/{kind}", status_code=201)
async def add_to_list(who: Who, kind: ListKind, named: ListedName) -> ListsSet:
    """Put a name at the end of a list."""
    draft = parse_draft(DRAFTS[kind], named.model_dump())
    await get_runtime().database.act_async(who, choices.add_choice, kind, draft)
    return await list_lists(who)


@router.patch("/lists/{kind}/{row_id}")
async def rename_in_list(who: Who, kind: ListKind, row_id: UUID, named: ListedName) -> ListsSet:
    """Give it another name, which all leads that have it show."""
    draft = parse_draft(DRAFTS[kind], named.model_dump())
    await get_runtime().database.act_async(who, choices.rename_choice, kind, row_id, draft)
    return await list_lists(who)


@router.post("/lists/{kind}/{row_id}/shift")
async def shift_in_list(who: Who, kind: ListKind, row_id: UUID, shift: ListedShift) -> ListsSet:
    """Let it change places with its neighbour; tags stand by name."""
    await get_runtime().database.act_async(who, choices.shift_choice, kind, row_id, shift.down)
    return await list_lists(who)


@router.post("/lists/{kind}/{row_id}/use")
async def use_of_list(who: Who, kind: ListKind, row_id: UUID, use: ListedUse) -> ListsSet:
    """Offer it for new leads no more, or again; leads that have it keep it."""
    await get_runtime().database.act_async(who, choices.retire_choice, kind, row_id, use.is_retired)
    return await list_lists(who)


@router.post("/lists/{kind}/{row_id}/merge")
async def merge_in_list(who: Who, kind: ListKind, row_id: UUID, merge: ListedMerge) -> ListsSet:
    """Give everything that has it another one of the list; it is gone, by a job where the leads are many."""
    await get_runtime().database.act_async(who, choices.merge_choice, kind, row_id, merge.into_id)
    return await list_lists(who)

"""Saved views of lists over REST: the same commands and reads as the pages."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from leadx_app.api.door import Door, Who
from leadx_app.domain import views
from leadx_app.domain.views import ViewDraft, ViewEdit
from leadx_app.models import ListName
from leadx_app.queries.views import ListViews, list_views
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/views", tags=["views"], route_class=Door)

OfList = Annotated[ListName, Query(alias="list", description="Whose views: the name of a page.")]


class DefaultView(BaseModel):
    """The view that a list opens with for you; `null` for the list as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    list: ListName
    view_id: UUID | None = None


class Kept(BaseModel):
    """A view that was saved."""

    id: UUID


@router.get("")
async def list_saved_views(who: Who, name: OfList) -> ListViews:
    """Your views of a list and those that colleagues share, and how the list stands without one."""
    return await get_runtime().database.read_async(who, list_views, name)


@router.post("", status_code=201)
async def save_view(who: Who, draft: ViewDraft) -> Kept:
    """Keep a list with its filters; `query` is the page's address behind the question mark."""
    return Kept(id=await get_runtime().database.act_async(who, views.save_view, draft))


@router.put("/default", status_code=204)
async def choose_default_view(who: Who, choice: DefaultView) -> None:
    """Say which view a list opens with for you."""
    await get_runtime().database.act_async(who, views.choose_default, choice.list, choice.view_id)


@router.patch("/{view_id}", status_code=204)
async def change_view(who: Who, view_id: UUID, changes: ViewEdit) -> None:
    """Rename, share or change a view of your own; what is left out stays."""
    await get_runtime().database.act_async(who, views.change_view, view_id, changes)


@router.delete("/{view_id}", status_code=204)
async def remove_view(who: Who, view_id: UUID) -> None:
    """Take a view away."""
    await get_runtime().database.act_async(who, views.remove_view, view_id)


@router.post("/{view_id}/restore", status_code=204)
async def restore_view(who: Who, view_id: UUID) -> None:
    """Take the removal of a view back."""
    await get_runtime().database.act_async(who, views.restore_view, view_id)

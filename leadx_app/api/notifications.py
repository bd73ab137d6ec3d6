"""Notifications over REST: one's own, and how one wants them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from leadx_app.api.door import Door, Who
from leadx_app.domain import notifications
from leadx_app.domain.notices import Channel, Notice
from leadx_app.queries.notifications import (
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    NotificationPage,
    PreferenceRow,
    notification_page,
    preferences,
    unread_count,
)
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/notifications", tags=["notifications"], route_class=Door)


class Unread(BaseModel):
    """How many notifications are unread; 100 stands for more than 99."""

    unread: int


class Wish(BaseModel):
    """Whether a kind should come through a channel."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    notice: Notice
    channel: Channel
    is_wanted: bool


@router.get("")
async def list_notifications(
    who: Who,
    unread: Annotated[bool, Query(description="Only those that are unread.")] = False,
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE,
) -> NotificationPage:
    """Your notifications, newest first. Of a lead that you no longer see nothing is said but that it was there."""
    database = get_runtime().database
    return await database.read_async(who, notification_page, unread_only=unread, cursor=cursor, limit=limit)


@router.get("/unread")
async def count_unread(who: Who) -> Unread:
    """How many are unread."""
    return Unread(unread=await get_runtime().database.read_async(who, unread_count))


@router.post("/read", status_code=204)
async def read_all(who: Who) -> Response:
    """Mark all as read."""
    await get_runtime().database.act_async(who, notifications.mark_all_read)
    return Response(status_code=204)


@router.get("/preferences")
async def list_preferences(who: Who) -> list[PreferenceRow]:
    """How each kind reaches you."""
    return await get_runtime().database.read_async(who, preferences)


@router.put("/preferences")
async def choose_preference(who: Who, wish: Wish) -> list[PreferenceRow]:
    """Say whether a kind should come through a channel."""
    database = get_runtime().database
    await database.act_async(who, notifications.prefer, wish.notice, wish.channel, wish.is_wanted)
    return await database.read_async(who, preferences)


@router.post("/{notification_id}/read", status_code=204)
async def read_one(who: Who, notification_id: UUID) -> Response:
    """Mark one as read; harmless when repeated."""
    await get_runtime().database.act_async(who, notifications.mark_read, notification_id)
    return Response(status_code=204)

"""Sales News over REST: read, comment, react. Items are written on the page, where their editor is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from leadx_app.api.door import Door, Who
from leadx_app.domain.news import talk
from leadx_app.domain.news.draft import CommentDraft
from leadx_app.models import Reaction
from leadx_app.queries.news import (
    COMMENTS,
    MAX_COMMENTS,
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    CommentRow,
    NewsPage,
    NewsRow,
    comments_of,
    news_item,
    news_page,
)
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/news", tags=["news"], route_class=Door)


@router.get("")
async def list_news(
    who: Who,
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE,
) -> NewsPage:
    """News that is for you, pinned first, then the newest. `html` holds a few plain tags only."""
    return await get_runtime().database.read_async(who, news_page, cursor, limit)


@router.get("/{news_id}")
async def read_news(who: Who, news_id: UUID) -> NewsRow:
    """One item; its picture is at `/files/{picture_id}`."""
    return await get_runtime().database.read_async(who, news_item, news_id)


@router.get("/{news_id}/comments")
async def list_comments(
    who: Who, news_id: UUID, limit: Annotated[int, Query(ge=1, le=MAX_COMMENTS)] = COMMENTS
) -> list[CommentRow]:
    """The newest comments, the oldest of them first."""
    return await get_runtime().database.read_async(who, comments_of, news_id, limit)


@router.post("/{news_id}/comments", status_code=201)
async def add_comment(who: Who, news_id: UUID, draft: CommentDraft) -> CommentRow:
    """Write a comment."""
    database = get_runtime().database
    comment_id = await database.act_async(who, talk.comment, news_id, draft)
    return next(row for row in await database.read_async(who, comments_of, news_id) if row.id == comment_id)


@router.delete("/comments/{comment_id}", status_code=204)
async def remove_comment(who: Who, comment_id: UUID) -> None:
    """Take an own comment back; Managers may take any away from their organization's news."""
    await get_runtime().database.act_async(who, talk.remove_comment, comment_id)


@router.put("/{news_id}/reactions/{reaction}", status_code=204)
async def react(who: Who, news_id: UUID, reaction: Reaction) -> None:
    """Set a reaction."""
    await get_runtime().database.act_async(who, talk.react, news_id, reaction, True)


@router.delete("/{news_id}/reactions/{reaction}", status_code=204)
async def take_reaction_back(who: Who, news_id: UUID, reaction: Reaction) -> None:
    """Take a reaction back."""
    await get_runtime().database.act_async(who, talk.react, news_id, reaction, False)

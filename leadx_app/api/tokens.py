"""Everybody's API tokens over REST, for Admins."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from leadx_app.api.door import Door, Who
from leadx_app.domain.tokens import revoke
from leadx_app.queries.tokens import MAX_PAGE_SIZE, PAGE_SIZE, TokenPage, token_page
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/tokens", tags=["tokens"], route_class=Door)


@router.get("")
async def list_tokens(
    who: Who,
    show: Annotated[Literal["live", "all"], Query(description="Those that work, or all.")] = "live",
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE,
) -> TokenPage:
    """The tokens of people of your organizations, newest first; never their secrets."""
    return await get_runtime().database.read_async(who, token_page, show, cursor, limit)


@router.delete("/{token_id}", status_code=204)
async def revoke_token(who: Who, token_id: UUID) -> None:
    """End somebody's token at once; harmless when repeated."""
    await get_runtime().database.act_async(who, revoke, token_id)

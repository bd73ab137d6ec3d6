"""Support over REST: tickets, what is said on them, and the knowledge base."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from leadx_app.api.door import Door, Who
from leadx_app.domain.support import articles, tickets
from leadx_app.domain.support.draft import ArticleDraft, ArticleEdit, ReplyDraft, TicketDraft
from leadx_app.models import Severity, TicketKind, TicketStatus
from leadx_app.queries.articles import MAX_PAGE_SIZE as MOST_ARTICLES
from leadx_app.queries.articles import PAGE_SIZE as ARTICLES
from leadx_app.queries.articles import (
    ArticleDetail,
    ArticleLine,
    ArticlePage,
    article_detail,
    article_page,
    suggested_articles,
)
from leadx_app.queries.support import (
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    SupportFigures,
    TicketDetail,
    TicketFilter,
    TicketPage,
    TicketsShown,
    support_figures,
    ticket_detail,
    ticket_page,
)
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1", tags=["support"], route_class=Door)

Cursor = Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")]
Words = Annotated[str, Query(max_length=200)]


class TicketMoveDraft(BaseModel):
    """Where a ticket should go by its flow."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: TicketStatus


class TicketJudgement(BaseModel):
    """What a ticket is, and how bad."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: TicketKind
    severity: Severity


@router.get("/tickets")
async def list_tickets(
    who: Who,
    shown: TicketsShown = TicketsShown.OPEN,
    severity: Severity | None = None,
    mine: bool = False,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE,
) -> TicketPage:
    """Your tickets, for Admins everybody's: what is overdue first."""
    wanted = TicketFilter(shown, severity, mine)
    return await get_runtime().database.read_async(who, ticket_page, wanted, cursor, limit)


@router.post("/tickets", status_code=201)
async def raise_ticket(who: Who, draft: TicketDraft) -> TicketDetail:
    """Ask support for something; `file_ids` are files that were sent before."""
    database = get_runtime().database
    ticket_id = await database.act_async(who, tickets.raise_ticket, draft)
    return await database.read_async(who, ticket_detail, ticket_id)


@router.get("/tickets/figures")
async def read_figures(who: Who) -> SupportFigures:
    """Open tickets by severity, overdue ones, and how many of those resolved in the last 90 days were in time."""
    return await get_runtime().database.read_async(who, support_figures)


@router.get("/tickets/{ticket_id}")
async def read_ticket(who: Who, ticket_id: UUID) -> TicketDetail:
    """One ticket with everything that was said on it; files are at `/files/{id}`."""
    return await get_runtime().database.read_async(who, ticket_detail, ticket_id)


@router.post("/tickets/{ticket_id}/replies", status_code=201)
async def reply(who: Who, ticket_id: UUID, draft: ReplyDraft) -> TicketDetail:
    """Write on a ticket."""
    database = get_runtime().database
    await database.act_async(who, tickets.reply, ticket_id, draft)
    return await database.read_async(who, ticket_detail, ticket_id)


@router.post("/tickets/{ticket_id}/moves")
async def move(who: Who, ticket_id: UUID, draft: TicketMoveDraft) -> TicketDetail:
    """Move a ticket on, to one of its `moves`."""
    database = get_runtime().database
    await database.act_async(who, tickets.move, ticket_id, draft.to)
    return await database.read_async(who, ticket_detail, ticket_id)


@router.put("/tickets/{ticket_id}/judgement")
async def judge(who: Who, ticket_id: UUID, draft: TicketJudgement) -> TicketDetail:
    """Say what a ticket is and how bad, as an Admin."""
    database = get_runtime().database
    await database.act_async(who, tickets.judge, ticket_id, draft.kind, draft.severity)
    return await database.read_async(who, ticket_detail, ticket_id)


@router.put("/tickets/{ticket_id}/assignee", status_code=204)
async def take(who: Who, ticket_id: UUID) -> None:
    """Become the Admin who works a ticket."""
    await get_runtime().database.act_async(who, tickets.take, ticket_id)


@router.get("/articles")
async def list_articles(
    who: Who,
    search: Words = "",
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ARTICLES)] = ARTICLES,
) -> ArticlePage:
    """Articles that hold all words, in your language first."""
    return await get_runtime().database.read_async(who, article_page, search, cursor, limit)


@router.get("/articles/suggested")
async def suggest_articles(who: Who, text: Words) -> list[ArticleLine]:
    """What may answer a ticket of these words, at most 3."""
    return await get_runtime().database.read_async(who, suggested_articles, text)


@router.post("/articles", status_code=201)
async def write_article(who: Who, draft: ArticleDraft) -> ArticleDetail:
    """Add an article, as an Admin; of its HTML a few plain tags are kept."""
    database = get_runtime().database
    article_id = await database.act_async(who, articles.write_article, draft)
    return await database.read_async(who, article_detail, article_id)


@router.get("/articles/{article_id}")
async def read_article(who: Who, article_id: UUID) -> ArticleDetail:
    """One article."""
    return await get_runtime().database.read_async(who, article_detail, article_id)


@router.put("/articles/{article_id}")
async def edit_article(who: Who, article_id: UUID, edit: ArticleEdit) -> ArticleDetail:
    """Change an article on top of the version that you read."""
    database = get_runtime().database
    await database.act_async(who, articles.edit_article, article_id, edit)
    return await database.read_async(who, article_detail, article_id)


@router.delete("/articles/{article_id}", status_code=204)
async def remove_article(who: Who, article_id: UUID) -> None:
    """Take an article away; it can be restored."""
    await get_runtime().database.act_async(who, articles.remove_article, article_id)


@router.post("/articles/{article_id}/restore", status_code=204)
async def restore_article(who: Who, article_id: UUID) -> None:
    """Undo the removal of an article."""
    await get_runtime().database.act_async(who, articles.restore_article, article_id)

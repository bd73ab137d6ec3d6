"""The Sales Feed over REST."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlmodel import Session

from leadx_app import i18n
from leadx_app.api.door import Door, Who
from leadx_app.domain.event_kinds import FeedKind
from leadx_app.domain.feed import FEED_KINDS
from leadx_app.domain.permissions import Actor
from leadx_app.queries.feed import MAX_PAGE_SIZE, PAGE_SIZE, FeedEntry, feed_page, sentence_values
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/feed", tags=["feed"], route_class=Door)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry. `lead_id` is null where you do not see the lead; `undone` says that it was taken back since."""

    id: UUID
    kind: FeedKind
    occurred_at: datetime
    organization_id: UUID
    organization: str
    actor: str
    sentence: str
    lead_id: UUID | None
    title: str
    undone: bool


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """Entries, newest first; `next_cursor` is null at the end."""

    entries: list[FeedItem]
    next_cursor: str | None


@router.get("")
async def read_feed(
    who: Who,
    kind: Annotated[FeedKind | None, Query(description="Only entries of this kind.")] = None,
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE)] = PAGE_SIZE,
) -> FeedAnswer:
    """What happened in your organizations, newest first, with sentences in your language."""
    return await get_runtime().database.read_async(who, _answer, kind, cursor, limit)


def _answer(session: Session, actor: Actor, kind: FeedKind | None, cursor: str | None, limit: int) -> FeedAnswer:
    page = feed_page(session, actor, kind, cursor, limit)
    return FeedAnswer([_item(entry, actor.language) for entry in page.entries], page.next_cursor)


def _item(entry: FeedEntry, language: str) -> FeedItem:
    return FeedItem(
        id=entry.id,
        kind=entry.feed,
        occurred_at=entry.occurred_at,
        organization_id=entry.organization_id,
        organization=entry.organization,
        actor=entry.actor,
        sentence=i18n.say(language, FEED_KINDS[entry.kind].text, **sentence_values(entry, language)),
        lead_id=entry.lead_id if entry.may_open else None,
        title=entry.title,
        undone=entry.undone,
    )

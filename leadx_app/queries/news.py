"""Sales News as people read it: the list, one item, comments, and what is the reader's own (product.md section 7)."""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.find import find_news
from leadx_app.domain.news import rules
from leadx_app.domain.news.talk import may_remove_comment
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import Condition, sees_news
from leadx_app.models import (
    File,
    News,
    NewsComment,
    NewsOrganization,
    NewsReaction,
    NewsRead,
    NewsRole,
    Organization,
    Reaction,
    Role,
    User,
)

PAGE_SIZE = 10
MAX_PAGE_SIZE = 100
COMMENTS = 50
MAX_COMMENTS = 500

UNREAD, READERS = "unread", "readers"
ORGANIZATION, ROLE = "organization", "role"


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One item, the same for everybody of an audience.

    Attributes:
        html: sanitized when it was written.
        status: "draft", "scheduled", "expired" for those who write it; "" for what readers see.
        picture_id: the file of its picture.
        reactions: how many of each kind, those with none left out.
        organization_ids, roles: who was chosen, sorted; empty for everybody, and for those who do not write it.
    """

    id: UUID
    organization_id: UUID
    organization: str
    author_id: UUID
    author: str
    title: str
    html: str
    is_pinned: bool
    status: str
    publish_at: datetime
    expires_at: datetime | None
    updated_at: datetime
    version: int
    picture_id: UUID | None
    comments: int
    may_edit: bool
    reactions: dict[Reaction, int] = field(default_factory=dict)
    organization_ids: tuple[UUID, ...] = ()
    roles: tuple[Role, ...] = ()
    author_photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewsPage:
    """Items in order: pinned first, then the newest. `next_cursor` is None on the last page."""

    rows: list[NewsRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class NewsMine:
    """What is the actor's own: their reactions, what they have not read, and of their own items how many people did."""

    reactions: dict[UUID, set[Reaction]] = field(default_factory=dict)
    unread: set[UUID] = field(default_factory=set)
    readers: dict[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment under an item."""

    id: UUID
    news_id: UUID
    author_id: UUID
    author: str
    text: str
    created_at: datetime
    may_remove: bool
    author_photo_id: UUID | None = None


def news_page(
    session: Session, actor: Actor, cursor: str | None = None, limit: int = PAGE_SIZE, *, now: datetime
) -> NewsPage:
    """Items that the actor sees, from the cursor on; needs no person, so that an audience shares it.

    Raises:
        NotPermitted: a role that reads no news.
        Invalid: on `cursor`, when it was not made here.
    """
    actor.require(Permission.NEWS_READ)
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    rows = _rows(session, actor, _beyond(cursor), limit + 1, now)
    more = len(rows) > limit
    rows = rows[:limit]
    return NewsPage(rows, _cursor(rows[-1]) if more else None)


def news_item(session: Session, actor: Actor, news_id: UUID, *, now: datetime) -> NewsRow:
    """One item, or NotFound for absent, removed and not visible alike."""
    rows = _rows(session, actor, [News.id == news_id], 1, now)
    if not rows:
        raise NotFound()
    return rows[0]


def news_mine(session: Session, actor: Actor, news_ids: tuple[UUID, ...], *, now: datetime) -> NewsMine:
    """What is the actor's own among these items."""
    reacted = sa.select(NewsReaction.news_id, _text(NewsReaction.reaction), sa.literal(1)).where(
        NewsReaction.user_id == actor.user_id, NewsReaction.news_id.in_(news_ids)
    )
    had = sa.select(NewsRead.news_id).where(NewsRead.user_id == actor.user_id)
    unread = sa.select(News.id, sa.literal(UNREAD), sa.literal(1)).where(
        News.id.in_(news_ids), News.author_id != actor.user_id, News.id.not_in(had), sees_news(actor, now)
    )
    readers = (
        sa.select(NewsRead.news_id, sa.literal(READERS), sa.func.count())
        .join(News, News.id == NewsRead.news_id)
        .where(News.id.in_(news_ids), News.author_id == actor.user_id)
        .group_by(NewsRead.news_id)
    )
    mine = NewsMine()
    for news_id, what, count in session.execute(sa.union_all(reacted, unread, readers)):
        if what == READERS:
            mine.readers[news_id] = count
        elif what == UNREAD:
            mine.unread.add(news_id)
        else:
            mine.reactions.setdefault(news_id, set()).add(Reaction(what))
    return mine


def news_comments(
    session: Session, actor: Actor, news_ids: tuple[UUID, ...], limit: int = COMMENTS, *, now: datetime
) -> list[CommentRow]:
    """The newest comments of each of these items, the oldest of them first."""
    place = sa.func.row_number().over(
        partition_by=NewsComment.news_id, order_by=(NewsComment.created_at.desc(), NewsComment.id.desc())
    )
    seen = sa.select(News.id).where(News.id.in_(news_ids), sees_news(actor, now))
    placed = (
        sa.select(NewsComment.id, place.label("place"))
        .where(NewsComment.news_id.in_(seen), NewsComment.deleted_at.is_(None))
        .subquery()
    )
    query = (
        sa.select(NewsComment, User.name, User.photo_id)
        .join(placed, placed.c.id == NewsComment.id)
        .join(User, User.id == NewsComment.author_id)
        .where(placed.c.place <= max(1, min(limit, MAX_COMMENTS)))
        .order_by(NewsComment.created_at, NewsComment.id)
    )
    return [
        CommentRow(
            row.id,
            row.news_id,
            row.author_id,
            author,
            row.text,
            row.created_at,
            may_remove_comment(actor, row.author_id, row.organization_id),
            photo_id,
        )
        for row, author, photo_id in session.execute(query)
    ]


def comments_of(
    session: Session, actor: Actor, news_id: UUID, limit: int = COMMENTS, *, now: datetime
) -> list[CommentRow]:
    """`news_comments` of one item; NotFound for one that the actor does not see."""
    find_news(session, actor, news_id, now=now)
    return news_comments(session, actor, (news_id,), limit, now=now)


def _rows(session: Session, actor: Actor, where: list[Condition], limit: int, now: datetime) -> list[NewsRow]:
    comments = (
        sa.select(sa.func.count())
        .where(NewsComment.news_id == News.id, NewsComment.deleted_at.is_(None))
        .scalar_subquery()
    )
    picture = sa.select(File.id).where(File.news_id == News.id, File.deleted_at.is_(None)).limit(1).scalar_subquery()
    query = (
        sa.select(News, User.name, User.photo_id, Organization.name, comments, picture)
        .join(User, User.id == News.author_id)
        .join(Organization, Organization.id == News.organization_id)
        .where(sees_news(actor, now), *where)
        .order_by(News.is_pinned.desc(), News.publish_at.desc(), News.id.desc())
        .limit(limit)
    )
    found = session.execute(query).all()
    ids = [row[0].id for row in found]
    reactions = _reactions(session, ids)
    written = [row[0].id for row in found if rules.may_edit(actor, row[0].organization_id)]
    chosen = _chosen(session, written)
    nobody: tuple[tuple[UUID, ...], tuple[Role, ...]] = ((), ())
    return [_row(actor, *(*row, now, reactions.get(row[0].id, {}), *chosen.get(row[0].id, nobody))) for row in found]


def _row(
    actor: Actor,
    news: News,
    author: str,
    author_photo_id: UUID | None,
    organization: str,
    comments: int,
    picture_id: UUID | None,
    now: datetime,
    reactions: dict[Reaction, int],
    organization_ids: tuple[UUID, ...],
    roles: tuple[Role, ...],
) -> NewsRow:
    return NewsRow(
        id=news.id,
        organization_id=news.organization_id,
        organization=organization,
        author_id=news.author_id,
        author=author,
        title=news.title,
        html=news.html,
        is_pinned=news.is_pinned,
        status=rules.status(news.is_draft, news.publish_at, news.expires_at, now),
        publish_at=news.publish_at,
        expires_at=news.expires_at,
        updated_at=news.updated_at,
        version=news.version,
        picture_id=picture_id,
        comments=comments,
        may_edit=rules.may_edit(actor, news.organization_id),
        reactions=reactions,
        organization_ids=organization_ids,
        roles=roles,
        author_photo_id=author_photo_id,
    )


def _reactions(session: Session, ids: list[UUID]) -> dict[UUID, dict[Reaction, int]]:
    query = (
        sa.select(NewsReaction.news_id, NewsReaction.reaction, sa.func.count())
        .where(NewsReaction.news_id.in_(ids))
        .group_by(NewsReaction.news_id, NewsReaction.reaction)
    )
    found: dict[UUID, dict[Reaction, int]] = {}
    for news_id, reaction, count in session.execute(query) if ids else ():
        found.setdefault(news_id, {})[reaction] = count
    return found


def _chosen(session: Session, ids: list[UUID]) -> dict[UUID, tuple[tuple[UUID, ...], tuple[Role, ...]]]:
    """The organizations and the roles that were chosen for each item, sorted."""
    if not ids:
        return {}
    organizations = sa.select(
        NewsOrganization.news_id, sa.literal(ORGANIZATION), _text(NewsOrganization.addressed_id)
    ).where(NewsOrganization.news_id.in_(ids))
    roles = sa.select(NewsRole.news_id, sa.literal(ROLE), _text(NewsRole.role)).where(NewsRole.news_id.in_(ids))
    found: dict[UUID, tuple[list[UUID], list[Role]]] = {}
    for news_id, what, value in session.execute(sa.union_all(organizations, roles)):
        those, these = found.setdefault(news_id, ([], []))
        if what == ORGANIZATION:
            those.append(UUID(value))
        else:
            these.append(Role(value))
    return {news_id: (tuple(sorted(those)), tuple(sorted(these))) for news_id, (those, these) in found.items()}


def _text(column: Any) -> sa.ColumnElement[str]:
    """A column's value as text, so that different ones can stand in one list."""
    return sa.cast(sa.type_coerce(column, sa.String) if isinstance(column.type, sa.Enum) else column, sa.String)


def _cursor(row: NewsRow) -> str:
    place = [row.is_pinned, row.publish_at.isoformat(), str(row.id)]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[Condition]:
    """What lies behind the cursor."""
    if not cursor:
        return []
    try:
        is_pinned, moment, news_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        publish_at, last = datetime.fromisoformat(moment).astimezone(UTC), UUID(news_id)
        if not isinstance(is_pinned, bool):
            raise TypeError
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    older = sa.or_(News.publish_at < publish_at, sa.and_(News.publish_at == publish_at, News.id < last))
    if is_pinned:
        return [sa.or_(News.is_pinned.is_(False), older)]
    return [sa.and_(News.is_pinned.is_(False), older)]

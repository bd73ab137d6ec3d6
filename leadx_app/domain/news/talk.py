"""What readers do with news: comment, react, read (product.md section 7)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import NotFound, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce, record_about
from leadx_app.domain.find import find_news
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import sees_news
from leadx_app.models import News, NewsComment, NewsReaction, NewsRead, Reaction

from . import audience, rules
from .draft import CommentDraft


def comment(session: Session, actor: Actor, news_id: UUID, draft: CommentDraft, *, now: datetime) -> UUID:
    """Write a comment under an item that the actor sees; its author is told."""
    news = find_news(session, actor, news_id, now=now)
    row = NewsComment(**_of(news), author_id=actor.user_id, text=draft.text, created_at=now)
    session.add(row)
    record_about(
        session,
        actor,
        EventKind.NEWS_COMMENTED,
        news.organization_id,
        now=now,
        payload={"news_id": str(news.id), "title": news.title, "comment_id": str(row.id)},
        told={news.author_id},
        shown_in=audience.organizations_of(session, news),
    )
    return row.id


def remove_comment(session: Session, actor: Actor, comment_id: UUID, *, now: datetime) -> None:
    """Take back an own comment, or as a Manager any comment under the organization's news; twice is harmless."""
    row = session.exec(
        select(NewsComment)
        .join(News, News.id == NewsComment.news_id)
        .where(NewsComment.id == comment_id, sees_news(actor, now))
    ).first()
    if row is None:
        raise NotFound()
    if not may_remove_comment(actor, row.author_id, row.organization_id):
        raise NotPermitted("Only who wrote a comment takes it back.")
    if row.deleted_at is None:
        row.deleted_at = now
        session.add(row)
        _show(session, actor, find_news(session, actor, row.news_id, now=now))


def may_remove_comment(actor: Actor, author_id: UUID, organization_id: UUID) -> bool:
    """Whether the actor may take this comment away."""
    return author_id == actor.user_id or rules.may_edit(actor, organization_id)


def react(session: Session, actor: Actor, news_id: UUID, reaction: Reaction, wanted: bool, *, now: datetime) -> None:
    """Set a reaction of the actor's, or take it back; as it is already is harmless."""
    news = find_news(session, actor, news_id, now=now)
    mine = sa.and_(
        NewsReaction.news_id == news.id, NewsReaction.user_id == actor.user_id, NewsReaction.reaction == reaction
    )
    is_set = session.exec(select(NewsReaction.id).where(mine)).first() is not None
    if is_set == wanted:
        return
    if wanted:
        session.add(NewsReaction(**_of(news), user_id=actor.user_id, reaction=reaction, created_at=now))
        session.flush()
    else:
        session.connection().execute(sa.delete(NewsReaction).where(mine))
    _show(session, actor, news)


def mark_read(session: Session, actor: Actor, news_ids: Iterable[UUID], *, now: datetime) -> None:
    """Note that the actor had these items before their eyes; the first time counts, and own items do not."""
    wanted = set(news_ids)
    had = select(NewsRead.news_id).where(NewsRead.user_id == actor.user_id, NewsRead.news_id.in_(wanted))
    found = session.exec(
        select(News).where(News.id.in_(wanted), News.id.not_in(had), sees_news(actor, now)).order_by(News.id)
    ).all()
    new = [news for news in found if news.author_id != actor.user_id and rules.is_shown(news, now)]
    session.add_all(NewsRead(**_of(news), user_id=actor.user_id, read_at=now) for news in new)
    session.flush()
    authors = frozenset(news.author_id for news in new)
    if authors:
        message = Message(actor.tenant_id, frozenset(), None, authors, EventKind.NEWS_CHANGED, actor.user_id)
        announce(session, message)


def _of(news: News) -> dict[str, UUID]:
    return {"tenant_id": news.tenant_id, "organization_id": news.organization_id, "news_id": news.id}


def _show(session: Session, actor: Actor, news: News) -> None:
    """Let the open pages of the item's readers change; a word or a click less needs no event."""
    where = audience.organizations_of(session, news) | {news.organization_id}
    announce(session, Message(news.tenant_id, where, None, None, EventKind.NEWS_CHANGED, actor.user_id))

"""The knowledge base: Admins write answers down for their people and their children's."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid, Stale
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce, note
from leadx_app.domain.find import find_own_article
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.rich_text import plain_text
from leadx_app.domain.text import fold
from leadx_app.models import Article, User, new_id

from .draft import ArticleDraft, ArticleEdit


def write_article(session: Session, actor: Actor, draft: ArticleDraft, *, now: datetime) -> UUID:
    """Add an article; the same `draft_id` again is harmless and returns the one that was made."""
    actor.require(Permission.ARTICLE_WRITE)
    made = select(Article.id).where(Article.author_id == actor.user_id, Article.draft_id == draft.draft_id)
    if draft.draft_id and (known := session.exec(made).first()):
        return known
    article = Article(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        author_id=actor.user_id,
        language=draft.language,
        title=draft.title,
        html=draft.html,
        search_text=_search_text(draft.title, draft.html),
        draft_id=draft.draft_id,
        updated_by_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    session.add(article)
    session.flush()
    _tell(session, actor, article, EventKind.ARTICLE_WRITTEN, now=now)
    return article.id


def edit_article(session: Session, actor: Actor, article_id: UUID, edit: ArticleEdit, *, now: datetime) -> None:
    """Change an article; as it is already is harmless.

    Raises:
        Conflict: somebody changed it since `edit.version`.
    """
    article = find_own_article(session, actor, article_id)
    wanted = {"language": edit.language, "title": edit.title, "html": edit.html}
    if all(getattr(article, name) == value for name, value in wanted.items()):
        return
    if edit.version != article.version:
        if not 0 < edit.version < article.version:
            raise Invalid("This value cannot be used.", field="version")
        by = session.get_one(User, article.updated_by_id).name
        raise Conflict("{name} changed this article while you were editing. Load it again to see how.", name=by)
    text = _search_text(edit.title, edit.html)
    _write(session, article, **wanted, search_text=text, updated_by_id=actor.user_id, updated_at=now)
    _tell(session, actor, article, EventKind.ARTICLE_CHANGED, now=now)


def remove_article(session: Session, actor: Actor, article_id: UUID, *, now: datetime) -> None:
    """Take an article away; it can be restored."""
    article = find_own_article(session, actor, article_id)
    _write(session, article, deleted_at=now)
    _tell(session, actor, article, EventKind.ARTICLE_REMOVED, now=now)


def restore_article(session: Session, actor: Actor, article_id: UUID, *, now: datetime) -> None:
    """Take a removal back; harmless when it is there."""
    article = find_own_article(session, actor, article_id, removed=True)
    if article.deleted_at is not None:
        _write(session, article, deleted_at=None)
        _tell(session, actor, article, EventKind.ARTICLE_RESTORED, now=now)


def may_write_article(actor: Actor, organization_id: UUID) -> bool:
    """Whether the actor writes the articles of this organization: its own Admins do."""
    return actor.may(Permission.ARTICLE_WRITE) and organization_id == actor.organization_id


def _write(session: Session, article: Article, **values: Any) -> None:
    """Write on top of what was read; Stale when somebody wrote first."""
    values |= {"version": article.version + 1}
    mine = sa.update(Article).where(Article.id == article.id, Article.version == article.version)
    if session.connection().execute(mine.values(values)).rowcount != 1:
        raise Stale()
    for name, value in values.items():
        set_committed_value(article, name, value)


def _tell(session: Session, actor: Actor, article: Article, kind: EventKind, *, now: datetime) -> None:
    """Write down what happened, and let every page of the tenant that shows articles know."""
    note(session, actor, kind, now=now, payload={"article_id": str(article.id), "title": article.title})
    announce(session, Message(article.tenant_id, None, None, None, kind, actor.user_id))


def _search_text(title: str, html: str) -> str:
    return fold(f"{title} {plain_text(html)}")

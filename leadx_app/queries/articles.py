"""The knowledge base as people read it: lists, one article, and what may answer a ticket that is being typed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.rich_text import plain_text
from leadx_app.domain.scope import Condition, sees_article
from leadx_app.domain.support.articles import may_write_article
from leadx_app.domain.text import words_of
from leadx_app.models import Article, Organization, User
from leadx_app.queries.full_text import Of, Sought, found, holds_signs, of_these, sought

PAGE_SIZE = 30
MAX_PAGE_SIZE = 100
EXCERPT_LENGTH = 180
SUGGESTED = 3
LOOKED_AT = 50
SHORTEST_WORD, STEM = 4, 6
"""Words of fewer letters say nothing; the first six letters stand for a word with its endings, in both languages."""


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a list, with the beginning of its text."""

    id: UUID
    title: str
    language: str
    excerpt: str
    organization: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Articles in the actor's language first, then the others, each the newest first."""

    rows: list[ArticleLine]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class ArticleDetail:
    """An article; `html` was sanitized when it was written."""

    id: UUID
    title: str
    language: str
    html: str
    organization: str
    author: str
    version: int
    created_at: datetime
    updated_at: datetime
    may_write: bool


def article_page(
    session: Session,
    actor: Actor,
    search: str = "",
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> ArticlePage:
    """Articles that hold all words of the search.

    Raises:
        Invalid: on `cursor` or `search`, when it cannot be read.
    """
    actor.require(Permission.SUPPORT_USE)
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    other = sa.case((Article.language == actor.language, 0), else_=1)
    look = sought(search)
    where = [sees_article(actor), *_beyond(cursor, other)]
    where = [of_these(one) for one in where] if look.words else where
    where += holds_signs(look, Article.search_text)
    if look.words:
        where.append(Article.id.in_(found(session, actor, look, (Of.ARTICLE,))))
    query = (
        sa.select(
            Article.id,
            Article.title,
            Article.language,
            sa.func.substr(Article.html, 1, 4 * EXCERPT_LENGTH),
            Organization.name,
            Article.updated_at,
            other,
        )
        .join(Organization, Organization.id == Article.organization_id)
        .where(*where)
        .order_by(other, Article.id.desc())
        .limit(limit + 1)
    )
    rows = session.execute(query).all()
    lines = [
        ArticleLine(one, title, language, _excerpt(html), organization, updated_at)
        for one, title, language, html, organization, updated_at, _ in rows[:limit]
    ]
    return ArticlePage(lines, f"{rows[limit - 1][6]}~{rows[limit - 1][0]}" if len(rows) > limit else None)


def article_detail(session: Session, actor: Actor, article_id: UUID) -> ArticleDetail:
    """One article, or NotFound for absent, removed and not visible alike."""
    actor.require(Permission.SUPPORT_USE)
    query = (
        sa.select(Article, Organization.name, User.name)
        .join(Organization, Organization.id == Article.organization_id)
        .join(User, User.id == Article.author_id)
        .where(Article.id == article_id, sees_article(actor))
    )
    found_one = session.execute(query).first()
    if found_one is None:
        raise NotFound()
    article, organization, author = found_one
    return ArticleDetail(
        id=article.id,
        title=article.title,
        language=article.language,
        html=article.html,
        organization=organization,
        author=author,
        version=article.version,
        created_at=article.created_at,
        updated_at=article.updated_at,
        may_write=may_write_article(actor, article.organization_id),
    )


def suggested_articles(session: Session, actor: Actor, text: str) -> list[ArticleLine]:
    """The articles that share most with what somebody types, at most 3; titles and the own language count more.

    Words are compared by their beginnings, so that other forms of a word are found too.
    """
    actor.require(Permission.SUPPORT_USE)
    stems = tuple(dict.fromkeys(word[:STEM] for word in sought(text).words if len(word) >= SHORTEST_WORD))
    if not stems:
        return []
    among = found(session, actor, Sought(stems), (Of.ARTICLE,), newest=LOOKED_AT, any_word=True)
    query = (
        sa.select(Article, Organization.name)
        .join(Organization, Organization.id == Article.organization_id)
        .where(Article.id.in_(among), of_these(sees_article(actor)))
        .order_by(Article.id.desc())
        .limit(LOOKED_AT)
    )
    fits = [(_fit(one, stems, actor.language), one, where) for one, where in session.execute(query)]
    best = sorted((row for row in fits if row[0] >= 1), key=lambda row: -row[0])
    return [
        ArticleLine(one.id, one.title, one.language, _excerpt(one.html[: 4 * EXCERPT_LENGTH]), where, one.updated_at)
        for _, one, where in best[:SUGGESTED]
    ]


def _fit(article: Article, stems: tuple[str, ...], language: str) -> float:
    """How much of what was typed the article speaks of."""
    in_title = article.title.casefold()
    words = words_of(article.search_text)
    held = sum(1 for stem in stems if any(word.startswith(stem) for word in words))
    return held + sum(1 for stem in stems if stem in in_title) + (0.5 if article.language == language else 0)


def _excerpt(html: str) -> str:
    """The beginning of the text of an HTML that may be cut anywhere."""
    whole = html if html.rfind("<") < html.rfind(">") else html[: html.rfind("<")] if "<" in html else html
    text = " ".join(plain_text(whole).split())
    return text if len(text) <= EXCERPT_LENGTH else f"{text[: EXCERPT_LENGTH - 1].rstrip()}…"


def _beyond(cursor: str | None, other: sa.ColumnElement[int]) -> list[Condition]:
    """What comes after the cursor's row."""
    if not cursor:
        return []
    rank, _, last = cursor.partition("~")
    try:
        place, article_id = int(rank[:1]), UUID(last)
    except ValueError:
        raise Invalid("Start again from the first page.", field="cursor") from None
    return [sa.or_(other > place, sa.and_(other == place, Article.id < article_id))]

"""Write, remove, restore and pin news, and what the clock does to them (product.md section 7)."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, select

from leadx_app.domain import files
from leadx_app.domain.errors import EditConflict, Invalid, Stale
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce, record_about
from leadx_app.domain.find import find_own_news
from leadx_app.domain.permissions import GRANTS, Actor, Permission
from leadx_app.domain.rich_text import plain_text
from leadx_app.domain.text import fold
from leadx_app.models import News, User, new_id

from . import audience, rules
from .draft import NewsDraft, NewsEdit

PLAIN = ("title", "html", "is_pinned", "is_draft", "publish_at", "expires_at")


def publish(session: Session, actor: Actor, draft: NewsDraft, *, now: datetime) -> UUID:
    """Make an item for the actor's organization: shown at once, at its time, or kept as a draft.

    The same `draft_id` again is harmless and returns the item that was made.
    """
    actor.require(Permission.NEWS_WRITE)
    if draft.draft_id and (made := _made_before(session, actor, draft.draft_id)):
        return made
    audience.check_organizations(actor, draft.organization_ids)
    publish_at = max(draft.publish_at or now, now)
    _check_times(publish_at, draft.expires_at, now)
    news = News(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        author_id=actor.user_id,
        title=draft.title,
        html=draft.html,
        search_text=_search_text(draft.title, draft.html),
        is_pinned=draft.is_pinned,
        is_draft=draft.is_draft,
        is_for_some=bool(draft.organization_ids),
        is_for_roles=bool(draft.roles),
        publish_at=publish_at,
        expires_at=draft.expires_at,
        draft_id=draft.draft_id,
        updated_by_id=actor.user_id,
        created_at=now,
        updated_at=now,
    )
    news.due_at = rules.next_turn(news, now)
    session.add(news)
    session.flush()
    audience.address(session, news, draft.organization_ids, draft.roles)
    files.attach_picture(session, actor, news.id, draft.picture_id, now=now)
    _tell(session, actor, news, EventKind.NEWS_CHANGED, now=now)
    return news.id


def edit(session: Session, actor: Actor, news_id: UUID, changes: NewsEdit, *, now: datetime) -> int:
    """Save the fields that were set; returns the item's new version.

    Raises:
        EditConflict: with the values that stand now, for fields that somebody else changed since `changes.version` to
            something else than what is wanted; nothing is written then.
    """
    news = find_own_news(session, actor, news_id)
    before, shown_in = snapshot(session, news), audience.organizations_of(session, news)
    after = before | changes.wanted()
    after["publish_at"] = _publish_at(news, before, after["publish_at"], now)
    changed = {name for name in after if before[name] != after[name]}
    _check_conflict(session, news, changes.version, changed, before)
    if not changed:
        return news.version
    if "organization_ids" in changed:
        audience.check_organizations(actor, after["organization_ids"])
    if changed & {"publish_at", "expires_at"}:
        _check_times(after["publish_at"], after["expires_at"], None if "expires_at" not in changed else now)
    _save(session, actor, news, after, changed, now)
    _tell(session, actor, news, EventKind.NEWS_CHANGED, now=now, also=shown_in)
    return news.version


def pin(session: Session, actor: Actor, news_id: UUID, is_pinned: bool, *, now: datetime) -> None:
    """Keep the item on top of the list, or let it go its way; as it is already is harmless."""
    news = find_own_news(session, actor, news_id)
    if news.is_pinned != is_pinned:
        _save(session, actor, news, snapshot(session, news) | {"is_pinned": is_pinned}, {"is_pinned"}, now)
        _tell(session, actor, news, EventKind.NEWS_CHANGED, now=now)


def remove(session: Session, actor: Actor, news_id: UUID, *, now: datetime) -> None:
    """Take the item away from everybody; it can be restored."""
    news = find_own_news(session, actor, news_id)
    _write(session, news, deleted_at=now, due_at=None)
    _tell(session, actor, news, EventKind.NEWS_REMOVED, now=now)


def restore(session: Session, actor: Actor, news_id: UUID, *, now: datetime) -> None:
    """Undo the removal of an item; one that was not removed stays as it is."""
    news = find_own_news(session, actor, news_id, removed=True)
    if news.deleted_at is not None:
        _write(session, news, deleted_at=None)
        _write(session, news, due_at=rules.next_turn(news, now))
        _tell(session, actor, news, EventKind.NEWS_RESTORED, now=now)


def snapshot(session: Session, news: News) -> dict[str, Any]:
    """The item's fields by the names of `NewsEdit`."""
    return {
        **{name: getattr(news, name) for name in PLAIN},
        "picture_id": files.picture_of(session, news.id),
        "organization_ids": audience.chosen_organizations(session, news),
        "roles": audience.chosen_roles(session, news),
    }


# What the clock does.


def due_news(session: Session, *, now: datetime) -> list[UUID]:
    """Items of all tenants whose time to be shown or hidden has come, the longest due first."""
    query = select(News.id).where(News.due_at <= now).order_by(News.due_at, News.id).limit(100)
    return list(session.exec(query))


def take_turn(session: Session, news_id: UUID, *, now: datetime) -> bool:
    """Tell readers that the item came or went by the clock; False when somebody else did it before."""
    news = session.get(News, news_id)
    if news is None or news.due_at is None or news.due_at > now:
        return False
    claim = sa.update(News).where(News.id == news.id, News.due_at == news.due_at)
    if session.connection().execute(claim.values(due_at=rules.next_turn(news, now))).rowcount != 1:
        return False
    if rules.is_shown(news, now):
        _tell(session, _as_author(session, news), news, EventKind.NEWS_CHANGED, now=now)
    else:
        where = audience.organizations_of(session, news) | {news.organization_id}
        announce(session, Message(news.tenant_id, where, None, None, EventKind.NEWS_CHANGED))
    return True


def _as_author(session: Session, news: News) -> Actor:
    """The author, in whose name the clock publishes."""
    author = session.get_one(User, news.author_id)
    role = min(GRANTS[Permission.NEWS_WRITE])
    return Actor(author.id, news.tenant_id, news.organization_id, role, author.name, author.language, author.time_zone)


# Behind them.


def _made_before(session: Session, actor: Actor, draft_id: UUID) -> UUID | None:
    return session.exec(select(News.id).where(News.author_id == actor.user_id, News.draft_id == draft_id)).first()


def _publish_at(news: News, before: dict[str, Any], wanted: datetime | None, now: datetime) -> datetime:
    """When it is shown: an item that readers saw keeps a time of the past, any other is shown at once."""
    was_out = not before["is_draft"] and before["publish_at"] <= now
    if was_out:
        return wanted or before["publish_at"]
    return max(wanted or now, now)


def _check_times(publish_at: datetime, expires_at: datetime | None, now: datetime | None) -> None:
    if expires_at is None:
        return
    if expires_at <= publish_at:
        raise Invalid("It would be over before it begins.", field="expires_at")
    if now is not None and expires_at <= now:
        raise Invalid("Choose a time to come.", field="expires_at")


def _check_conflict(session: Session, news: News, version: int, changed: set[str], before: dict[str, Any]) -> None:
    if version > news.version or version < 1:
        raise Invalid("This value cannot be used.", field="version")
    theirs = sorted(name for name in changed if news.changed_in.get(name, 1) > version)
    if theirs:
        by = session.get_one(User, news.updated_by_id).name
        raise EditConflict({name: before[name] for name in theirs}, by, news.version)


def _save(session: Session, actor: Actor, news: News, after: dict[str, Any], changed: set[str], now: datetime) -> None:
    version = news.version + 1
    values = {name: after[name] for name in PLAIN}
    _write(
        session,
        news,
        **values,
        search_text=_search_text(after["title"], after["html"]),
        is_for_some=bool(after["organization_ids"]),
        is_for_roles=bool(after["roles"]),
        version=version,
        changed_in=news.changed_in | dict.fromkeys(changed, version),
        updated_by_id=actor.user_id,
        updated_at=now,
    )
    _write(session, news, due_at=rules.next_turn(news, now))
    if changed & {"organization_ids", "roles"}:
        audience.address(session, news, after["organization_ids"], after["roles"])
    if "picture_id" in changed:
        files.attach_picture(session, actor, news.id, after["picture_id"], now=now)


def _write(session: Session, news: News, **values: Any) -> None:
    """Write the values on top of what was read.

    Raises:
        Stale: somebody wrote first; the transaction is run again and the rules are asked again.
    """
    was = news.deleted_at
    same = News.deleted_at.is_(None) if was is None else News.deleted_at == was
    mine = sa.update(News).where(News.id == news.id, News.version == news.version, same)
    if session.connection().execute(mine.values(values)).rowcount != 1:
        raise Stale()
    for name, value in values.items():
        set_committed_value(news, name, value)


def _tell(
    session: Session,
    actor: Actor,
    news: News,
    kind: EventKind,
    *,
    now: datetime,
    also: frozenset[UUID] = frozenset(),
) -> None:
    """Record what happened; the first time that readers have the item before them, they are told of it."""
    told: set[UUID] = set()
    if news.announced_at is None and rules.is_shown(news, now):
        told, kind = audience.readers(session, news), EventKind.NEWS_PUBLISHED
        _write(session, news, announced_at=now)
    record_about(
        session,
        actor,
        kind,
        news.organization_id,
        now=now,
        payload={"news_id": str(news.id), "title": news.title, "version": news.version},
        told=told,
        shown_in=audience.organizations_of(session, news) | also,
    )


def _search_text(title: str, html: str) -> str:
    return fold(f"{title} {plain_text(html)}")

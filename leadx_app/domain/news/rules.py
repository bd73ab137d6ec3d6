"""What an item of news is at a moment, and who may do what to it."""

from datetime import datetime
from uuid import UUID

from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import News


def may_edit(actor: Actor, organization_id: UUID) -> bool:
    """Whether the actor writes the news of this organization: their own, as a Manager."""
    return actor.may(Permission.NEWS_WRITE) and organization_id == actor.organization_id


def is_shown(news: News, now: datetime) -> bool:
    """Whether readers have it before them at this moment."""
    return news.deleted_at is None and status(news.is_draft, news.publish_at, news.expires_at, now) == ""


def status(is_draft: bool, publish_at: datetime, expires_at: datetime | None, now: datetime) -> str:
    """ "draft", "scheduled", "expired", or "" for what readers see."""
    if is_draft:
        return "draft"
    if publish_at > now:
        return "scheduled"
    return "expired" if expires_at is not None and expires_at <= now else ""


def next_turn(news: News, now: datetime) -> datetime | None:
    """The next moment at which the clock alone shows or hides the item."""
    if news.is_draft or news.deleted_at is not None:
        return None
    return next((moment for moment in (news.publish_at, news.expires_at) if moment is not None and moment > now), None)

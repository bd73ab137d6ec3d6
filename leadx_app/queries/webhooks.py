"""Webhooks as an Admin sees them, and what was sent to one of them (product.md section 10)."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.find import find_webhook
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import sees_webhook
from leadx_app.models import DeliveryState, DeliveryTrouble, Organization, User, Webhook, WebhookDelivery

MOST_WEBHOOKS = 200
PAGE_SIZE = 25
MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook; the secret is not kept.

    Attributes:
        made_by: who added it; it is the organization's, and goes on when they leave.
        maker_left: they may no longer sign in.
    """

    id: UUID
    organization_id: UUID
    organization: str
    url: str
    kinds: list[str]
    covers_children: bool
    is_on: bool
    failing_since: datetime | None
    paused_at: datetime | None
    created_at: datetime
    made_by: str
    maker_left: bool


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What was sent or waits; `due_at` is when it is tried next, while it waits. `body` is "" before the first try."""

    id: UUID
    kind: str
    state: DeliveryState
    tries: int
    trouble: DeliveryTrouble | None
    status: int | None
    took_ms: int | None
    body: str
    created_at: datetime
    due_at: datetime
    tried_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """Deliveries of a webhook, newest first; `next_cursor` is None on the last page."""

    webhook: WebhookRow
    rows: list[DeliveryRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class HookPlace:
    """An organization whose acts a webhook can be told of; `has_children`: it can cover those."""

    id: UUID
    name: str
    has_children: bool


def webhook_rows(session: Session, actor: Actor) -> list[WebhookRow]:
    """The webhooks of the Admin's organizations, newest first; at most 200."""
    actor.require(Permission.WEBHOOK_MANAGE)
    query = _HOOKS.where(sees_webhook(actor, Webhook), Webhook.deleted_at.is_(None))
    query = query.order_by(Webhook.created_at.desc(), Webhook.id.desc()).limit(MOST_WEBHOOKS)
    return [_hook(*row) for row in session.execute(query)]


def hook_places(session: Session, actor: Actor) -> list[HookPlace]:
    """The Admin's organizations: own first, then by name."""
    actor.require(Permission.WEBHOOK_MANAGE)
    query = (
        sa.select(Organization.id, Organization.name, Organization.parent_id)
        .where(Organization.id.in_(actor.organization_ids), Organization.tenant_id == actor.tenant_id)
        .order_by(Organization.name, Organization.id)
    )
    places = [HookPlace(row[0], row[1], row[2] is None and bool(actor.child_ids)) for row in session.execute(query)]
    return sorted(places, key=lambda one: one.id != actor.organization_id)


def delivery_page(
    session: Session, actor: Actor, webhook_id: UUID, cursor: str | None = None, limit: int = PAGE_SIZE
) -> DeliveryPage:
    """A page of what was sent to a webhook and what waits for it.

    Raises:
        NotFound: the webhook is absent, or not the actor's to see.
        Invalid: on `cursor`, when it cannot be read.
    """
    actor.require(Permission.WEBHOOK_MANAGE)
    webhook = find_webhook(session, actor, webhook_id)
    hook = _hook(*session.execute(_HOOKS.where(Webhook.id == webhook.id)).one())
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    query = (
        sa.select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook.id, sees_webhook(actor, WebhookDelivery), *_beyond(cursor))
        .order_by(WebhookDelivery.created_at.desc(), WebhookDelivery.id.desc())
        .limit(limit + 1)
    )
    found = [_delivery(one) for one in session.scalars(query)]
    more, found = len(found) > limit, found[:limit]
    return DeliveryPage(hook, found, _cursor(found[-1]) if more else None)


_HOOKS = (
    sa.select(Webhook, Organization.name, User.name, User.is_active)
    .join(Organization, Organization.id == Webhook.organization_id)
    .join(User, User.id == Webhook.created_by_id)
)


def _hook(webhook: Webhook, organization: str, made_by: str, is_active: bool) -> WebhookRow:
    return WebhookRow(
        webhook.id,
        webhook.organization_id,
        organization,
        webhook.url,
        list(webhook.kinds),
        webhook.covers_children,
        webhook.is_on,
        webhook.failing_since,
        webhook.paused_at,
        webhook.created_at,
        made_by,
        not is_active,
    )


def _delivery(one: WebhookDelivery) -> DeliveryRow:
    return DeliveryRow(
        one.id,
        one.kind,
        one.state,
        one.tries,
        one.trouble,
        one.status,
        one.took_ms,
        one.body,
        one.created_at,
        one.due_at,
        one.tried_at,
    )


def _cursor(row: DeliveryRow) -> str:
    place = json.dumps([row.created_at.isoformat(), str(row.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[sa.ColumnElement[bool]]:
    """What is older than the cursor."""
    if not cursor:
        return []
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        created_at, last_id = datetime.fromisoformat(moment).astimezone(UTC), UUID(last)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    tie = sa.and_(WebhookDelivery.created_at == created_at, WebhookDelivery.id < last_id)
    return [sa.or_(WebhookDelivery.created_at < created_at, tie)]

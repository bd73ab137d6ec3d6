"""What an Admin does with webhooks (product.md section 12)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.errors import Conflict, Invalid
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce, record_about
from leadx_app.domain.find import find_delivery, find_visible_organization, find_webhook
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import DeliveryState, Webhook, WebhookDelivery

from .addresses import host_of
from .kinds import KINDS, TEST
from .queue import delivery, forget_known

MOST_WEBHOOKS = 20
"""For each organization: every act is told to each of them."""


@dataclass(frozen=True, slots=True)
class HookDraft:
    """A webhook as an Admin wants it; the address was read and looked up before."""

    organization_id: UUID
    url: str
    kinds: Sequence[str]
    covers_children: bool = False


def add(session: Session, actor: Actor, draft: HookDraft, *, now: datetime) -> Webhook:
    """Make a webhook; the secret that signs is made of its seed, at the edge.

    Raises:
        Invalid: on `kinds`, `organization_id`, or `url` when there are too many.
    """
    actor.require(Permission.WEBHOOK_MANAGE)
    organization = find_visible_organization(session, actor, draft.organization_id)
    covers = draft.covers_children and organization.parent_id is None
    there = (Webhook.organization_id == organization.id, Webhook.deleted_at.is_(None))
    if session.exec(select(sa.func.count()).select_from(Webhook).where(*there)).one() >= MOST_WEBHOOKS:
        raise Invalid(
            "There are {max} webhooks. Remove one that is no longer used first.", field="url", max=MOST_WEBHOOKS
        )
    webhook = Webhook(
        tenant_id=actor.tenant_id,
        organization_id=organization.id,
        url=draft.url,
        kinds=_checked(draft.kinds),
        covers_children=covers,
        seed=secrets.token_urlsafe(32),
        created_by_id=actor.user_id,
        created_at=now,
    )
    session.add(webhook)
    _record(session, actor, EventKind.WEBHOOK_ADDED, webhook, now)
    return webhook


def change(
    session: Session,
    actor: Actor,
    webhook_id: UUID,
    url: str,
    kinds: Sequence[str],
    covers_children: bool,
    *,
    now: datetime,
) -> None:
    """Send to another address, or tell of other kinds; what waits goes there too.

    Raises:
        Invalid: on `kinds`.
    """
    webhook = _own(session, actor, webhook_id)
    organization = find_visible_organization(session, actor, webhook.organization_id)
    webhook.url, webhook.kinds = url, _checked(kinds)
    webhook.covers_children = covers_children and organization.parent_id is None
    session.add(webhook)
    _record(session, actor, EventKind.WEBHOOK_CHANGED, webhook, now)


def set_on(session: Session, actor: Actor, webhook_id: UUID, is_on: bool, *, now: datetime) -> None:
    """Switch it off, or on: then also one that was given up tries again. Harmless when repeated."""
    webhook = _own(session, actor, webhook_id)
    if webhook.is_on == is_on and webhook.paused_at is None:
        return
    webhook.is_on, webhook.paused_at, webhook.failing_since = is_on, None, None
    session.add(webhook)
    _record(session, actor, EventKind.WEBHOOK_CHANGED, webhook, now)


def renew_secret(session: Session, actor: Actor, webhook_id: UUID, *, now: datetime) -> Webhook:
    """Sign with another secret from now on; the one before no longer holds."""
    webhook = _own(session, actor, webhook_id)
    webhook.seed = secrets.token_urlsafe(32)
    session.add(webhook)
    _record(session, actor, EventKind.WEBHOOK_CHANGED, webhook, now)
    return webhook


def remove(session: Session, actor: Actor, webhook_id: UUID, *, now: datetime) -> None:
    """Take it away: nothing is sent any more. Harmless when repeated."""
    webhook = find_webhook(session, actor, webhook_id, removed=True)
    if webhook.deleted_at is None:
        webhook.deleted_at = now
        session.add(webhook)
        _record(session, actor, EventKind.WEBHOOK_REMOVED, webhook, now)


def restore(session: Session, actor: Actor, webhook_id: UUID, *, now: datetime) -> None:
    """Bring it back; harmless when repeated."""
    webhook = find_webhook(session, actor, webhook_id, removed=True)
    if webhook.deleted_at is not None:
        webhook.deleted_at = None
        session.add(webhook)
        _record(session, actor, EventKind.WEBHOOK_RESTORED, webhook, now)


def send_test(session: Session, actor: Actor, webhook_id: UUID, *, now: datetime) -> None:
    """Send a message that tells of nothing.

    Raises:
        Conflict: it is off or paused.
    """
    webhook = _own(session, actor, webhook_id)
    _refuse_silent(webhook)
    values = delivery(webhook.tenant_id, webhook.organization_id, webhook.id, TEST, None, now)
    session.connection().execute(sa.insert(WebhookDelivery), values)
    say_changed(session, webhook.tenant_id, webhook.organization_id)


def redeliver(session: Session, actor: Actor, delivery_id: UUID, *, now: datetime) -> None:
    """Send a delivery again, the same words under the same id, with all its tries before it.

    Raises:
        Conflict: it waits already, or its webhook is off, paused or removed.
    """
    actor.require(Permission.WEBHOOK_MANAGE)
    found = find_delivery(session, actor, delivery_id)
    webhook = session.get_one(Webhook, found.webhook_id)
    _refuse_silent(webhook)
    ended = (WebhookDelivery.id == found.id, WebhookDelivery.state.in_([DeliveryState.DELIVERED, DeliveryState.DEAD]))
    values = {"state": DeliveryState.WAITING, "tries": 0, "due_at": now, "trouble": None}
    if not session.connection().execute(sa.update(WebhookDelivery).where(*ended).values(values)).rowcount:
        raise Conflict("This delivery is on its way already.")
    session.refresh(found)
    payload = {"host": host_of(webhook.url), "delivery_id": str(found.id)}
    record_about(session, actor, EventKind.WEBHOOK_REDELIVERED, webhook.organization_id, now=now, payload=payload)


def say_changed(session: Session, tenant_id: UUID, organization_id: UUID) -> None:
    """Let the pages that show this organization's webhooks read again."""
    here = frozenset({organization_id})
    announce(session, Message(tenant_id, here, None, frozenset(), EventKind.WEBHOOK_DELIVERY))


def _own(session: Session, actor: Actor, webhook_id: UUID) -> Webhook:
    actor.require(Permission.WEBHOOK_MANAGE)
    return find_webhook(session, actor, webhook_id)


def _refuse_silent(webhook: Webhook) -> None:
    if not webhook.is_on or webhook.paused_at is not None or webhook.deleted_at is not None:
        raise Conflict("This webhook is off. Switch it on first.")


def _checked(kinds: Sequence[str]) -> list[str]:
    wanted = [kind for kind in KINDS if kind in set(kinds)]
    if not wanted or set(kinds) - set(wanted):
        raise Invalid("Choose at least one thing to be told of.", field="kinds")
    return wanted


def _record(session: Session, actor: Actor, kind: EventKind, webhook: Webhook, now: datetime) -> None:
    session.flush()
    forget_known(session)
    payload = {"webhook_id": str(webhook.id), "host": host_of(webhook.url)}
    record_about(session, actor, kind, webhook.organization_id, now=now, payload=payload)

"""Sending deliveries: claimed by one process at a time, tried again with growing pauses, given up, and told of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.mails.compose import Letter
from leadx_app.domain.mails.outbox import post
from leadx_app.domain.permissions import GRANTS, Permission, on_behalf_of
from leadx_app.models import (
    DeliveryState,
    DeliveryTrouble,
    Membership,
    Organization,
    User,
    Webhook,
    WebhookDelivery,
)

from .addresses import host_of
from .body import body_of
from .hooks import say_changed
from .queue import forget_known

CLAIM = timedelta(minutes=2)
"""Longer than any one attempt takes; a delivery whose process was killed is tried again after it."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 12
"""With the pauses between them some twenty hours."""
PAUSED_AFTER = timedelta(hours=24)
"""A webhook to which nothing got through for so long is given up."""
KEPT = timedelta(days=30)
_AT_ONCE = 8

WritePaused = Callable[[User, str], Letter]
"""Writes the letter to an Admin about the webhook that leads to this host."""


@dataclass(frozen=True, slots=True)
class OutgoingDelivery:
    """What is sent: `seed` makes the secret that signs it."""

    id: UUID
    attempt: int
    kind: str
    url: str
    seed: str
    body: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of an attempt; `trouble` is None when it arrived, `status` what was answered, if anything was."""

    trouble: DeliveryTrouble | None
    status: int | None
    took_ms: int


def is_due(session: Session, beside: int = 0, *, now: datetime) -> bool:
    """Whether there is a delivery to be sent, beside so many others."""
    return len(_due(session, now, beside + 1)) > beside


def claim_next(session: Session, address: str, *, now: datetime) -> OutgoingDelivery | None:
    """Take the delivery that has waited longest, for the time of one attempt; None when there is none."""
    for delivery, webhook in _due(session, now, _AT_ONCE):
        if not _claim(session, delivery, now):
            continue
        if not delivery.body:
            delivery.body = body_of(session, delivery, webhook, address)
            session.add(delivery)
            session.flush()
        return OutgoingDelivery(delivery.id, delivery.tries, delivery.kind, webhook.url, webhook.seed, delivery.body)
    return None


def settle(
    session: Session,
    delivery_id: UUID,
    attempt: int,
    arrival: Arrival,
    write: WritePaused,
    mail_domain: str,
    *,
    chance: float = 0.5,
    now: datetime,
) -> None:
    """Keep what became of an attempt; harmless when the claim ended and another process has taken the delivery.

    Args:
        attempt: which attempt it was.
        chance: a number from 0 to 1 that spreads the next attempts of many deliveries.
    """
    mine = (
        WebhookDelivery.id == delivery_id,
        WebhookDelivery.state == DeliveryState.SENDING,
        WebhookDelivery.tries == attempt,
    )
    values = _outcome(arrival, attempt, chance, now)
    if not session.connection().execute(sa.update(WebhookDelivery).where(*mine).values(values)).rowcount:
        return
    delivery = session.get_one(WebhookDelivery, delivery_id)
    webhook = session.get_one(Webhook, delivery.webhook_id, populate_existing=True)
    if arrival.trouble is None:
        webhook.failing_since = None
    elif webhook.failing_since is None:
        webhook.failing_since = now
    elif now - webhook.failing_since >= PAUSED_AFTER and webhook.paused_at is None:
        _pause(session, webhook, write, mail_domain, now)
    session.add(webhook)
    session.flush()
    say_changed(session, webhook.tenant_id, webhook.organization_id)


def pause_before(attempt: int, chance: float) -> timedelta:
    """How long to wait after an attempt that failed: 1, 2, 4, 8 … minutes up to six hours, 25 % more or less."""
    return min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE) * (0.75 + 0.5 * chance)


def clean_up(session: Session, *, now: datetime) -> int:
    """Remove deliveries that nobody needs any more: 30 days after they were noted. Returns how many."""
    old = WebhookDelivery.created_at < now - KEPT
    return session.connection().execute(sa.delete(WebhookDelivery).where(old)).rowcount


def _due(session: Session, now: datetime, most: int) -> list[tuple[WebhookDelivery, Webhook]]:
    query = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(
            WebhookDelivery.state.in_([DeliveryState.WAITING, DeliveryState.SENDING]),
            WebhookDelivery.due_at <= now,
            Webhook.is_on.is_(True),
            Webhook.paused_at.is_(None),
            Webhook.deleted_at.is_(None),
        )
        .order_by(WebhookDelivery.due_at, WebhookDelivery.id)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [(row[0], row[1]) for row in session.exec(query)]


def _claim(session: Session, delivery: WebhookDelivery, now: datetime) -> bool:
    """Take the delivery unless another process took it since it was read."""
    seen = (
        WebhookDelivery.id == delivery.id,
        WebhookDelivery.state == delivery.state,
        WebhookDelivery.due_at == delivery.due_at,
    )
    values = {"state": DeliveryState.SENDING, "tries": delivery.tries + 1, "due_at": now + CLAIM}
    if not session.connection().execute(sa.update(WebhookDelivery).where(*seen).values(values)).rowcount:
        return False
    session.refresh(delivery)
    return True


def _outcome(arrival: Arrival, attempt: int, chance: float, now: datetime) -> dict[str, object]:
    known = {"trouble": arrival.trouble, "status": arrival.status, "took_ms": arrival.took_ms, "tried_at": now}
    if arrival.trouble is None:
        return {"state": DeliveryState.DELIVERED, **known}
    if attempt >= MOST_TRIES:
        return {"state": DeliveryState.DEAD, **known}
    return {"state": DeliveryState.WAITING, "due_at": now + pause_before(attempt, chance), **known}


def _pause(session: Session, webhook: Webhook, write: WritePaused, mail_domain: str, now: datetime) -> None:
    """Give it up until an Admin switches it on again, and mail the Admins of its organization, or of the parent."""
    webhook.paused_at = now
    session.add(webhook)
    session.flush()
    forget_known(session)
    somebody = on_behalf_of(webhook.created_by_id, webhook.tenant_id, webhook.organization_id)
    payload = {"webhook_id": str(webhook.id), "host": host_of(webhook.url)}
    record_about(
        session, somebody, EventKind.WEBHOOK_PAUSED, webhook.organization_id, now=now, payload=payload, by_clock=True
    )
    for admin in _admins(session, webhook):
        post(
            session, admin, "webhook.paused", write(admin, host_of(webhook.url)), mail_domain, is_secret=False, now=now
        )


def _admins(session: Session, webhook: Webhook) -> list[User]:
    parent = sa.select(Organization.parent_id).where(Organization.id == webhook.organization_id).scalar_subquery()
    query = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.tenant_id == webhook.tenant_id,
            User.is_active.is_(True),
            Membership.is_active.is_(True),
            sa.or_(Membership.organization_id == webhook.organization_id, Membership.organization_id == parent),
            Membership.role.in_(GRANTS[Permission.WEBHOOK_MANAGE]),
        )
        .distinct()
        .order_by(User.id)
    )
    return list(session.exec(query))

"""Web Push: which devices a person is notified on, and what is on its way to them (product.md section 8)."""

import base64
import binascii
import hashlib
from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import OutboxPush, PushSubscription, UserSession, new_id

from .errors import Invalid, SignedOut
from .permissions import Actor

SERVICES = ("fcm.googleapis.com", ".push.services.mozilla.com", ".notify.windows.com", ".push.apple.com")
"""The push services of the browsers: hosts, and with a dot in front all hosts below."""
MOST_DEVICES = 10
LONGEST_ENDPOINT = 1_000
P256DH_BYTES, AUTH_BYTES = 65, 16
CLAIM = timedelta(seconds=60)
TRIES = 5
KEPT = timedelta(days=1)
"""Older than this nobody wants to be woken by it; the notification list has it."""


@dataclass(frozen=True, slots=True)
class Device:
    """What a browser gives of itself to be notified: an address of its push service, and its keys (base64url)."""

    endpoint: str
    p256dh: str
    auth: str


def subscribe(
    session: Session, actor: Actor, device: Device, session_hash: str, hosts: Collection[str] = (), *, now: datetime
) -> None:
    """Notify the actor on this device as long as they are signed in there; harmless when repeated.

    Args:
        session_hash: the session that the device is signed in with.
        hosts: origins besides the known push services, such as `https://push.example.com`.

    Raises:
        Invalid: an address that belongs to no push service, or keys that are none.
    """
    if not is_push_service(device.endpoint, hosts) or not _are_keys(device):
        raise Invalid("This browser cannot be notified.", field="endpoint")
    signed_in = select(UserSession.id).where(
        UserSession.token_hash == session_hash, UserSession.user_id == actor.user_id, UserSession.revoked_at.is_(None)
    )
    session_id = session.exec(signed_in).first()
    if session_id is None:
        raise SignedOut()
    _remove(session, *_mine(actor, device.endpoint))
    mine = select(PushSubscription.id).where(PushSubscription.user_id == actor.user_id)
    kept = session.exec(mine.order_by(PushSubscription.created_at.desc())).all()[: MOST_DEVICES - 1]
    _remove(session, PushSubscription.user_id == actor.user_id, PushSubscription.id.not_in(kept))
    session.add(
        PushSubscription(
            tenant_id=actor.tenant_id,
            organization_id=actor.organization_id,
            user_id=actor.user_id,
            session_id=session_id,
            endpoint=device.endpoint,
            endpoint_hash=_hash(device.endpoint),
            p256dh=device.p256dh,
            auth=device.auth,
            created_at=now,
        )
    )


def unsubscribe(session: Session, actor: Actor, endpoint: str, *, now: datetime) -> None:
    """Notify the actor on this device no more; harmless when they never were."""
    _remove(session, *_mine(actor, endpoint))


def is_subscribed(session: Session, actor: Actor, endpoint: str, session_hash: str) -> bool:
    """Whether the actor is notified on the device with this address, under the session that it is signed in with."""
    query = select(PushSubscription.id).join(UserSession, UserSession.id == PushSubscription.session_id)
    return (
        session.exec(query.where(*_mine(actor, endpoint), UserSession.token_hash == session_hash)).first() is not None
    )


def is_push_service(endpoint: str, hosts: Collection[str] = ()) -> bool:
    """Whether the address may be written to: one of a browser's push service, or of the hosts that the operator named.

    Everything else could be a machine inside the operator's network.
    """
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or any(sign in endpoint for sign in "\\@# \t\r\n"):
        return False
    try:
        url = urlsplit(endpoint)
        host, port = url.hostname or "", url.port
    except ValueError:
        return False
    if f"{url.scheme}://{url.netloc}" in hosts:
        return True
    is_known = any(host.endswith(one) if one.startswith(".") else host == one for one in SERVICES)
    return url.scheme == "https" and port in (None, 443) and is_known


def queue(
    connection: sa.Connection, facts: dict[str, UUID], event_id: UUID, people: Set[UUID], *, now: datetime
) -> None:
    """Write down what is to be pushed of an event to the devices of these people; part of the act's transaction.

    A device that is being forgotten at this moment must not make the act fail: it is locked, or left out.
    """
    if not people:
        return
    theirs = PushSubscription.user_id.in_(people)
    devices = sa.select(PushSubscription.id).where(theirs).with_for_update(read=True, key_share=True)
    row = {**facts, "event_id": event_id, "tries": 0, "created_at": now, "due_at": now, "failed_at": None}
    rows = [{**row, "id": new_id(), "subscription_id": device} for (device,) in connection.execute(devices)]
    if rows:
        connection.execute(sa.insert(OutboxPush), rows)


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether anything waits to be pushed."""
    return session.exec(select(OutboxPush.id).where(*_due(now)).limit(1)).first() is not None


def claim(session: Session, count: int, *, now: datetime) -> list[UUID]:
    """Take so many pushes for oneself: nobody else gets them before the claim ends."""
    first = sa.select(OutboxPush.id).where(*_due(now)).order_by(OutboxPush.due_at).limit(count)
    mine = sa.update(OutboxPush).where(OutboxPush.id.in_(first.scalar_subquery()), *_due(now))
    changed = mine.values(due_at=now + CLAIM, tries=OutboxPush.tries + 1).returning(OutboxPush.id)
    return list(session.connection().execute(changed).scalars())


def sent(session: Session, push_id: UUID, *, now: datetime) -> None:
    """The push service took it."""
    session.exec(sa.delete(OutboxPush).where(OutboxPush.id == push_id))


def gone(session: Session, push_id: UUID, *, now: datetime) -> None:
    """The device does not want to be notified any more: forget it, and whatever is on its way to it."""
    device = sa.select(OutboxPush.subscription_id).where(OutboxPush.id == push_id).scalar_subquery()
    _remove(session, PushSubscription.id == device)


def put_off(session: Session, push_id: UUID, *, now: datetime) -> None:
    """The push service did not take it: again later, and not for ever."""
    push = session.get(OutboxPush, push_id, populate_existing=True)
    if push is None:
        return
    push.due_at = now + timedelta(seconds=15 * 4**push.tries)
    push.failed_at = now if push.tries >= TRIES else None
    session.add(push)


def clean_up(session: Session, *, now: datetime) -> int:
    """Remove pushes that were given up or are too old, and devices whose session is over. Returns how many of both."""
    over = sa.or_(OutboxPush.failed_at.is_not(None), OutboxPush.created_at < now - KEPT)
    pushes = session.connection().execute(sa.delete(OutboxPush).where(over)).rowcount
    ended = sa.select(UserSession.id).where(sa.or_(UserSession.revoked_at.is_not(None), UserSession.expires_at <= now))
    return pushes + _remove(session, PushSubscription.session_id.in_(ended))


def _due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (OutboxPush.failed_at.is_(None), OutboxPush.due_at <= now)


def _mine(actor: Actor, endpoint: str) -> tuple[Any, ...]:
    return (PushSubscription.user_id == actor.user_id, PushSubscription.endpoint_hash == _hash(endpoint))


def _remove(session: Session, *where: sa.ColumnElement[bool]) -> int:
    """Forget devices and what is on its way to them; returns how many devices."""
    ids = list(session.exec(select(PushSubscription.id).where(*where).with_for_update()))
    if ids:
        session.exec(sa.delete(OutboxPush).where(OutboxPush.subscription_id.in_(ids)))
        session.exec(sa.delete(PushSubscription).where(PushSubscription.id.in_(ids)))
    return len(ids)


def _hash(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _are_keys(device: Device) -> bool:
    p256dh, auth = _bytes(device.p256dh), _bytes(device.auth)
    return len(p256dh) == P256DH_BYTES and p256dh[0] == 4 and len(auth) == AUTH_BYTES


def _bytes(text: str) -> bytes:
    """What base64url says; nothing for what is none."""
    if len(text) > 100 or not text.isascii():
        return b""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""

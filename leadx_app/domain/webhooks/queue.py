"""Noting, in the transaction of an act, that webhooks are to be told of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import DeliveryState, Webhook, WebhookDelivery, new_id

from .kinds import KINDS

_KNOWN = "leadx.webhooks"
_DELIVERY = sa.insert(WebhookDelivery)
_LISTENING = sa.select(Webhook.id, Webhook.organization_id, Webhook.covers_children, Webhook.kinds).where(
    Webhook.tenant_id == sa.bindparam("tenant_id"),
    Webhook.is_on.is_(True),
    Webhook.paused_at.is_(None),
    Webhook.deleted_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class _Listening:
    webhook_id: UUID
    organization_id: UUID
    covers_children: bool
    kinds: frozenset[str]

    def wants(self, kind: str, organization_id: UUID) -> bool:
        """Only the parent's covers children, and these are all other organizations of the tenant."""
        return kind in self.kinds and (self.covers_children or self.organization_id == organization_id)


def queue(session: Session, facts: Mapping[str, UUID], kind: str, event_id: UUID, *, now: datetime) -> None:
    """Note an event for each webhook that hears of it; one read a transaction, nothing more where nobody listens.

    Args:
        facts: tenant and organization of the event.
    """
    if kind not in KINDS:
        return
    wanted = [one for one in _listening(session, facts["tenant_id"]) if one.wants(kind, facts["organization_id"])]
    if wanted:
        rows = [
            delivery(facts["tenant_id"], one.organization_id, one.webhook_id, kind, event_id, now) for one in wanted
        ]
        session.connection().execute(_DELIVERY, rows)


def delivery(
    tenant_id: UUID, organization_id: UUID, webhook_id: UUID, kind: str, event_id: UUID | None, now: datetime
) -> dict[str, object]:
    """The values of a delivery that waits."""
    return {
        "id": new_id(),
        "tenant_id": tenant_id,
        "organization_id": organization_id,
        "webhook_id": webhook_id,
        "event_id": event_id,
        "kind": kind,
        "body": "",
        "state": DeliveryState.WAITING,
        "tries": 0,
        "created_at": now,
        "due_at": now,
    }


def forget_known(session: Session) -> None:
    """Webhooks were changed in this transaction: who listens is read again."""
    session.info.pop(_KNOWN, None)


def _listening(session: Session, tenant_id: UUID) -> list[_Listening]:
    known: dict[UUID, list[_Listening]] = session.info.setdefault(_KNOWN, {})
    if tenant_id not in known:
        rows = session.execute(_LISTENING, {"tenant_id": tenant_id}).all()
        known[tenant_id] = [
            _Listening(row[0], row[1], row[2], frozenset(row[3])) for row in sorted(rows, key=lambda row: row[0])
        ]
    return known[tenant_id]

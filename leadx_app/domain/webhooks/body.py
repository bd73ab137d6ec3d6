"""What a delivery says: the event, who did it, and the lead as the webhook's organization may see it."""

import json
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.models import Company, Event, Lead, Organization, Stage, User, Webhook, WebhookDelivery
from leadx_app.models.alias import alias_of

_OWNER = alias_of(User, "the_owner")


def body_of(session: Session, delivery: WebhookDelivery, webhook: Webhook, address: str) -> str:
    """The JSON text, in two statements.

    Args:
        address: where users find the application.
    """
    said: dict[str, Any] = {"id": str(delivery.id), "kind": delivery.kind}
    if delivery.event_id is None:
        said |= {"occurred_at": delivery.created_at.isoformat(), "organization": None, "actor": None, "lead": None}
        return _text(said)
    query = (
        sa.select(Event, User.id, User.name, Organization.id, Organization.name)
        .join(User, User.id == Event.actor_id)
        .join(Organization, Organization.id == Event.organization_id)
        .where(Event.id == delivery.event_id, Event.tenant_id == webhook.tenant_id)
    )
    event, actor_id, actor, organization_id, organization = session.execute(query).one()
    said |= {
        "occurred_at": event.occurred_at.isoformat(),
        "organization": {"id": str(organization_id), "name": organization},
        "actor": {"id": str(actor_id), "name": actor},
        "lead": _lead(session, event, webhook, address),
    }
    return _text(said)


def _lead(session: Session, event: Event, webhook: Webhook, address: str) -> dict[str, Any] | None:
    """The lead as it is now; of one that went to where the organization does not see, the id alone."""
    if event.lead_id is None:
        return None
    here = [] if webhook.covers_children else [Lead.organization_id == webhook.organization_id]
    query = (
        sa.select(Lead, Company.name, Stage.name, _OWNER.id, _OWNER.name)
        .join(Company, Company.id == Lead.company_id)
        .join(Stage, Stage.id == Lead.stage_id)
        .outerjoin(_OWNER, _OWNER.id == Lead.owner_id)
        .where(Lead.id == event.lead_id, Lead.tenant_id == webhook.tenant_id, *here)
    )
    found = session.execute(query).first()
    if found is None:
        return {"id": str(event.lead_id)}
    lead, company, stage, owner_id, owner = found
    return {
        "id": str(lead.id),
        "title": lead.title,
        "company": company,
        "value": None if lead.value is None else str(lead.value),
        "currency": lead.currency,
        "stage": stage,
        "sub_stage": lead.sub_stage.value,
        "owner": {"id": str(owner_id), "name": owner} if owner_id else None,
        "version": lead.version,
        "url": f"{address}/leads/{lead.id}",
    }


def _text(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

"""Tags on leads."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Lead, LeadTag, Tag

from .permissions import Actor
from .scope import sees_choice


def names_of(session: Session, lead_id: UUID) -> list[str]:
    """The names of a lead's tags, sorted."""
    query = select(Tag.name).join(LeadTag, LeadTag.tag_id == Tag.id).where(LeadTag.lead_id == lead_id)
    return sorted(session.exec(query))


def set_tags(session: Session, actor: Actor, lead: Lead, names: Iterable[str]) -> None:
    """Make the lead's tags exactly these; a new word becomes a tag of the tenant. Harmless when repeated."""
    wanted = {_tag_id(session, actor, lead, name) for name in dict.fromkeys(names)}
    now = set(session.exec(select(LeadTag.tag_id).where(LeadTag.lead_id == lead.id)))
    if now - wanted:
        session.exec(sa.delete(LeadTag).where(LeadTag.lead_id == lead.id, LeadTag.tag_id.in_(now - wanted)))
    for tag_id in wanted - now:
        session.add(
            LeadTag(tenant_id=lead.tenant_id, organization_id=lead.organization_id, lead_id=lead.id, tag_id=tag_id)
        )


def _tag_id(session: Session, actor: Actor, lead: Lead, name: str) -> UUID:
    tag = session.exec(select(Tag).where(sees_choice(actor, Tag), Tag.name == name)).first()
    if tag is None:
        tag = Tag(tenant_id=lead.tenant_id, organization_id=lead.organization_id, name=name)
        session.add(tag)
        session.flush()
    return tag.id

"""Tags on leads."""

from collections.abc import Collection, Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Lead, LeadTag, Tag, new_id

from .permissions import Actor
from .scope import sees_choice


def names_of(session: Session, lead_id: UUID) -> list[str]:
    """The names of a lead's tags, sorted."""
    query = select(Tag.name).join(LeadTag, LeadTag.tag_id == Tag.id).where(LeadTag.lead_id == lead_id)
    return sorted(session.exec(query))


def names_by_lead(session: Session, lead_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The sorted names of the tags of each of these leads that has any; one statement."""
    query = select(LeadTag.lead_id, Tag.name).join(Tag, Tag.id == LeadTag.tag_id)
    found: dict[UUID, list[str]] = {}
    for lead_id, name in session.exec(query.where(LeadTag.lead_id.in_(list(lead_ids)))):
        found.setdefault(lead_id, []).append(name)
    return {lead_id: sorted(names) for lead_id, names in found.items()}


def set_tags(session: Session, actor: Actor, lead: Lead, names: Iterable[str]) -> None:
    """Make the lead's tags exactly these; a new word becomes a tag of the tenant. Harmless when repeated."""
    wanted = set(ids_of(session, actor, names, lead.organization_id).values())
    now = set(session.exec(select(LeadTag.tag_id).where(LeadTag.lead_id == lead.id)))
    if now - wanted:
        session.exec(sa.delete(LeadTag).where(LeadTag.lead_id == lead.id, LeadTag.tag_id.in_(now - wanted)))
    link(session, lead, wanted - now)


def ids_of(
    session: Session, actor: Actor, names: Iterable[str], organization_id: UUID | None = None
) -> dict[str, UUID]:
    """Name → id of the tenant's tags with these names, made where there is none yet; one statement, one per new word.

    Args:
        organization_id: where a new one is written down; the actor's organization unless given.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    known = session.exec(select(Tag.name, Tag.id).where(sees_choice(actor, Tag), Tag.name.in_(wanted)))
    found = dict(known.all())
    for name in wanted:
        if name not in found:
            here = organization_id or actor.organization_id
            tag = Tag(tenant_id=actor.tenant_id, organization_id=here, name=name)
            session.add(tag)
            session.flush()
            found[name] = tag.id
    return {name: found[name] for name in wanted}


def link(session: Session, lead: Lead, tag_ids: Iterable[UUID]) -> None:
    """Put tags on a lead that has none of them."""
    facts = {"tenant_id": lead.tenant_id, "organization_id": lead.organization_id, "lead_id": lead.id}
    rows = [{**facts, "id": new_id(), "tag_id": tag_id} for tag_id in tag_ids]
    if rows:
        session.connection().execute(_LINK, rows)


def unlink(session: Session, lead: Lead, names: Collection[str]) -> None:
    """Take the tags of these names off a lead."""
    named = sa.select(Tag.id).where(Tag.tenant_id == lead.tenant_id, Tag.name.in_(list(names)))
    session.exec(sa.delete(LeadTag).where(LeadTag.lead_id == lead.id, LeadTag.tag_id.in_(named)))


_LINK = sa.insert(LeadTag)

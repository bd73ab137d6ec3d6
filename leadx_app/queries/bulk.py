"""Which leads stand behind "all that match" (product.md section 5)."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.leads.bulk_draft import MOST_LEADS
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.queries.lead_filters import LeadFilters, conditions, first_ids
from leadx_app.queries.lead_order import order_of


def matching_ids(session: Session, actor: Actor, filters: LeadFilters) -> list[UUID]:
    """The first leads of the actor's own pipeline that the filters let through, in the order of the list.

    Handovers of others that wait for an answer are not among them. At most `MOST_LEADS`.
    """
    actor.require(Permission.PIPELINE_READ)
    wanted = replace(filters, person_id=actor.user_id, organization_id=actor.organization_id, with_waiting=False)
    where = conditions(session, actor, wanted)
    key, descending = order_of(filters.sort)
    return list(session.scalars(first_ids(where.parts, where.each, key, MOST_LEADS, descending=descending)))

"""What the forms of tasks and activities offer."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import pipeline_of
from leadx_app.models import Lead, SubStage
from leadx_app.queries.choices import Option, PersonOption, sales_team

LEADS_OFFERED = 100


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What the forms of tasks and activities offer: the sales team, and the actor's open leads, latest change first."""

    team: list[PersonOption]
    leads: list[Option]


def plan_choices(session: Session, actor: Actor) -> PlanChoices:
    """The lists behind the forms; at most 100 leads."""
    actor.require(Permission.ACTIVITIES)
    mine = sa.or_(*pipeline_of(actor, actor.user_id, actor.organization_id))
    query = sa.select(Lead.id, Lead.title).where(mine, Lead.sub_stage == SubStage.OPEN)
    found = session.execute(query.order_by(Lead.updated_at.desc(), Lead.id).limit(LEADS_OFFERED))
    return PlanChoices(sales_team(session, actor), [Option(row.id, row.title) for row in found])

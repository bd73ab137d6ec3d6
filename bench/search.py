"""Search, filters, orders and far pages of leads, at growing numbers of leads."""

from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from bench.measure import Timing, timed
from bench.seed import House
from leadx_app.db import Database
from leadx_app.domain.permissions import Actor
from leadx_app.models import Lead, Stage, SubStage
from leadx_app.queries.community import CommunityFilters, community_page
from leadx_app.queries.lead_filters import PAGE_SIZE, SUB_STAGES, LeadFilters, Status
from leadx_app.queries.lead_order import Place, Sort, cursor_at
from leadx_app.queries.leads import lead_page

CALLS = 40
COMMON, RARE, NOTHING = "heat", "4711", "zzzz"
FAR = 500


@dataclass(frozen=True)
class Figure:
    """What was done, how long it took, and how many leads it may at most take (None: no mark)."""

    name: str
    timing: Timing
    mark: float | None


def search_figures(database: Database, house: House) -> list[Figure]:
    """Community of the whole organization as a Manager reads it, and the pipeline of one of its sales people."""
    manager, person = house.manager.credential, house.sales[0]
    stage_id = database.read(manager, _stage)
    far = database.read(manager, _far, house.organization_id, FAR)
    listed = CommunityFilters()
    community = {
        "Community, page 1": listed,
        f"Community, page {FAR}": replace(listed, cursor=far),
        "Community, one stage, won": replace(listed, stage_id=stage_id, status=Status.WON),
        "Community, by value": replace(listed, sort=Sort.VALUE),
        "Community, common word": replace(listed, search=COMMON),
        "Community, two words": replace(listed, search="heat firma"),
        "Community, rare word": replace(listed, search=RARE),
        "Community, nothing found": replace(listed, search=NOTHING),
        "Community, common, by value": replace(listed, search=COMMON, sort=Sort.VALUE),
    }
    own = LeadFilters(person_id=person.user_id)
    last = database.read(person.credential, _last_page, own)
    pipeline = {
        "Pipeline, page 1": own,
        "Pipeline, last page": replace(own, cursor=last),
        "Pipeline, won, by value": replace(own, status=Status.WON, sort=Sort.VALUE),
        "Pipeline, common word": replace(own, search=COMMON),
        "Pipeline, rare word": replace(own, search=RARE),
        "Pipeline, nothing found": replace(own, search=NOTHING),
    }
    figures = [
        Figure(name, timed(database, [lambda one=one: database.read(manager, community_page, one)] * CALLS), _mark(one))
        for name, one in community.items()
    ]
    return figures + [
        Figure(
            name,
            timed(database, [lambda one=one: database.read(person.credential, lead_page, one)] * CALLS),
            _mark(one),
        )
        for name, one in pipeline.items()
    ]


def _mark(filters: CommunityFilters | LeadFilters) -> float | None:
    return 20.0 if filters.search else None


def _stage(session: Session, actor: Actor) -> UUID:
    return session.scalars(sa.select(Stage.id).where(Stage.tenant_id == actor.tenant_id, Stage.position == 1)).one()


def _far(session: Session, actor: Actor, organization_id: UUID, number: int) -> str | None:
    """The cursor of a page of Community; None where there are fewer."""
    here = sa.select(Lead.updated_at, Lead.id).where(Lead.organization_id == organization_id)
    order = here.order_by(Lead.updated_at.desc(), Lead.id.desc()).offset((number - 1) * PAGE_SIZE - 1).limit(1)
    row = session.execute(order).first()
    return cursor_at(Sort.UPDATED, Place(row.updated_at, row.id)) if row else None


def _last_page(session: Session, actor: Actor, filters: LeadFilters) -> str | None:
    """The cursor of the last full page of a person's pipeline."""
    mine = sa.or_(Lead.owner_id == filters.person_id, Lead.creator_id == filters.person_id)
    open_ones = Lead.sub_stage.in_(SUB_STAGES[Status.ONGOING] or [SubStage.OPEN])
    query = sa.select(Lead.updated_at, Lead.id).where(Lead.organization_id == actor.organization_id, mine, open_ones)
    row = session.execute(query.order_by(Lead.updated_at, Lead.id).offset(PAGE_SIZE).limit(1)).first()
    return cursor_at(Sort.UPDATED, Place(row.updated_at, row.id)) if row else None

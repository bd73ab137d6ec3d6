"""What a client needs around leads: what there is to choose, who it speaks for, and the four figures."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from sqlmodel import Session

from leadx_app import i18n
from leadx_app.api.door import Door, Who
from leadx_app.domain.permissions import Actor
from leadx_app.queries.account import Profile, profile
from leadx_app.queries.choices import LeadChoices, lead_choices
from leadx_app.queries.figures import KpiFigure, pipeline_kpis
from leadx_app.queries.sent_leads import SentPage, sent_page
from leadx_app.queries.transfers import Receivers, receivers
from leadx_app.runtime import get_runtime

Cursor = Annotated[str | None, Query(max_length=100, description="A cursor of another page.")]

router = APIRouter(prefix="/api/v1", tags=["lookups"], route_class=Door)


@router.get("/me")
async def read_me(who: Who) -> Profile:
    """The account behind the token."""
    return await get_runtime().database.read_async(who, profile)


@router.get("/choices")
async def list_choices(who: Who) -> LeadChoices:
    """Stages, categories, sources, lost reasons, tags, currencies, and who may own a lead."""
    return await get_runtime().database.read_async(who, lead_choices)


@router.get("/receivers")
async def list_receivers(who: Who) -> Receivers:
    """Where you can send a lead: `over` between parent and child, `across` from child to child."""
    return await get_runtime().database.read_async(who, receivers)


@router.get("/sent-leads")
async def list_sent_leads(who: Who, cursor: Cursor = None, before: Cursor = None) -> SentPage:
    """Leads that you made, or sent and nobody answered yet, and that another organization has now."""
    return await get_runtime().database.read_async(who, sent_page, cursor, before)


@router.get("/kpis")
async def list_kpis(
    who: Who,
    pipeline: Annotated[Literal["mine"] | UUID, Query(description="`mine`, or the id of a colleague.")] = "mine",
    organization_id: Annotated[UUID | None, Query(description="Your own without.")] = None,
) -> list[KpiFigure]:
    """The four figures of a pipeline: all time, the last 30 days, and the 30 days before. `null` is unknown, not 0."""
    return await get_runtime().database.read_async(who, _kpis, pipeline, organization_id)


def _kpis(
    session: Session, actor: Actor, pipeline: Literal["mine"] | UUID, organization_id: UUID | None, *, now: datetime
) -> list[KpiFigure]:
    person_id = actor.user_id if pipeline == "mine" else pipeline
    figures = pipeline_kpis(session, actor, person_id, organization_id or actor.organization_id, now=now)
    return [worded(figure, actor.language) for figure in figures]


def worded(figure: KpiFigure, language: str) -> KpiFigure:
    """The figure with its label and formula in the reader's language."""
    label, formula = (i18n.say(language, text, currency=figure.currency) for text in (figure.label, figure.formula))
    return replace(figure, label=label, formula=formula)

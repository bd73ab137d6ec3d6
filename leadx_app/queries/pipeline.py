"""Everything that My Pipeline shows, read in one transaction (product.md section 10)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.find import find_lead, find_visible_organization
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Organization
from leadx_app.queries.board import BoardColumn, board
from leadx_app.queries.choices import (
    Option,
    PersonOption,
    StageOption,
    colleagues,
    lost_reasons,
    stages,
)
from leadx_app.queries.contacts import ContactRow, pipeline_contacts
from leadx_app.queries.figures import KpiFigure, pipeline_kpis
from leadx_app.queries.leads import LeadFilters, LeadPage, lead_page
from leadx_app.queries.sent_leads import SentPage, has_sent, sent_page


class View(StrEnum):
    """The part of the pipeline that is looked at."""

    LIST = "list"
    BOARD = "board"
    CONTACTS = "contacts"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class PipelineChoices:
    """What the filters offer; organizations (own first) and people (without oneself) only for who may look at others.

    `person` is the name of the colleague whose pipeline it is, "" for one's own.
    """

    person: str
    stages: list[StageOption]
    organizations: list[Option] = field(default_factory=list)
    people: list[PersonOption] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One person's pipeline.

    Attributes:
        currency: of sums, the organization's base currency.
        has_sent: there are leads of the actor's in other organizations.
        page, columns, contacts, sent: the one that belongs to the view is filled.
    """

    currency: str
    kpis: list[KpiFigure]
    choices: PipelineChoices | None
    has_sent: bool = False
    page: LeadPage | None = None
    columns: list[BoardColumn] = field(default_factory=list)
    contacts: list[ContactRow] = field(default_factory=list)
    sent: SentPage | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """A lead that is about to end, and the reasons for closing it."""

    title: str
    value: Decimal | None
    currency: str
    reasons: list[Option]


def ending(session: Session, actor: Actor, lead_id: UUID) -> Ending:
    """What is asked before a lead is won or closed; NotFound for a lead that the actor does not see."""
    lead = find_lead(session, actor, lead_id)
    return Ending(lead.title, lead.value, lead.currency, lost_reasons(session, actor))


def pipeline(
    session: Session, actor: Actor, view: View, filters: LeadFilters, *, with_choices: bool, now: datetime
) -> Pipeline:
    """The pipeline of `filters.person_id` (None: one's own) in `filters.organization_id` (None: one's own).

    Args:
        with_choices: read what the filters offer too; without them nothing but the figures and the leads.

    Raises:
        NotFound: a person who is not in that organization, or an organization that the actor does not read.
        NotPermitted: somebody else's pipeline without the right to look at it.
    """
    actor.require(Permission.PIPELINE_READ)
    readable, has_any_sent = _organizations(session, actor)
    organization = find_visible_organization(session, actor, filters.organization_id or actor.organization_id)
    person_id = filters.person_id or actor.user_id
    wanted = replace(filters, person_id=person_id, organization_id=organization.id, with_waiting=True)
    columns = board(session, actor, wanted, now=now) if view == View.BOARD else []
    shown = Pipeline(
        currency=organization.base_currency,
        kpis=pipeline_kpis(session, actor, person_id, organization.id, now=now),
        choices=_choices(session, actor, readable, organization.id, person_id, columns) if with_choices else None,
        has_sent=has_any_sent,
        columns=columns,
    )
    if view == View.SENT:  # One's own, whoever is looked at.
        return replace(shown, sent=sent_page(session, actor, filters.cursor, filters.before))
    if view == View.CONTACTS:
        return replace(shown, contacts=pipeline_contacts(session, actor, person_id, organization.id, filters.search))
    return shown if view == View.BOARD else replace(shown, page=lead_page(session, actor, wanted, now=now))


def _organizations(session: Session, actor: Actor) -> tuple[list[Organization], bool]:
    """The organizations that the actor reads, own first, then children by name; later finders take them from here.

    And whether leads of the actor's are elsewhere, as it costs no statement more.
    """
    query = sa.select(Organization, has_sent(actor)).where(Organization.id.in_(actor.organization_ids))
    rows = session.execute(query.order_by(Organization.name)).all()
    return sorted((row[0] for row in rows), key=lambda one: one.id != actor.organization_id), bool(rows and rows[0][1])


def _choices(
    session: Session,
    actor: Actor,
    readable: list[Organization],
    organization_id: UUID,
    person_id: UUID,
    columns: list[BoardColumn],
) -> PipelineChoices:
    """What the filters offer; a board has read the stages already."""
    journey = [StageOption(column.stage_id, column.stage, column.color, column.position) for column in columns]
    journey = journey or stages(session, actor)
    if not actor.may(Permission.PIPELINE_COLLEAGUES):
        return PipelineChoices("", journey)
    people = [person for person in colleagues(session, actor, organization_id) if person.id != actor.user_id]
    names = {actor.user_id: "", **{person.id: person.name for person in people}}
    if person_id not in names:
        raise NotFound()
    return PipelineChoices(names[person_id], journey, [Option(row.id, row.name) for row in readable], people)

"""What forms and filters offer: stages, categories, currencies, people, companies."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_visible_organization
from leadx_app.domain.permissions import SALES, Actor, Permission
from leadx_app.domain.scope import offers, sees_choice, sees_contact, sees_tag
from leadx_app.domain.text import BadInput, fold
from leadx_app.models import (
    Category,
    Company,
    LostReason,
    Membership,
    Organization,
    OrganizationCurrency,
    Person,
    Role,
    Source,
    Stage,
    Tag,
    User,
)

SUGGESTIONS = 8
PEOPLE_LIMIT = 500
MOST_TAGS = 500
WORKS_WITH_LEADS = Membership.role != Role.ADMIN


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: its id and what is shown."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class StageOption:
    """A stage to choose, in the order of the journey."""

    id: UUID
    name: str
    color: str
    position: int


@dataclass(frozen=True, slots=True)
class PersonOption:
    """A colleague to choose."""

    id: UUID
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class LeadChoices:
    """What the lead forms offer; `owners` is empty for those who may not assign; base currency first.

    `file_limit_mb` is None where the installation's limit holds.
    """

    stages: list[StageOption]
    categories: list[Option]
    sources: list[Option]
    lost_reasons: list[Option]
    tags: list[str]
    currencies: list[str]
    owners: list[PersonOption]
    file_limit_mb: int | None = None


def lead_choices(
    session: Session, actor: Actor, category_id: UUID | None = None, source_id: UUID | None = None
) -> LeadChoices:
    """The lists behind the lead forms of the actor's organization.

    Args:
        category_id, source_id: what the lead has already, which is offered too when it is used no more.
    """
    organization = session.get_one(Organization, actor.organization_id)
    known = sa.select(Tag.name).where(sees_tag(actor), Tag.retired_at.is_(None))
    return LeadChoices(
        stages=stages(session, actor),
        categories=categories(session, actor, category_id),
        sources=_options(session, actor, Source, source_id),
        lost_reasons=lost_reasons(session, actor),
        tags=list(session.scalars(known.order_by(Tag.name).limit(200))),
        currencies=_currencies(session, actor),
        owners=sales_team(session, actor) if actor.may(Permission.LEAD_QUALIFY) else [],
        file_limit_mb=organization.file_limit_mb,
    )


def tag_suggestions(session: Session, actor: Actor, text: str) -> list[str]:
    """Up to 8 tags that stand on leads which the actor sees and hold the text in any case; by name."""
    try:
        key = fold(text[:200])
    except BadInput:
        return []
    tags = sa.select(Tag.name).where(sees_tag(actor), Tag.retired_at.is_(None))
    known = session.scalars(tags.order_by(Tag.name).limit(MOST_TAGS))
    return [name for name in known if key in fold(name)][:SUGGESTIONS]


def stages(session: Session, actor: Actor) -> list[StageOption]:
    """The tenant's stages in the order of the journey; New is first."""
    query = sa.select(Stage).where(offers(actor, Stage)).order_by(Stage.position)
    return [StageOption(stage.id, stage.name, stage.color, stage.position) for stage in session.scalars(query)]


def categories(session: Session, actor: Actor, kept: UUID | None = None) -> list[Option]:
    """What kinds of business there are, in their order; also the one that is `kept`."""
    return _options(session, actor, Category, kept)


def lost_reasons(session: Session, actor: Actor) -> list[Option]:
    """The tenant's reasons for closing a lead, in their order."""
    return _options(session, actor, LostReason)


def sales_team(session: Session, actor: Actor) -> list[PersonOption]:
    """Active sales users of the actor's organization by name."""
    return _people(session, actor.organization_id, Membership.role.in_(SALES))


def colleagues(session: Session, actor: Actor, organization_id: UUID) -> list[PersonOption]:
    """Active people of an organization by name, for who may look at a colleague's pipeline."""
    actor.require(Permission.PIPELINE_COLLEAGUES)
    organization = find_visible_organization(session, actor, organization_id)
    return _people(session, organization.id, WORKS_WITH_LEADS)


def visible_organizations(session: Session, actor: Actor) -> list[Option]:
    """The organizations that the actor reads as a whole: own first, then children by name."""
    query = sa.select(Organization).where(Organization.id.in_(actor.organization_ids)).order_by(Organization.name)
    rows = sorted(session.scalars(query), key=lambda row: row.id != actor.organization_id)
    return [Option(row.id, row.name) for row in rows]


def company_suggestions(session: Session, actor: Actor, text: str) -> list[Option]:
    """Up to 8 companies of the actor's own organization whose name holds the text; those that begin with it first."""
    return _suggestions(session, actor, Company, text)


def companies_numbered(session: Session, actor: Actor, numbers: Collection[str]) -> dict[str, Option]:
    """Companies of the actor's own organization by their organization number; of two with one number the first."""
    query = (
        sa.select(Company.organization_number, Company.id, Company.name)
        .where(
            sees_contact(actor, Company),
            Company.organization_id == actor.organization_id,
            Company.organization_number.in_(set(numbers)),
        )
        .order_by(Company.created_at.desc(), Company.id.desc())
        .limit(PEOPLE_LIMIT)
    )
    return {number: Option(*company) for number, *company in session.execute(query)}


def person_suggestions(session: Session, actor: Actor, text: str, company_id: UUID | None) -> list[Option]:
    """Up to 8 persons, of the company when one is given."""
    return _suggestions(session, actor, Person, text, *([Person.company_id == company_id] if company_id else []))


def _suggestions(
    session: Session, actor: Actor, table: type[Company] | type[Person], text: str, *conditions: sa.ColumnElement[bool]
) -> list[Option]:
    try:
        key = fold(text[:200])
    except BadInput:
        return []
    if not key:
        return []
    begins = table.name_key.startswith(key, autoescape=True)
    query = (
        sa.select(table.id, table.name)
        .where(
            sees_contact(actor, table),
            table.organization_id == actor.organization_id,
            table.name_key.contains(key, autoescape=True),
            *conditions,
        )
        .order_by(sa.case((begins, 0), else_=1), table.name_key, table.id)
        .limit(SUGGESTIONS)
    )
    return [Option(*row) for row in session.execute(query)]


def _options(
    session: Session, actor: Actor, table: type[Category] | type[Source] | type[LostReason], kept: UUID | None = None
) -> list[Option]:
    offered = sa.or_(offers(actor, table), sa.and_(sees_choice(actor, table), table.id == kept))
    query = sa.select(table.id, table.name).where(offered).order_by(table.position, table.name)
    return [Option(*row) for row in session.execute(query)]


def _currencies(session: Session, actor: Actor) -> list[str]:
    organization = session.get_one(Organization, actor.organization_id)
    query = (
        sa.select(OrganizationCurrency.code)
        .where(OrganizationCurrency.organization_id == organization.id, OrganizationCurrency.retired_at.is_(None))
        .order_by(OrganizationCurrency.code)
    )
    return [organization.base_currency, *session.scalars(query)]


def _people(session: Session, organization_id: UUID, *conditions: sa.ColumnElement[bool]) -> list[PersonOption]:
    query = (
        sa.select(User.id, User.name, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organization_id == organization_id, Membership.is_active, User.is_active, *conditions)
        .order_by(User.name, User.id)
        .limit(PEOPLE_LIMIT)
    )
    return [PersonOption(*row) for row in session.execute(query)]

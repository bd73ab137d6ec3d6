"""What the search in the header finds: leads, contacts, news and people, each within what the searcher sees."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import GRANTS, Actor, Permission
from leadx_app.domain.scope import lists_contacts, sees_lead, sees_news
from leadx_app.domain.text import fold, words_of
from leadx_app.models import Company, Lead, Membership, News, Person, Stage, User
from leadx_app.queries.full_text import (
    LEAD,
    Of,
    Scope,
    Sought,
    Whose,
    found,
    holds_signs,
    is_inside,
    of_these,
    sought,
    sought_contact,
)

SHOWN = 5
LOOKED_AT = 500
"""Among so many of what was made last the best are chosen: a word that everything holds costs no more."""
MOST_PEOPLE = 2_000


@dataclass(frozen=True, slots=True)
class FoundLead:
    """A lead that the searcher may open."""

    id: UUID
    title: str
    company: str
    person: str
    stage: str
    stage_color: str


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A company or a person; `about` is the town, or the title and company of a person."""

    id: UUID
    is_company: bool
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class FoundNews:
    """An item of news."""

    id: UUID
    title: str
    publish_at: datetime


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A colleague; `organization_id` is where the searcher may look at their pipeline, None elsewhere."""

    id: UUID
    name: str
    email: str
    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class Everything:
    """What was found, at most five of each kind."""

    leads: list[FoundLead] = field(default_factory=list)
    contacts: list[FoundContact] = field(default_factory=list)
    news: list[FoundNews] = field(default_factory=list)
    people: list[FoundPerson] = field(default_factory=list)


def everything(session: Session, actor: Actor, text: str, *, now: datetime) -> Everything:
    """What the words find in five statements at most; nothing for a text without a word.

    Leads come by their latest change, contacts by name, news by publication, people by name.

    Raises:
        Invalid: on `search`, when it cannot be read.
    """
    look = sought(text)
    if not look.words:
        return Everything()
    return Everything(
        leads=_leads(session, actor, look),
        contacts=_contacts(session, actor, text) if actor.may(Permission.CONTACTS_READ) else [],
        news=_news(session, actor, look, now),
        people=_people(session, actor, look),
    )


def _leads(session: Session, actor: Actor, look: Sought) -> list[FoundLead]:
    own: Scope = ((Whose.OWNER, actor.user_id), (Whose.CREATOR, actor.user_id))
    scopes: list[Scope] = [own]
    if actor.may(Permission.LEADS_READ_ORGANIZATION):
        scopes = [] if len(actor.organization_ids) > 1 else [(*own, (Whose.ORGANIZATION, actor.organization_id))]
    hits = found(session, actor, look, LEAD, *scopes, newest=LOOKED_AT)
    query = (
        sa.select(Lead.id, Lead.title, Company.name, Person.name, Stage.name, Stage.color)
        .join(Company, Company.id == Lead.company_id)
        .outerjoin(Person, Person.id == Lead.person_id)
        .join(Stage, Stage.id == Lead.stage_id)
        .where(Lead.id.in_(hits), of_these(sees_lead(actor)), *holds_signs(look, Lead.search_text))
        .order_by(Lead.updated_at.desc(), Lead.id.desc())
        .limit(SHOWN)
    )
    return [FoundLead(row[0], row[1], row[2], row[3] or "", row[4], row[5]) for row in session.execute(query)]


def _contacts(session: Session, actor: Actor, text: str) -> list[FoundContact]:
    look = sought_contact(text)
    scopes: list[Scope] = [] if len(actor.organization_ids) > 1 else [[(Whose.ORGANIZATION, actor.organization_id)]]
    hits = found(session, actor, look, [Of.COMPANY], *scopes, newest=LOOKED_AT)
    companies = (
        sa.select(Company.id, Company.name, Company.city)
        .where(Company.id.in_(hits), of_these(lists_contacts(actor, Company)), *holds_signs(look, Company.search_text))
        .order_by(Company.sort_key, Company.id)
        .limit(SHOWN)
    )
    rows = [FoundContact(row[0], True, row[1], row[2] or "") for row in session.execute(companies)]
    hits = found(session, actor, look, [Of.PERSON], *scopes, newest=LOOKED_AT)
    persons = (
        sa.select(Person.id, Person.name, Person.title, Company.name)
        .outerjoin(Company, Company.id == Person.company_id)
        .where(Person.id.in_(hits), of_these(lists_contacts(actor, Person)), *holds_signs(look, Person.search_text))
        .order_by(Person.sort_key, Person.id)
        .limit(SHOWN)
    )
    for row in session.execute(persons):
        rows.append(FoundContact(row[0], False, row[1], ", ".join(part for part in row[2:] if part)))
    return rows


def _news(session: Session, actor: Actor, look: Sought, now: datetime) -> list[FoundNews]:
    hits = found(session, actor, look, [Of.NEWS], newest=LOOKED_AT)
    query = (
        sa.select(News.id, News.title, News.publish_at)
        .where(News.id.in_(hits), sees_news(actor, now), *holds_signs(look, News.search_text))
        .order_by(News.publish_at.desc(), News.id.desc())
        .limit(SHOWN)
    )
    return [FoundNews(*row) for row in session.execute(query)]


def _people(session: Session, actor: Actor, look: Sought) -> list[FoundPerson]:
    """Active people of the organizations that the searcher reads, whose names hold the words."""
    query = (
        sa.select(User.id, User.name, User.email, Membership.organization_id, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organization_id.in_(actor.organization_ids), Membership.is_active, User.is_active)
        .order_by(User.name, User.id, Membership.organization_id)
        .limit(MOST_PEOPLE)
    )
    looks = actor.may(Permission.PIPELINE_COLLEAGUES)
    people: dict[UUID, FoundPerson] = {}
    for user_id, name, email, organization_id, role in session.execute(query):
        names = words_of(fold(name))
        if all(any(one.startswith(word) or (is_inside(word) and word in one) for one in names) for word in look.words):
            there = organization_id if looks and role in GRANTS[Permission.PIPELINE_READ] else None
            people.setdefault(user_id, FoundPerson(user_id, name, email, there))
    return list(people.values())[:SHOWN]

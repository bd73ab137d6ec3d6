"""What an Admin sees before they erase somebody."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_own_contact, find_person
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import Lead, News, NewsComment, Note, Person, SalesActivity, Task, User


@dataclass(frozen=True, slots=True)
class ErasureView:
    """Somebody who may be erased: what has to be typed, and how much of what they did stays without their name.

    `is_shared` says that somebody else of the tenant has the same name.
    """

    id: UUID
    name: str
    typed: str
    leads: int
    open_leads: int
    notes: int
    plans: int
    news: int
    is_shared: bool


def person_erasure(session: Session, actor: Actor, user_id: UUID) -> ErasureView:
    """One of the people whom the actor manages.

    Raises:
        NotFound: somebody else.
    """
    actor.require(Permission.USERS_MANAGE)
    user = find_person(session, actor, user_id)
    mine = sa.or_(Lead.creator_id == user.id, Lead.owner_id == user.id)
    still_open = (Lead.owner_id == user.id, Lead.ended_at.is_(None))
    row = session.execute(
        sa.select(
            _count(Lead, mine),
            _count(Lead, *still_open),
            _count(Note, Note.author_id == user.id) + _count(NewsComment, NewsComment.author_id == user.id),
            _count(Task, Task.assignee_id == user.id) + _count(SalesActivity, SalesActivity.author_id == user.id),
            _count(News, News.author_id == user.id),
            _is_shared(actor, user.name, user.id),
        )
    ).one()
    leads, open_leads, notes, plans, news, is_shared = row
    return ErasureView(user.id, user.name, user.email, leads, open_leads, notes, plans, news, bool(is_shared))


def contact_erasure(session: Session, actor: Actor, person_id: UUID) -> ErasureView:
    """A contact person of the actor's organization.

    Raises:
        NotFound: another one.
    """
    actor.require(Permission.USERS_MANAGE)
    person = find_own_contact(session, actor, Person, person_id)
    plans = _count(SalesActivity, SalesActivity.person_id == person.id)
    leads = Lead.person_id == person.id
    row = session.execute(sa.select(_count(Lead, leads), plans, _is_shared(actor, person.name, person.id))).one()
    typed = person.email or person.name
    return ErasureView(person.id, person.name, typed, row[0], 0, 0, row[1], 0, bool(row[2]))


def _count(table: type, *which: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(table).where(*which).scalar_subquery()


def _is_shared(actor: Actor, name: str, own_id: UUID) -> sa.ColumnElement[bool]:
    named = [
        sa.exists().where(table.tenant_id == actor.tenant_id, table.name == name, table.id != own_id)
        for table in (User, Person)
    ]
    return sa.or_(*named)

"""What cells are looked up in, by name: the tenant's lists, the organization's currencies, its sales people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain import money
from leadx_app.domain.permissions import SALES, Actor
from leadx_app.domain.scope import offers
from leadx_app.domain.text import BadInput, clean_line, fold
from leadx_app.models import Category, LostReason, Membership, Organization, Source, Stage, User

Found = Callable[[str], UUID]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists by folded name; `names` holds the names of owners and reasons by id, for sentences."""

    stages: dict[str, UUID]
    stage_places: dict[UUID, int]
    first_stage_id: UUID
    categories: dict[str, UUID]
    sources: dict[str, UUID]
    reasons: dict[str, UUID]
    people: dict[str, UUID]
    names: dict[UUID, str]
    rates: dict[str, Decimal]
    organization: Organization

    @property
    def base_currency(self) -> str:
        """What figures are converted to. The session forgets an organization that nobody holds."""
        return self.organization.base_currency

    def stage(self, text: str) -> UUID:
        return _found(self.stages, text, "There is no stage “{text}”.")

    def category(self, text: str) -> UUID:
        return _found(self.categories, text, "There is no category “{text}”.")

    def source(self, text: str) -> UUID:
        return _found(self.sources, text, "There is no source “{text}”.")

    def reason(self, text: str) -> UUID:
        return _found(self.reasons, text, "There is no reason “{text}”.")

    def owner(self, text: str) -> UUID:
        return _found(self.people, text, "“{text}” is no sales person here. Write their name or email.")


def lists_of(session: Session, actor: Actor, *, now: datetime) -> Lists:
    """The lists that the actor chooses from; four statements."""
    organization = session.get_one(Organization, actor.organization_id)
    chosen: dict[str, dict[str, UUID]] = {table.__tablename__: {} for table in _CHOICES}
    places: dict[UUID, int] = {}
    names: dict[UUID, str] = {}
    for table, one, name, place in session.execute(_choices(actor)):
        chosen[table][fold(name)] = one
        places[one], names[one] = place, name
    people = session.execute(_people(actor)).all()
    named = {fold(name): user_id for user_id, name, _ in people}
    stages = chosen["stages"]
    return Lists(
        stages=stages,
        stage_places={one: places[one] for one in stages.values()},
        first_stage_id=next(one for one in stages.values() if places[one] == 0),
        categories=chosen["categories"],
        sources=chosen["sources"],
        reasons=chosen["lost_reasons"],
        people=named | {fold(email): user_id for user_id, _, email in people},
        names=names | {user_id: name for user_id, name, _ in people},
        rates=money.offered_rates(session, organization, now=now),
        organization=organization,
    )


_CHOICES = (Stage, Category, Source, LostReason)


def hold_choices(session: Session, actor: Actor) -> None:
    """Let nobody retire what the lists offer until the end of the transaction; on SQLite nobody else writes anyway."""
    if session.get_bind().dialect.name == "postgresql":
        for table in _CHOICES:
            offered = sa.select(table.id).where(offers(actor, table)).order_by(table.id)
            session.execute(offered.with_for_update(read=True, key_share=True))


def _choices(actor: Actor) -> sa.CompoundSelect:
    return sa.union_all(
        *(
            sa.select(sa.literal(table.__tablename__), table.id, table.name, table.position).where(offers(actor, table))
            for table in _CHOICES
        )
    )


def _people(actor: Actor) -> sa.Select:
    """Sales people; of two who have one name, the one who came first is meant."""
    return (
        sa.select(User.id, User.name, User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            User.tenant_id == actor.tenant_id,
            User.is_active,
            Membership.organization_id == actor.organization_id,
            Membership.is_active,
            Membership.role.in_(SALES),
        )
        .order_by(User.created_at.desc(), User.id.desc())
    )


def _found(names: dict[str, UUID], text: str, otherwise: str) -> UUID:
    found = names.get(fold(text))
    if found is None:
        raise BadInput(otherwise, text=clean_line(text)[:60])
    return found

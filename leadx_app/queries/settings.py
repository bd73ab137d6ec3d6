"""What the Admin page shows of the organizations' settings."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from leadx_app.domain import points
from leadx_app.domain.permissions import LEADERS, Actor, Permission
from leadx_app.models import Escalation, HitRateBasis, Membership, Organization, PointKind, PointRule, User
from leadx_app.queries.choices import Option


@dataclass(frozen=True, slots=True)
class AnswerBy:
    """Within how many hours an organization answers; `leaders` are those who can be told when it does not."""

    organization_id: UUID
    organization: str
    hours: int | None
    escalation_id: UUID | None
    leaders: list[Option]


def answer_bys(session: Session, actor: Actor) -> list[AnswerBy]:
    """The answer-by time of each organization that the Admin sees to: own first, then children by name."""
    actor.require(Permission.SETTINGS_MANAGE)
    query = (
        sa.select(Organization, Escalation.user_id)
        .outerjoin(Escalation, Escalation.organization_id == Organization.id)
        .where(Organization.id.in_(actor.organization_ids))
        .order_by(Organization.name, Organization.id)
    )
    leaders = _leaders(session, actor)
    found = [
        AnswerBy(
            organization.id,
            organization.name,
            organization.answer_within_hours,
            escalation_id,
            [option for where, option in leaders if where in (organization.id, organization.parent_id)],
        )
        for organization, escalation_id in session.execute(query)
    ]
    return sorted(found, key=lambda row: row.organization_id != actor.organization_id)


@dataclass(frozen=True, slots=True)
class PointsSet:
    """What an organization gives for each kind now; `version` counts the changes."""

    organization_id: UUID
    organization: str
    version: int
    created: int
    handshake: int
    won: int


def points_set(session: Session, actor: Actor) -> list[PointsSet]:
    """The points of each organization that the Admin sees to: own first, then children by name."""
    actor.require(Permission.SETTINGS_MANAGE)
    later = aliased(PointRule)
    is_replaced = sa.exists().where(
        later.organization_id == PointRule.organization_id, later.version > PointRule.version
    )
    query = (
        sa.select(Organization.id, Organization.name, PointRule)
        .outerjoin(PointRule, sa.and_(PointRule.organization_id == Organization.id, ~is_replaced))
        .where(Organization.id.in_(actor.organization_ids))
        .order_by(Organization.name, Organization.id)
    )
    usual = {kind.value: worth for kind, worth in points.USUAL.items()}
    found = [
        PointsSet(one, name, points.FIRST_VERSION, **usual)
        if rule is None
        else PointsSet(one, name, rule.version, **{kind.value: getattr(rule, kind.value) for kind in PointKind})
        for one, name, rule in session.execute(query)
    ]
    return sorted(found, key=lambda row: row.organization_id != actor.organization_id)


@dataclass(frozen=True, slots=True)
class BasisSet:
    """How an organization puts figures together, and what it takes of files; None is what the installation takes."""

    organization_id: UUID
    organization: str
    hit_rate_basis: HitRateBasis
    financial_year_start_month: int
    file_limit_mb: int | None
    files_per_lead: int | None


def bases_set(session: Session, actor: Actor) -> list[BasisSet]:
    """The basis of each organization that the Admin sees to: own first, then children by name."""
    actor.require(Permission.SETTINGS_MANAGE)
    query = (
        sa.select(
            Organization.id,
            Organization.name,
            Organization.hit_rate_basis,
            Organization.financial_year_start_month,
            Organization.file_limit_mb,
            Organization.files_per_lead,
        )
        .where(Organization.id.in_(actor.organization_ids))
        .order_by(Organization.name, Organization.id)
    )
    found = [BasisSet(*row) for row in session.execute(query)]
    return sorted(found, key=lambda row: row.organization_id != actor.organization_id)


def _leaders(session: Session, actor: Actor) -> list[tuple[UUID, Option]]:
    """Active Managers and Admins by name, with the organization that they are it in."""
    query = (
        sa.select(Membership.organization_id, User.id, User.name)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organization_id.in_(actor.organization_ids),
            Membership.role.in_(LEADERS),
            Membership.is_active,
            User.is_active,
        )
        .order_by(User.name, User.id)
    )
    return [(where, Option(user_id, name)) for where, user_id, name in session.execute(query)]

"""Where a lead can be sent, and who can see it (product.md section 3)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.find import find_lead
from leadx_app.domain.permissions import GRANTS, Actor, Permission
from leadx_app.domain.scope import goes, opens_lead, receives_leads
from leadx_app.models import Lead, Membership, Organization, Role, User

from .choices import Option

MOST_ORGANIZATIONS = 200
MOST_PEOPLE = 1000


@dataclass(frozen=True, slots=True)
class Receivers:
    """Organizations that a lead can be sent to: parent or children, and those beside the actor's; each by name."""

    over: list[Option]
    across: list[Option]


def receivers(session: Session, actor: Actor) -> Receivers:
    """Where the actor can send a lead; only names of other organizations, and only of those that receive leads.

    Raises:
        NotPermitted: a role that sends no leads.
    """
    actor.require(Permission.LEAD_SEND)
    is_across = goes(actor, across=True).label("is_across")
    query = (
        sa.select(Organization.id, Organization.name, is_across)
        .where(receives_leads(actor))
        .order_by(Organization.name, Organization.id)
        .limit(MOST_ORGANIZATIONS)
    )
    found = session.execute(query).all()
    over, across = ([Option(row.id, row.name) for row in found if bool(row.is_across) == way] for way in (False, True))
    return Receivers(over, across)


class SeeingReason(StrEnum):
    """Why somebody sees a lead, the strongest first."""

    OWNER = "owner"
    CREATOR = "creator"
    SENDER = "sender"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Viewers:
    """People who see a lead for the same reason.

    Attributes:
        role, organization: for `SeeingReason.ROLE`: as what, and where.
        names: by name; empty for an organization whose people the reader does not know.
        count: how many they are.
    """

    reason: SeeingReason
    role: Role | None
    organization: str
    names: tuple[str, ...]
    count: int


def lead_viewers(session: Session, actor: Actor, lead_id: UUID) -> list[Viewers]:
    """Who can see a lead, each person once: the parties, then Managers and Admins of its organization and the parent.

    Everybody is asked about by `opens_lead`, the rule that decides. Of an organization that the reader does not read
    there is the number alone, but for those that the lead has to do with.

    Raises:
        NotFound: absent, or not the actor's to see.
    """
    lead = find_lead(session, actor, lead_id)
    groups: dict[tuple, list[str]] = {}
    seen: set[UUID] = set()
    for row in sorted(_candidates(session, lead), key=lambda row: _rank(lead, row)):
        reason = _reason(lead, row.user_id)
        if row.user_id in seen or not _sees(row, lead):
            continue
        seen.add(row.user_id)
        is_party = reason != SeeingReason.ROLE
        role, place = (None, "") if is_party else (row.role, row.organization)
        is_known = is_party or row.organization_id in actor.organization_ids
        groups.setdefault((reason, role, place, is_known), []).append(row.name)
    return [
        Viewers(reason, role, place, tuple(sorted(names)) if is_known else (), len(names))
        for (reason, role, place, is_known), names in groups.items()
    ]


def _candidates(session: Session, lead: Lead) -> list[sa.Row]:
    """Parties, and active people of the lead's organization and its parent whose role reads whole organizations."""
    parties = [one for one in (lead.owner_id, lead.creator_id, lead.sent_by_id) if one]
    parent = sa.select(Organization.parent_id).where(Organization.id == lead.organization_id).scalar_subquery()
    near = sa.or_(Organization.id == lead.organization_id, Organization.id == parent)
    reads = sa.and_(near, Membership.role.in_(GRANTS[Permission.LEADS_READ_ORGANIZATION]))
    query = (
        sa.select(
            User.id.label("user_id"),
            User.name,
            User.language,
            User.time_zone,
            Membership.role,
            Organization.id.label("organization_id"),
            Organization.name.label("organization"),
        )
        .join(Membership, Membership.user_id == User.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(User.tenant_id == lead.tenant_id, User.is_active, Membership.is_active)
        .where(sa.or_(reads, User.id.in_(parties)))
        .order_by(User.name, User.id)
        .limit(MOST_PEOPLE)
    )
    return list(session.execute(query))


def _sees(row: sa.Row, lead: Lead) -> bool:
    """What the policy says of the person in this place."""
    children = frozenset({lead.organization_id} - {row.organization_id})
    person = Actor(
        row.user_id,
        lead.tenant_id,
        row.organization_id,
        row.role,
        row.name,
        row.language,
        row.time_zone,
        child_ids=children,
        may_write=False,
    )
    return opens_lead(
        person,
        owner_id=lead.owner_id,
        creator_id=lead.creator_id,
        organization_id=lead.organization_id,
        sent_by_id=lead.sent_by_id,
    )


def _reason(lead: Lead, user_id: UUID) -> SeeingReason:
    parties = {
        lead.sent_by_id: SeeingReason.SENDER,
        lead.creator_id: SeeingReason.CREATOR,
        lead.owner_id: SeeingReason.OWNER,
    }
    return parties.get(user_id, SeeingReason.ROLE)


def _rank(lead: Lead, row: sa.Row) -> tuple:
    """Owner, creator, who sent it; then those of the lead's organization before the parent's."""
    order = list(SeeingReason).index(_reason(lead, row.user_id))
    answers = row.role in GRANTS[Permission.HANDOVER_ANSWER]
    return order, row.organization_id != lead.organization_id, not answers, row.role, row.name, str(row.user_id)

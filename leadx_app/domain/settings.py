"""What an Admin sets for an organization (product.md section 3)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, select

from leadx_app.models import Escalation, HitRateBasis, Organization, User

from .errors import Invalid
from .event_kinds import EventKind
from .events import Message, announce, record_about
from .files import MAX_ON_LEAD
from .find import find_leader, find_visible_organization
from .permissions import Actor, Permission

LONGEST_ANSWER_HOURS = 30 * 24
MONTHS = 12


def set_answer_by(
    session: Session,
    actor: Actor,
    organization_id: UUID,
    hours: int | None,
    escalation_id: UUID | None,
    *,
    now: datetime,
) -> None:
    """Say within how many hours handed-over leads are answered, and who is told besides the Managers when not.

    Leads that wait already are held to it too.

    Args:
        hours: None for as long as it takes.
        escalation_id: a Manager or Admin of the organization or its parent, or None.

    Raises:
        Invalid: on `hours` or `escalation_id`.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    organization = find_visible_organization(session, actor, organization_id)
    if hours is not None and not 1 <= hours <= LONGEST_ANSWER_HOURS:
        raise Invalid("Write a number of hours from 1 to {max}.", field="hours", max=LONGEST_ANSWER_HOURS)
    leader = find_leader(session, organization, escalation_id) if escalation_id else None
    before = (organization.answer_within_hours, _escalation_id(session, organization))
    if before == (hours, escalation_id):
        return
    organization.answer_within_hours = hours
    _escalate_to(session, organization, leader)
    payload = {"setting": "answer_within_hours", "from": before[0], "to": hours}
    record_about(session, actor, EventKind.SETTINGS_CHANGED, organization.id, now=now, payload=payload)
    here = frozenset({organization.id})
    announce(session, Message(actor.tenant_id, here, None, None, EventKind.SETTINGS_CHANGED, actor.user_id))


def set_figures(
    session: Session,
    actor: Actor,
    organization_id: UUID,
    basis: HitRateBasis,
    start_month: int,
    *,
    now: datetime,
) -> None:
    """Say what the hit rate divides by, and in which month the financial year begins; figures follow at once.

    Neither is in what is kept: both say how kept figures are put together, so that nothing is counted anew. Goals keep
    the months that they were set for.

    Raises:
        Invalid: on `financial_year_start_month`.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    organization = find_visible_organization(session, actor, organization_id)
    if not 1 <= start_month <= MONTHS:
        raise Invalid("Choose one from the list.", field="financial_year_start_month")
    wanted = {"hit_rate_basis": basis, "financial_year_start_month": start_month}
    _change(session, actor, organization, wanted, now)


def set_file_limits(
    session: Session,
    actor: Actor,
    organization_id: UUID,
    megabytes: int | None,
    per_lead: int | None,
    *,
    most_megabytes: int,
    now: datetime,
) -> None:
    """Say how large a file may be and how many a lead may have; None is what the installation takes.

    Files that are there stay.

    Args:
        most_megabytes: what the installation takes.

    Raises:
        Invalid: on `file_limit_mb` or `files_per_lead`.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    organization = find_visible_organization(session, actor, organization_id)
    wanted = {"file_limit_mb": megabytes, "files_per_lead": per_lead}
    for name, most in (("file_limit_mb", most_megabytes), ("files_per_lead", MAX_ON_LEAD)):
        value = wanted[name]
        if value is not None and not 1 <= value <= most:
            raise Invalid("Write a whole number from {min} to {max}.", field=name, min=1, max=most)
    _change(session, actor, organization, wanted, now)


def _change(
    session: Session, actor: Actor, organization: Organization, wanted: Mapping[str, object], now: datetime
) -> None:
    """Write what differs, keep what it was, and let the organization's pages read again."""
    changed = {name: value for name, value in wanted.items() if getattr(organization, name) != value}
    for name, value in changed.items():
        payload = {"setting": name, "from": getattr(organization, name), "to": value}
        setattr(organization, name, value)
        session.add(organization)
        record_about(session, actor, EventKind.SETTINGS_CHANGED, organization.id, now=now, payload=payload)
    if changed:
        here = frozenset({organization.id})
        announce(session, Message(actor.tenant_id, here, None, None, EventKind.SETTINGS_CHANGED, actor.user_id))


def _escalation_id(session: Session, organization: Organization) -> UUID | None:
    return session.exec(select(Escalation.user_id).where(Escalation.organization_id == organization.id)).first()


def _escalate_to(session: Session, organization: Organization, leader: User | None) -> None:
    session.exec(sa.delete(Escalation).where(Escalation.organization_id == organization.id))
    if leader:
        session.add(Escalation(tenant_id=organization.tenant_id, organization_id=organization.id, user_id=leader.id))

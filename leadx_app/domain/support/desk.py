"""When support is open for the people of a tenant: its parent organization says so, in its own time zone."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlmodel import Session, select

from leadx_app.domain.errors import Invalid, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record_about
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.text import BadInput, clean_line
from leadx_app.models import Organization, SupportTimes, Ticket, new_id

from . import clock, rules
from .hours import COUNTRIES, MINUTES_A_DAY, SupportHours


def _minute(value: object) -> int:
    """A time of the wall clock, "08:00" to "24:00", as minutes since midnight."""
    written = clean_line(value) if isinstance(value, str) else ""
    hour, colon, minute = written[:5].partition(":")
    if not (colon and hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise BadInput("Write a time, for example 08:00.")
    found = int(hour) * 60 + int(minute)
    if int(minute) > 59 or found > MINUTES_A_DAY:
        raise BadInput("Write a time, for example 08:00.")
    return found


Minute = Annotated[int, BeforeValidator(_minute)]
Weekday = Annotated[int, Field(ge=0, le=6)]


class SupportHoursDraft(BaseModel):
    """When support is open: times of the wall clock ("08:00"), weekdays from 0 for Monday, a country's holidays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    opens: Minute
    closes: Minute
    weekdays: tuple[Weekday, ...] = Field(max_length=7)
    country: str = Field(default="", max_length=2)


def hours_of(session: Session, actor: Actor) -> SupportHours:
    """When support is open for the actor's tenant; one statement."""
    query = (
        sa.select(Organization.time_zone, SupportTimes)
        .outerjoin(SupportTimes, SupportTimes.organization_id == Organization.id)
        .where(Organization.tenant_id == actor.tenant_id, Organization.parent_id.is_(None))
    )
    time_zone, times = session.execute(query).one()
    if times is None:
        return SupportHours(time_zone)
    weekdays = frozenset(int(day) for day in times.weekdays)
    return SupportHours(time_zone, times.opens_minute, times.closes_minute, weekdays, times.country)


def set_hours(session: Session, actor: Actor, draft: SupportHoursDraft, *, now: datetime) -> None:
    """Say when support is open. What open tickets have used stays; what is left runs by the new hours.

    Raises:
        NotPermitted: no Admin of the parent organization.
        Invalid: on `closes`, `weekdays` or `country`.
    """
    actor.require(Permission.TICKET_WORK)
    organization = session.get_one(Organization, actor.organization_id)
    if organization.parent_id is not None:
        raise NotPermitted("The parent organization says when support is open.")
    if draft.closes <= draft.opens:
        raise Invalid("It would close before it opens.", field="closes")
    if not draft.weekdays:
        raise Invalid("Choose at least one day.", field="weekdays")
    if draft.country not in COUNTRIES:
        raise Invalid("Choose one from the list.", field="country")
    before = hours_of(session, actor)
    _keep(session, organization.id, actor.tenant_id, draft, now)
    session.flush()
    after = hours_of(session, actor)
    if after == before:
        return
    open_ones = select(Ticket).where(Ticket.tenant_id == actor.tenant_id, Ticket.status.in_(rules.OPEN))
    for ticket in session.exec(open_ones.order_by(Ticket.id).with_for_update()):
        for name, value in clock.at_judgement(ticket, after, ticket.severity, now, before=before).items():
            setattr(ticket, name, value)
        ticket.version += 1
        session.add(ticket)
    record_about(session, actor, EventKind.SUPPORT_HOURS_CHANGED, organization.id, now=now, payload={}, shown_in=None)


def _keep(session: Session, organization_id: UUID, tenant_id: UUID, draft: SupportHoursDraft, now: datetime) -> None:
    times = session.exec(select(SupportTimes).where(SupportTimes.organization_id == organization_id)).first()
    facts = {
        "opens_minute": draft.opens,
        "closes_minute": draft.closes,
        "weekdays": "".join(str(day) for day in sorted(set(draft.weekdays))),
        "country": draft.country,
        "updated_at": now,
    }
    if times is None:
        times = SupportTimes(id=new_id(), tenant_id=tenant_id, organization_id=organization_id, **facts)
    for name, value in facts.items():
        setattr(times, name, value)
    session.add(times)

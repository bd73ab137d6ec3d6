"""Sales activities: what was talked about with a customer, and what is planned to be (product.md section 9)."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, select

from leadx_app.models import ActivityKind, Company, Lead, Person, SalesActivity, new_id

from .days import moment_at
from .errors import Invalid, NotPermitted
from .event_kinds import EventKind
from .find import find_activity, find_contact
from .moments import LocalMoment
from .permissions import Actor, Permission
from .plans import NOT_YOURS, change, check_version, lead_for, search_text, write_down
from .text import line, optional, paragraph

LONGEST_MINUTES = 24 * 60


class ActivityDraft(BaseModel):
    """A sales activity that is being written. Without a moment it is now; `draft_id` makes it once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ActivityKind
    title: line(200)
    text: optional(paragraph(5000)) = None
    happens_at: optional(LocalMoment) = None
    duration_minutes: optional(int) = Field(default=None, ge=1, le=LONGEST_MINUTES)
    lead_id: optional(UUID) = None
    company_id: optional(UUID) = None
    person_id: optional(UUID) = None
    draft_id: optional(UUID) = None


class ActivityEdit(BaseModel):
    """Changes to a sales activity; only the fields that were set count. `version` is the one that was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    kind: ActivityKind = ActivityKind.OTHER
    title: line(200) = ""
    text: optional(paragraph(5000)) = None
    happens_at: optional(LocalMoment) = None
    duration_minutes: optional(int) = Field(default=None, ge=1, le=LONGEST_MINUTES)
    company_id: optional(UUID) = None
    person_id: optional(UUID) = None


def log(session: Session, actor: Actor, draft: ActivityDraft, *, now: datetime) -> UUID:
    """Keep an activity; on a lead it is with the lead's company and person unless others are named.

    Raises:
        NotPermitted: without Activities, or on a lead that the actor neither made nor owns.
        Invalid: a contact that the actor does not see.
    """
    actor.require(Permission.ACTIVITIES)
    if draft.draft_id and (made := _made_before(session, actor, draft.draft_id)):
        return made
    lead = lead_for(session, actor, draft.lead_id)
    company_id, person_id = _contact(session, actor, draft, lead)
    activity = SalesActivity(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        author_id=actor.user_id,
        kind=draft.kind,
        title=draft.title,
        text=draft.text or "",
        search_text=search_text(draft.title, draft.text or ""),
        happens_at=draft.happens_at or now,
        duration_minutes=draft.duration_minutes,
        lead_id=draft.lead_id,
        company_id=company_id,
        person_id=person_id,
        draft_id=draft.draft_id,
        created_at=now,
        updated_at=now,
    )
    session.add(activity)
    write_down(session, actor, EventKind.ACTIVITY_LOGGED, activity, now=now)
    return activity.id


def edit(session: Session, actor: Actor, activity_id: UUID, changes: ActivityEdit, *, now: datetime) -> None:
    """Save the fields that were set; the author only. Another company is without the person of the one before.

    Raises:
        Conflict: it was changed since `changes.version`.
        Invalid: a contact that the actor does not see, other than the one that it is with already.
    """
    activity = _own(session, actor, activity_id)
    check_version(activity, changes.version)
    values = {name: getattr(changes, name) for name in changes.model_fields_set - {"version"}}
    contact = _changed_contact(activity, changes)
    if contact != (activity.company_id, activity.person_id):
        values["company_id"], values["person_id"] = _named(session, actor, *contact, kept=activity)
    if "text" in values:
        values["text"] = values["text"] or ""
    if "happens_at" in values and values["happens_at"] is None:
        raise Invalid("Fill in this field.", field="happens_at")
    if any(getattr(activity, name) != value for name, value in values.items()):
        change(session, activity, now=now, **values)
        write_down(session, actor, EventKind.ACTIVITY_CHANGED, activity, now=now)


def move(session: Session, actor: Actor, activity_id: UUID, day: date, *, now: datetime) -> date:
    """Move the activity to another day, at the same hour by the author's clock; returns the day that it was on."""
    activity = _own(session, actor, activity_id)
    local = activity.happens_at.astimezone(ZoneInfo(actor.time_zone))
    happens_at = moment_at(day, local.time(), actor.time_zone)
    if happens_at != activity.happens_at:
        change(session, activity, now=now, happens_at=happens_at)
        write_down(session, actor, EventKind.ACTIVITY_CHANGED, activity, now=now)
    return local.date()


def remove(session: Session, actor: Actor, activity_id: UUID, *, now: datetime) -> None:
    """Take the activity away; it can be restored."""
    activity = _own(session, actor, activity_id)
    change(session, activity, now=now, deleted_at=now)
    write_down(session, actor, EventKind.ACTIVITY_REMOVED, activity, now=now)


def restore(session: Session, actor: Actor, activity_id: UUID, *, now: datetime) -> None:
    """Undo the removal; harmless when it is there."""
    activity = _own(session, actor, activity_id, removed=True)
    if activity.deleted_at is not None:
        change(session, activity, now=now, deleted_at=None)
        write_down(session, actor, EventKind.ACTIVITY_RESTORED, activity, now=now)


def may_change(actor: Actor, activity: SalesActivity) -> bool:
    """Whether the actor may change, move and remove it: its author."""
    return activity.author_id == actor.user_id and actor.may(Permission.ACTIVITIES)


def ends_at(happens_at: datetime, duration_minutes: int | None) -> datetime:
    """When an activity is over; one without a duration takes half an hour in calendars."""
    return happens_at + timedelta(minutes=duration_minutes or 30)


def _own(session: Session, actor: Actor, activity_id: UUID, *, removed: bool = False) -> SalesActivity:
    activity = find_activity(session, actor, activity_id, removed=removed)
    if not may_change(actor, activity):
        raise NotPermitted(NOT_YOURS)
    return activity


def _made_before(session: Session, actor: Actor, draft_id: UUID) -> UUID | None:
    mine = (SalesActivity.author_id == actor.user_id, SalesActivity.draft_id == draft_id)
    return session.exec(select(SalesActivity.id).where(*mine)).first()


def _contact(
    session: Session, actor: Actor, draft: ActivityDraft, lead: Lead | None
) -> tuple[UUID | None, UUID | None]:
    if lead and not (draft.company_id or draft.person_id):
        return lead.company_id, lead.person_id
    return _named(session, actor, draft.company_id, draft.person_id)


def _changed_contact(activity: SalesActivity, changes: ActivityEdit) -> tuple[UUID | None, UUID | None]:
    given = changes.model_fields_set
    company_id = changes.company_id if "company_id" in given else activity.company_id
    stays = activity.person_id if company_id == activity.company_id else None
    return company_id, changes.person_id if "person_id" in given else stays


def _named(
    session: Session,
    actor: Actor,
    company_id: UUID | None,
    person_id: UUID | None,
    *,
    kept: SalesActivity | None = None,
) -> tuple[UUID | None, UUID | None]:
    """Company and person that were chosen; what `kept` is with already may stay, whoever sees it by now."""
    if company_id and not (kept and kept.company_id == company_id):
        find_contact(session, actor, Company, company_id, "company_id")
    person = None
    if person_id and not (kept and kept.person_id == person_id):
        person = find_contact(session, actor, Person, person_id, "person_id")
    elif person_id:
        person = session.get(Person, person_id)
    if person and company_id and person.company_id not in (None, company_id):
        raise Invalid("This person belongs to another company.", field="person_id")
    return company_id or (person.company_id if person else None), person_id

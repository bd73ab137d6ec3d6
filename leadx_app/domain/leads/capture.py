"""Bring a lead in (product.md section 5, "Create")."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from leadx_app.domain import files, milestones, money, points, tags
from leadx_app.domain.contacts import named
from leadx_app.domain.errors import Conflict, Invalid, NotPermitted
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import record
from leadx_app.domain.find import find_choice, find_contact, find_sales_user
from leadx_app.domain.metrics.kept import keep
from leadx_app.domain.metrics.shares import facts_of
from leadx_app.domain.milestones import Measure
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.text import fold
from leadx_app.models import (
    Category,
    Company,
    HandoverState,
    Lead,
    LostReason,
    Person,
    Source,
    Stage,
    SubStage,
    new_id,
)

from .changes import first_stage, name_of, search_text, write_step
from .draft import LeadDraft, LeadEdit


@dataclass(frozen=True, slots=True)
class Captured:
    """What came of a draft: the lead, and whether it was made now or had been made from the same draft before."""

    lead_id: UUID
    is_new: bool


def capture(session: Session, actor: Actor, draft: LeadDraft, *, now: datetime) -> Captured:
    """Make a lead of a draft; the same `draft_id` again gives the lead that it made before.

    Basic and LITE make it at stage New without an owner, handed over to sales if they say so. Professional and Manager
    choose the owner (themselves by default), stage and sub-stage.

    Raises:
        NotPermitted: the role may not create, or not what the draft asks for.
        Invalid: a reference that the actor cannot use; a lost reason missing for Closed.
        Conflict: the `draft_id` was used for another text.
    """
    actor.require(Permission.LEAD_CREATE)
    before = _made_before(session, actor, draft)
    if before is not None:
        return before
    _check_licence(actor, draft)
    company, person = resolve_contact(session, actor, draft, now=now)
    currency, rate = money.rate_of(session, actor.organization_id, draft.currency, now=now)
    stage = first_stage(session, actor)
    if draft.stage_id:
        stage = find_choice(session, actor, Stage, draft.stage_id, "stage_id")
    _check_choices(session, actor, draft)
    owner_id = _owner(session, actor, draft)
    values = values_of(actor, draft, company, person, stage.id, currency, rate, owner_id, now=now)
    lead = Lead(**values, draft_fingerprint=_fingerprint(draft))
    session.add(lead)
    session.flush()
    keep(session, None, facts_of(lead))
    points.begin(session, [lead], now=now)
    write_step(session, actor, lead, now=now)
    tags.set_tags(session, actor, lead, draft.tags)
    files.attach(session, actor, lead, draft.file_ids)
    _record(session, actor, lead, now)
    return Captured(lead.id, is_new=True)


def values_of(
    actor: Actor,
    draft: LeadDraft,
    company: Company,
    person: Person | None,
    stage_id: UUID,
    currency: str,
    rate: Decimal,
    owner_id: UUID | None,
    *,
    now: datetime,
) -> dict[str, Any]:
    """The lead that a draft becomes, by column, with everything that it names found."""
    return dict(
        id=new_id(),
        tenant_id=actor.tenant_id,
        organization_id=actor.organization_id,
        title=draft.title,
        company_id=company.id,
        person_id=person.id if person else None,
        description=draft.description or "",
        value=draft.value,
        currency=currency,
        rate=rate,
        base_value=money.in_base(draft.value, rate),
        expected_closing_on=draft.expected_closing_on,
        category_id=draft.category_id,
        source_id=draft.source_id,
        stage_id=stage_id,
        stage_entered_at=now,
        creator_id=actor.user_id,
        owner_id=owner_id,
        search_text=search_text(draft.title, company.name, person),
        draft_id=draft.draft_id,
        created_at=now,
        updated_at=now,
        **_outcome(draft, now),
    )


def resolve_contact(
    session: Session, actor: Actor, draft: LeadDraft | LeadEdit, *, now: datetime, kept: Lead | None = None
) -> tuple[Company, Person | None]:
    """The company and the person that a draft names: picked by id or typed; typing a new one makes it.

    Args:
        kept: the lead that is being changed. Its person stays where only other things are named, and what it has may
            be named again, also by a LITE user, who picks from no list.
    """
    company = _company(session, actor, draft, kept, now)
    if kept and company.id == kept.company_id and not draft.model_fields_set & {"person_id", "person_name"}:
        draft = draft.model_copy(update={"person_id": kept.person_id})
    if draft.person_id and kept and draft.person_id == kept.person_id:
        person = session.get_one(Person, draft.person_id)
    elif draft.person_id:
        person = find_contact(session, actor, Person, draft.person_id, "person_id")
    elif draft.person_name:
        known_id = kept.person_id if kept else None
        person = named.person_named(session, actor, company, draft.person_name, now=now, known_id=known_id)
    elif draft.person_email or draft.person_phone:
        raise Invalid("Write the name of the contact person too.", field="person_name")
    else:
        return company, None
    stays = kept is not None and (person.id, company.id) == (kept.person_id, kept.company_id)
    if person.company_id not in (None, company.id) and not stays:
        raise Invalid("Choose one from the list.", field="person_id")
    named.learn(session, actor, person, email=draft.person_email, phone=draft.person_phone, now=now)
    return company, person


def _company(session: Session, actor: Actor, draft: LeadDraft | LeadEdit, kept: Lead | None, now: datetime) -> Company:
    if draft.company_id and kept and draft.company_id == kept.company_id:
        return session.get_one(Company, draft.company_id)
    if kept and not draft.company_id and not draft.company_facts and draft.company_name:
        there = session.get_one(Company, kept.company_id)
        if there.name_key == fold(draft.company_name)[:200]:
            return there  # Of several of one name it stays the one that it is.
    if draft.company_id:
        return find_contact(session, actor, Company, draft.company_id, "company_id")
    if draft.company_name and draft.company_facts:
        facts = draft.company_facts
        return named.company_known(session, actor, actor.organization_id, draft.company_name, facts, now=now)
    if draft.company_name:
        return named.company_named(session, actor, actor.organization_id, draft.company_name, now=now)
    raise Invalid("Fill in this field.", field="company_name")


def _made_before(session: Session, actor: Actor, draft: LeadDraft) -> Captured | None:
    if draft.draft_id is None:
        return None
    query = select(Lead).where(Lead.creator_id == actor.user_id, Lead.draft_id == draft.draft_id)
    lead = session.exec(query).first()
    if lead is None:
        return None
    if lead.draft_fingerprint != _fingerprint(draft):
        raise Conflict("A lead was already made from this form. Open it to change it.")
    return Captured(lead.id, is_new=False)


def _fingerprint(draft: LeadDraft) -> str:
    left_out = {"draft_id"} if draft.company_facts else {"draft_id", "company_facts"}
    return hashlib.sha256(draft.model_dump_json(exclude=left_out).encode()).hexdigest()


def _check_licence(actor: Actor, draft: LeadDraft) -> None:
    if draft.qualifies() and not actor.may(Permission.LEAD_QUALIFY):
        raise NotPermitted("Only sales may choose the owner and the stage of a lead.")
    if draft.hand_over and not actor.may(Permission.LEAD_HAND_OVER):
        raise NotPermitted("Your leads are with sales already.")


def _check_choices(session: Session, actor: Actor, draft: LeadDraft) -> None:
    if draft.category_id:
        find_choice(session, actor, Category, draft.category_id, "category_id")
    if draft.source_id:
        find_choice(session, actor, Source, draft.source_id, "source_id")
    if draft.lost_reason_id:
        find_choice(session, actor, LostReason, draft.lost_reason_id, "lost_reason_id")
    check_outcome(draft)


def check_outcome(draft: LeadDraft) -> None:
    """Raises Invalid unless a lead that is closed, and no other, says why."""
    if (draft.sub_stage == SubStage.CLOSED) != bool(draft.lost_reason_id):
        raise Invalid("Choose why the lead was closed.", field="lost_reason_id")


def _owner(session: Session, actor: Actor, draft: LeadDraft) -> UUID | None:
    if not actor.may(Permission.LEAD_QUALIFY):
        return None
    if draft.owner_id in (None, actor.user_id):
        return actor.user_id
    return find_sales_user(session, actor, actor.organization_id, draft.owner_id).id


def _outcome(draft: LeadDraft, now: datetime) -> dict[str, object]:
    ended = draft.sub_stage in (SubStage.WON, SubStage.CLOSED)
    return {
        "sub_stage": draft.sub_stage,
        "lost_reason_id": draft.lost_reason_id,
        "ended_at": now if ended else None,
        "parked_at": now if draft.sub_stage == SubStage.PARKED else None,
        "handover_state": HandoverState.WAITING if draft.hand_over else HandoverState.NONE,
        "handed_over_at": now if draft.hand_over else None,
    }


_ALSO_HAPPENED = {
    SubStage.WON: EventKind.LEAD_WON,
    SubStage.PARKED: EventKind.LEAD_PARKED,
    SubStage.CLOSED: EventKind.LEAD_CLOSED,
}


def story_of(
    actor: Actor, lead: Lead, owner: Callable[[], str], reason: Callable[[], str]
) -> Iterator[tuple[EventKind, dict[str, str]]]:
    """What happens with a lead that is made, in order, each with its payload.

    Args:
        owner: the name of the lead's owner, where it is needed.
        reason: why it was closed, where it was.
    """
    yield EventKind.LEAD_CREATED, {}
    if lead.owner_id not in (None, actor.user_id):
        yield EventKind.LEAD_ASSIGNED, {"owner": owner()}
    if lead.handover_state == HandoverState.WAITING:
        yield EventKind.LEAD_HANDED_OVER, {}
    if lead.sub_stage in _ALSO_HAPPENED:
        yield _ALSO_HAPPENED[lead.sub_stage], {"reason": reason()} if lead.lost_reason_id else {}


def _record(session: Session, actor: Actor, lead: Lead, now: datetime) -> None:
    def reason() -> str:
        return session.get_one(LostReason, lead.lost_reason_id).name

    for kind, payload in story_of(actor, lead, lambda: name_of(session, lead.owner_id), reason):
        record(session, actor, kind, lead, now=now, payload=payload)
        if kind == EventKind.LEAD_CREATED:
            milestones.count(session, actor, Measure.CREATED, lead, actor.user_id, now=now)
        if kind == EventKind.LEAD_WON and lead.owner_id:
            milestones.count(session, actor, Measure.WON, lead, lead.owner_id, now=now)

"""Everything that the View Lead popup shows (product.md section 5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session

from leadx_app.domain import tags
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.find import find_lead
from leadx_app.domain.leads import rules
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import goes, offers, receives_leads, shown_photo
from leadx_app.models import (
    Category,
    Company,
    Event,
    File,
    HandoverState,
    Lead,
    LostReason,
    Note,
    Organization,
    Person,
    Source,
    Stage,
    StageChange,
    SubStage,
    Transfer,
    TransferState,
    User,
)

HISTORY_LIMIT = 200
PREVIEW_LIMIT = 100


@dataclass(frozen=True, slots=True)
class JourneyStep:
    """A stage on the lead's journey. `spent` is the open time in it, parked time excluded; None when never there."""

    stage_id: UUID
    name: str
    color: str
    position: int
    is_current: bool
    spent: timedelta | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note, newest first in lists."""

    id: UUID
    author: str
    text: str
    created_at: datetime
    author_id: UUID | None = None
    author_photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file on the lead, oldest first in lists."""

    id: UUID
    name: str
    content_type: str
    size_bytes: int
    has_thumbnail: bool
    uploader: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What happened, newest first: the event's kind and payload make the sentence; `changes` are field, from, to."""

    id: UUID
    kind: str
    actor: str
    payload: dict
    changes: list[dict]
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class LeadDetail:
    """One lead as the actor sees it, with what they may do to it.

    Attributes:
        sent_from: the organization whose lead it was, while it waits for the answer of this one; "" for all others.
        may_send, may_send_across: to the parent or a child, and from child to child, where there is one that receives.
    """

    id: UUID
    version: int
    title: str
    description: str
    organization_id: UUID
    organization: str
    company_id: UUID
    company: str
    person_id: UUID | None
    person: str
    person_title: str
    person_email: str
    person_phone: str
    value: Decimal | None
    currency: str
    base_value: Decimal | None
    base_currency: str
    expected_closing_on: date | None
    category_id: UUID | None
    category: str
    source_id: UUID | None
    source: str
    tags: list[str]
    stage_id: UUID
    stage: str
    stage_color: str
    stage_position: int
    sub_stage: SubStage
    lost_reason: str
    handover_state: HandoverState
    handed_over_at: datetime | None
    sent_from: str
    answer_due_at: datetime | None
    handshake_at: datetime | None
    return_reason: str
    creator_id: UUID
    creator: str
    owner_id: UUID | None
    owner: str
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    journey: list[JourneyStep]
    notes: list[NoteRow]
    files: list[FileRow]
    history: list[HistoryRow]
    may_edit: bool
    may_hand_over: bool
    may_answer: bool
    may_assign: bool
    may_return: bool
    may_qualify: bool
    may_send: bool
    may_send_across: bool
    may_withdraw: bool
    may_resume: bool
    may_reopen: bool
    may_ring: bool
    may_note: bool
    may_attach: bool
    owner_photo_id: UUID | None = None
    creator_photo_id: UUID | None = None


def lead_detail(session: Session, actor: Actor, lead_id: UUID, *, now: datetime) -> LeadDetail:
    """The lead, or NotFound for absent and not visible alike."""
    lead = find_lead(session, actor, lead_id)
    related = _related(session, actor, lead)
    stages = _stages(session, actor, lead)
    stage = next(stage for stage in stages if stage.id == lead.stage_id)
    at_first = stage.position == 0
    person: Person | None = related.Person
    return LeadDetail(
        id=lead.id,
        version=lead.version,
        title=lead.title,
        description=lead.description,
        organization_id=lead.organization_id,
        organization=related.Organization.name,
        company_id=lead.company_id,
        company=related.company,
        person_id=lead.person_id,
        person=person.name if person else "",
        person_title=(person.title or "") if person else "",
        person_email=(person.email or "") if person else "",
        person_phone=(person.phone or "") if person else "",
        value=lead.value,
        currency=lead.currency,
        base_value=lead.base_value,
        base_currency=related.Organization.base_currency,
        expected_closing_on=lead.expected_closing_on,
        category_id=lead.category_id,
        category=related.category or "",
        source_id=lead.source_id,
        source=related.source or "",
        tags=tags.names_of(session, lead.id),
        stage_id=stage.id,
        stage=stage.name,
        stage_color=stage.color,
        stage_position=stage.position,
        sub_stage=lead.sub_stage,
        lost_reason=related.lost_reason or "",
        handover_state=lead.handover_state,
        handed_over_at=lead.handed_over_at,
        sent_from=related.sent_from or "",
        answer_due_at=rules.answer_due_at(lead, related.Organization.answer_within_hours),
        handshake_at=lead.handshake_at,
        return_reason=lead.return_reason or "",
        creator_id=lead.creator_id,
        creator=related.creator,
        owner_id=lead.owner_id,
        owner=related.owner or "",
        created_at=lead.created_at,
        updated_at=lead.updated_at,
        ended_at=lead.ended_at,
        journey=_journey(session, lead, stages, now),
        notes=_notes(session, actor, lead),
        files=_files(session, lead),
        history=_history(session, lead),
        may_edit=rules.may_edit(actor, lead, is_new=at_first),
        may_hand_over=rules.may_hand_over(actor, lead),
        may_answer=rules.may_answer(actor, lead),
        may_assign=rules.may_assign(actor, lead),
        may_return=rules.may_return(actor, lead, is_new=at_first),
        may_qualify=rules.may_qualify(actor, lead),
        may_send=rules.may_send(actor, lead) and related.has_over,
        may_send_across=rules.may_send(actor, lead) and related.has_across,
        may_withdraw=rules.may_withdraw(actor, lead),
        may_resume=rules.may_resume(actor, lead),
        may_reopen=rules.may_reopen(actor, lead, now),
        may_ring=rules.may_ring(actor, lead),
        may_note=rules.may_note(actor, lead),
        may_attach=rules.may_attach(actor, lead, is_new=at_first),
        owner_photo_id=shown_photo(actor, related.owner_photo_id, related.owner_home_id),
        creator_photo_id=shown_photo(actor, related.creator_photo_id, related.creator_home_id),
    )


def lead_notes(session: Session, actor: Actor, lead_id: UUID) -> list[NoteRow]:
    """The notes of a lead, newest first; at most 100."""
    return _notes(session, actor, find_lead(session, actor, lead_id))


def lead_files(session: Session, actor: Actor, lead_id: UUID) -> list[FileRow]:
    """The files of a lead, oldest first; at most 100."""
    return _files(session, find_lead(session, actor, lead_id))


def _related(session: Session, actor: Actor, lead: Lead) -> sa.Row:
    owner, creator, sender = aliased(User), aliased(User), aliased(Organization)
    waits = sa.and_(Transfer.lead_id == Lead.id, Transfer.state == TransferState.WAITING)
    return session.execute(
        sa.select(
            Organization,
            Person,
            Company.name.label("company"),
            Category.name.label("category"),
            Source.name.label("source"),
            LostReason.name.label("lost_reason"),
            owner.name.label("owner"),
            owner.photo_id.label("owner_photo_id"),
            owner.organization_id.label("owner_home_id"),
            creator.name.label("creator"),
            creator.photo_id.label("creator_photo_id"),
            creator.organization_id.label("creator_home_id"),
            sender.name.label("sent_from"),
            _receives(actor, across=False).label("has_over"),
            _receives(actor, across=True).label("has_across"),
        )
        .select_from(Lead)
        .join(Organization, Organization.id == Lead.organization_id)
        .join(Company, Company.id == Lead.company_id)
        .join(creator, creator.id == Lead.creator_id)
        .outerjoin(Person, Person.id == Lead.person_id)
        .outerjoin(Category, Category.id == Lead.category_id)
        .outerjoin(Source, Source.id == Lead.source_id)
        .outerjoin(LostReason, LostReason.id == Lead.lost_reason_id)
        .outerjoin(owner, owner.id == Lead.owner_id)
        .outerjoin(Transfer, waits)
        .outerjoin(sender, sender.id == Transfer.organization_id)
        .where(Lead.id == lead.id)
    ).one()


def _receives(actor: Actor, *, across: bool) -> sa.ColumnElement[bool]:
    """Whether a lead can be sent to some organization that way."""
    return sa.exists().where(receives_leads(actor), goes(actor, across=across))


def _stages(session: Session, actor: Actor, lead: Lead) -> list[Stage]:
    here = sa.or_(offers(actor, Stage), Stage.id == lead.stage_id)
    query = sa.select(Stage).where(here).order_by(Stage.position)
    return list(session.execute(query).scalars())


def _journey(session: Session, lead: Lead, stages: list[Stage], now: datetime) -> list[JourneyStep]:
    query = (
        sa.select(StageChange).where(StageChange.lead_id == lead.id).order_by(StageChange.changed_at, StageChange.id)
    )
    spent = time_per_stage(list(session.execute(query).scalars()), now)
    return [
        JourneyStep(stage.id, stage.name, stage.color, stage.position, stage.id == lead.stage_id, spent.get(stage.id))
        for stage in stages
    ]


def time_per_stage(changes: list[StageChange], now: datetime) -> dict[UUID, timedelta]:
    """Open time per stage from a lead's steps in order; parked and ended time does not count."""
    spent: dict[UUID, timedelta] = {}
    ends = [change.changed_at for change in changes[1:]] + [now]
    for change, end in zip(changes, ends, strict=True):
        is_open = change.to_sub_stage == SubStage.OPEN
        spent.setdefault(change.to_stage_id, timedelta())
        spent[change.to_stage_id] += (end - change.changed_at) if is_open else timedelta()
    return spent


def _notes(session: Session, actor: Actor, lead: Lead) -> list[NoteRow]:
    query = (
        sa.select(Note, User.name, User.photo_id, User.organization_id)
        .join(User, User.id == Note.author_id)
        .where(Note.lead_id == lead.id)
        .order_by(Note.created_at.desc(), Note.id.desc())
        .limit(PREVIEW_LIMIT)
    )
    return [
        NoteRow(one.id, author, one.text, one.created_at, one.author_id, shown_photo(actor, photo_id, home_id))
        for one, author, photo_id, home_id in session.execute(query)
    ]


def _files(session: Session, lead: Lead) -> list[FileRow]:
    query = (
        sa.select(
            File.id,
            File.name,
            File.content_type,
            File.size_bytes,
            File.thumbnail_key.is_not(None),
            User.name,
            File.created_at,
        )
        .join(User, User.id == File.uploader_id)
        .where(File.lead_id == lead.id, File.deleted_at.is_(None))
        .order_by(File.created_at, File.id)
        .limit(PREVIEW_LIMIT)
    )
    return [FileRow(row[0], row[1], row[2], row[3], bool(row[4]), row[5], row[6]) for row in session.execute(query)]


_UNTOLD = (EventKind.NOTE_MENTIONED.value, EventKind.LEAD_RECEIVED.value)
"""The history has it already as another event."""


def _history(session: Session, lead: Lead) -> list[HistoryRow]:
    query = (
        sa.select(Event, User.name)
        .join(User, User.id == Event.actor_id)
        .where(Event.lead_id == lead.id, Event.kind.not_in(_UNTOLD))
        .order_by(Event.occurred_at.desc(), Event.id.desc())
        .limit(HISTORY_LIMIT)
    )
    return [
        HistoryRow(event.id, event.kind, name, event.payload, event.payload.get("changes", []), event.occurred_at)
        for event, name in session.execute(query)
    ]

"""One lead of a list or a board, with everything that stands on its line."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa

from leadx_app.domain.leads import rules
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import shown_photo
from leadx_app.models import (
    Category,
    Company,
    HandoverState,
    Lead,
    LeadTag,
    Organization,
    Person,
    Source,
    Stage,
    SubStage,
    Tag,
    User,
)
from leadx_app.models.alias import alias_of

OWNER = alias_of(User, "owner")
CREATOR = alias_of(User, "creator")


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead in a list, with what the actor may do to it. Ages are whole days; values None when not given."""

    id: UUID
    title: str
    company: str
    person: str
    value: Decimal | None
    currency: str
    base_value: Decimal | None
    stage_id: UUID
    stage: str
    stage_color: str
    stage_position: int
    sub_stage: SubStage
    handover_state: HandoverState
    owner_id: UUID | None
    owner: str
    creator_id: UUID
    creator: str
    category: str
    source: str
    closing_on: date | None
    created_at: datetime
    updated_at: datetime
    handed_over_at: datetime | None
    answer_due_at: datetime | None
    age_days: int
    is_quiet: bool
    is_returned: bool
    may_move: bool
    may_answer: bool
    may_edit: bool = False
    tags: tuple[str, ...] = ()
    owner_photo_id: UUID | None = None
    creator_photo_id: UUID | None = None


_TAGS = (
    sa.select(sa.func.aggregate_strings(Tag.name, "\n"))
    .join(LeadTag, LeadTag.tag_id == Tag.id)
    .where(LeadTag.lead_id == Lead.id)
    .correlate(Lead)
    .scalar_subquery()
)

PHOTOS = (
    OWNER.photo_id.label("owner_photo_id"),
    OWNER.organization_id.label("owner_home_id"),
    CREATOR.photo_id.label("creator_photo_id"),
    CREATOR.organization_id.label("creator_home_id"),
)

COLUMNS = (
    Lead.id,
    Lead.organization_id,
    Lead.title,
    Lead.value,
    Lead.currency,
    Lead.base_value,
    Lead.sub_stage,
    Lead.handover_state,
    Lead.handed_over_at,
    Lead.returned_at,
    Lead.owner_id,
    Lead.creator_id,
    Lead.sent_by_id,
    Lead.created_at,
    Lead.updated_at,
    Lead.search_text,
    Lead.expected_closing_on,
    Stage.id.label("stage_id"),
    Stage.name.label("stage"),
    Stage.color.label("stage_color"),
    Stage.position.label("stage_position"),
    Stage.quiet_after_days,
    Company.name.label("company"),
    Person.name.label("person"),
    OWNER.name.label("owner"),
    CREATOR.name.label("creator"),
    sa.select(Category.name).where(Category.id == Lead.category_id).scalar_subquery().label("category"),
    sa.select(Source.name).where(Source.id == Lead.source_id).scalar_subquery().label("source"),
    Organization.answer_within_hours,
    _TAGS.label("tags"),
    *PHOTOS,
)


LEAD_ROWS = (
    sa.select(*COLUMNS)
    .select_from(Lead)
    .join(Stage, Stage.id == Lead.stage_id)
    .join(Company, Company.id == Lead.company_id)
    .outerjoin(Person, Person.id == Lead.person_id)
    .outerjoin(OWNER, OWNER.id == Lead.owner_id)
    .join(CREATOR, CREATOR.id == Lead.creator_id)
    .join(Organization, Organization.id == Lead.organization_id)
)


def lead_row(actor: Actor, row: sa.Row, now: datetime) -> LeadRow:
    """A row of `LEAD_ROWS` as the actor sees it at this moment, with what they may do to it."""
    is_open = row.sub_stage == SubStage.OPEN
    return LeadRow(
        id=row.id,
        title=row.title,
        company=row.company,
        person=row.person or "",
        value=row.value,
        currency=row.currency,
        base_value=row.base_value,
        stage_id=row.stage_id,
        stage=row.stage,
        stage_color=row.stage_color,
        stage_position=row.stage_position,
        sub_stage=row.sub_stage,
        handover_state=row.handover_state,
        owner_id=row.owner_id,
        owner=row.owner or "",
        creator_id=row.creator_id,
        creator=row.creator,
        category=row.category or "",
        source=row.source or "",
        closing_on=row.expected_closing_on,
        created_at=row.created_at,
        updated_at=row.updated_at,
        handed_over_at=row.handed_over_at,
        answer_due_at=rules.answer_due_at(row, row.answer_within_hours),
        age_days=(now - row.created_at).days,
        is_quiet=is_open and (now - row.updated_at).days >= row.quiet_after_days,
        is_returned=row.returned_at is not None and row.handover_state == HandoverState.NONE,
        may_move=rules.may_qualify(actor, row),
        may_answer=rules.may_answer(actor, row),
        may_edit=rules.may_edit(actor, row, is_new=row.stage_position == 0),
        tags=tuple(sorted(row.tags.split("\n"))) if row.tags else (),
        owner_photo_id=shown_photo(actor, row.owner_photo_id, row.owner_home_id),
        creator_photo_id=shown_photo(actor, row.creator_photo_id, row.creator_home_id),
    )


def waits_for_answer(actor: Actor, row: sa.Row) -> bool:
    """Whether a row came from `scope.waits_for` and not from the actor's own pipeline."""
    return row.handover_state == HandoverState.WAITING and actor.user_id not in (row.creator_id, row.owner_id)

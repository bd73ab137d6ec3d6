"""Leads of one's own that another organization has now: where they are and how they stand (product.md section 3)."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import Condition, sent_away, shown_photo
from leadx_app.models import Company, Lead, Organization, Stage, SubStage, Transfer, User
from leadx_app.models.alias import alias_of
from leadx_app.queries.lead_filters import PAGE_SIZE

_LATER = alias_of(Transfer, "later_transfers")


@dataclass(frozen=True, slots=True)
class SentLead:
    """One lead, as it is where it is now.

    Attributes:
        organization: where it is.
        is_waiting: nobody there has answered yet.
        sent_at: when it last left the actor's organization.
    """

    id: UUID
    title: str
    company: str
    value: Decimal | None
    currency: str
    stage: str
    stage_color: str
    sub_stage: SubStage
    owner_id: UUID | None
    owner: str
    organization: str
    is_waiting: bool
    sent_at: datetime
    owner_photo_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SentPage:
    """Leads, the last sent first; `total` counts all pages, the cursors are None at the ends."""

    rows: list[SentLead] = field(default_factory=list)
    total: int = 0
    next_cursor: str | None = None
    previous_cursor: str | None = None


def sent_page(session: Session, actor: Actor, cursor: str | None = None, before: str | None = None) -> SentPage:
    """A page of the leads that the actor made, or sent and nobody answered yet, and that left their organization.

    Raises:
        NotPermitted: without a pipeline.
        Invalid: on `cursor`, when it cannot be read.
    """
    actor.require(Permission.PIPELINE_READ)
    backwards = cursor is None and before is not None
    last = _place(cursor or before)
    beyond = [] if last is None else [Transfer.id > last if backwards else Transfer.id < last]
    order = Transfer.id.asc() if backwards else Transfer.id.desc()
    query = _LEADS.where(*_sent(actor), *beyond).order_by(order).limit(PAGE_SIZE + 1)
    found = session.execute(query).all()
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE][:: -1 if backwards else 1]
    total = session.execute(sa.select(sa.func.count()).select_from(_MOVED).where(*_sent(actor))).scalar_one()
    return SentPage(
        rows=[_row(actor, row) for row in found],
        total=total,
        next_cursor=str(found[-1].transfer_id) if found and (more or backwards) else None,
        previous_cursor=str(found[0].transfer_id) if found and (more if backwards else last is not None) else None,
    )


def has_sent(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether there is any such lead, for a column of another statement."""
    return sa.exists(sa.select(Transfer.id).select_from(_MOVED).where(*_sent(actor)))


_MOVED = sa.join(Transfer, Lead, Lead.id == Transfer.lead_id)
_LEADS = (
    sa.select(
        Lead.id,
        Lead.title,
        Company.name.label("company"),
        Lead.value,
        Lead.currency,
        Stage.name.label("stage"),
        Stage.color.label("stage_color"),
        Lead.sub_stage,
        Lead.owner_id,
        User.name.label("owner"),
        User.photo_id.label("owner_photo_id"),
        User.organization_id.label("owner_home_id"),
        Organization.name.label("organization"),
        Lead.sent_by_id,
        Transfer.sent_at,
        Transfer.id.label("transfer_id"),
    )
    .select_from(_MOVED)
    .join(Stage, Stage.id == Lead.stage_id)
    .join(Company, Company.id == Lead.company_id)
    .join(Organization, Organization.id == Lead.organization_id)
    .outerjoin(User, User.id == Lead.owner_id)
)


def _sent(actor: Actor) -> list[Condition]:
    """The last time that each of them left the actor's organization."""
    again = sa.exists().where(
        _LATER.lead_id == Transfer.lead_id,
        _LATER.organization_id == Transfer.organization_id,
        _LATER.id > Transfer.id,
    )
    return [*sent_away(actor), ~again]


def _row(actor: Actor, row: sa.Row) -> SentLead:
    return SentLead(
        id=row.id,
        title=row.title,
        company=row.company,
        value=row.value,
        currency=row.currency,
        stage=row.stage,
        stage_color=row.stage_color,
        sub_stage=row.sub_stage,
        owner_id=row.owner_id,
        owner=row.owner or "",
        owner_photo_id=shown_photo(actor, row.owner_photo_id, row.owner_home_id),
        organization=row.organization,
        is_waiting=row.sent_by_id is not None,
        sent_at=row.sent_at,
    )


def _place(cursor: str | None) -> UUID | None:
    try:
        return UUID(cursor) if cursor else None
    except ValueError:
        raise Invalid("Start again from the first page.", field="cursor") from None

"""What an Admin sees of the tenant's lists: the journey with its leads, and what leads are told apart by."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.choices import TABLES, ListKind
from leadx_app.domain.jobs.desk import OPEN
from leadx_app.domain.list_settings import REGROUP
from leadx_app.domain.metrics.kept import settle
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.domain.scope import offers, sees_choice, sees_tag
from leadx_app.models import Job, Organization, Stage, StageFigure, Tag

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class StageSet:
    """A stage of the journey; `leads` are all that stand there, also those that have ended or are parked.

    `is_emptied` says that a job moves them at this moment.
    """

    id: UUID
    name: str
    color: str
    win_probability_percent: int
    quiet_after_days: int
    leads: int
    is_emptied: bool


@dataclass(frozen=True, slots=True)
class StagesSet:
    """The journey in its order; a child organization's Admin sees it and does not change it."""

    stages: list[StageSet]
    may_change: bool


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A name on a list; `is_emptied` says that a job gives its leads another one at this moment."""

    id: UUID
    name: str
    is_retired: bool
    is_emptied: bool


@dataclass(frozen=True, slots=True)
class ListsSet:
    """The lists in their order, what is used no more behind the rest; tags by name, at most 500."""

    lists: dict[ListKind, list[ListedRow]]
    may_change: bool


def stages_set(session: Session, actor: Actor) -> StagesSet:
    """The tenant's journey as its Admin sets it; the leads are those of their organizations, from kept figures."""
    actor.require(Permission.SETTINGS_MANAGE)
    settle(session)
    leads = (
        sa.select(sa.func.coalesce(sa.func.sum(StageFigure.leads), 0))
        .where(
            StageFigure.stage_id == Stage.id,
            StageFigure.tenant_id == actor.tenant_id,
            StageFigure.organization_id.in_(actor.organization_ids),
            StageFigure.whose_id == StageFigure.organization_id,
        )
        .scalar_subquery()
    )
    query = sa.select(Stage, leads.label("leads"), _is_emptied(Stage.id)).where(offers(actor, Stage))
    found = [
        StageSet(
            one.id, one.name, one.color, one.win_probability_percent, one.quiet_after_days, int(count), bool(emptied)
        )
        for one, count, emptied in session.execute(query.order_by(Stage.position))
    ]
    return StagesSet(found, _may_change(session, actor))


def lists_set(session: Session, actor: Actor) -> ListsSet:
    """Categories, sources, reasons and tags, in one statement; of a child's Admin only the tags that stand there.

    Tags are words that somebody wrote about a customer.
    """
    actor.require(Permission.SETTINGS_MANAGE)
    may_change = _may_change(session, actor)
    tags = sees_choice(actor, Tag) if may_change else sees_tag(actor)
    parts = []
    for kind, table in TABLES.items():
        place = sa.literal(0) if table is Tag else table.position
        columns = (sa.literal(kind.value), table.id, table.name, place, table.retired_at.is_not(None))
        seen = tags if table is Tag else sees_choice(actor, table)
        part = sa.select(*columns, _is_emptied(table.id)).where(seen)
        parts.append(part.order_by(table.retired_at.is_not(None), place, table.name).limit(MOST_SHOWN).subquery())
    rows = session.execute(sa.union_all(*(part.select() for part in parts))).all()
    found: dict[ListKind, list[ListedRow]] = {kind: [] for kind in ListKind}
    for kind, one, name, _, is_retired, emptied in sorted(
        rows, key=lambda row: (row[4], row[3], row[2].casefold(), row[1])
    ):
        found[ListKind(kind)].append(ListedRow(one, name, bool(is_retired), bool(emptied)))
    return ListsSet(found, may_change)


def _is_emptied(row_id: sa.ColumnElement[UUID]) -> sa.ColumnElement[bool]:
    return sa.exists().where(Job.about_id == row_id, Job.kind == REGROUP, Job.state.in_(OPEN))


def _may_change(session: Session, actor: Actor) -> bool:
    return session.get_one(Organization, actor.organization_id).parent_id is None

"""Tasks and sales activities with a contact, as far as the reader may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import sees_activity, sees_lead
from leadx_app.domain.tasks.rules import may_change
from leadx_app.models import Lead, SalesActivity, Task, User

from .agenda_filters import What
from .contact_order import ContactKind

PLANS = 30


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """A task or an activity; `kind` is an activity's, `lead_id` None and `lead` "" where the reader sees none.

    Attributes:
        at: when it is due or was; of a task without an hour 00:00 UTC of its day.
        person: who does or did it.
    """

    id: UUID
    what: What
    kind: str
    title: str
    at: datetime
    has_time: bool
    done_at: datetime | None
    person: str
    lead_id: UUID | None
    lead: str
    may_change: bool


def contact_plans(session: Session, actor: Actor, kind: ContactKind, contact_id: UUID) -> list[ContactPlan]:
    """At most 30 tasks and 30 activities: first what is open, the next on top, then what is over, the latest on top.

    What is planned on a lead is for everybody who sees the lead; the rest for those whom `sees_activity` names.
    """
    tasks, activities = _tasks(actor, kind, contact_id), _activities(actor, kind, contact_id)
    rows = session.execute(sa.union_all(tasks.subquery().select(), activities.subquery().select()))
    found = [_plan(actor, row._mapping) for row in rows]
    is_open = [one for one in found if one.what is What.TASK and one.done_at is None]
    over = [one for one in found if one not in is_open]
    by_time = sorted(is_open, key=lambda one: (one.at, one.id))
    return by_time + sorted(over, key=lambda one: (one.done_at or one.at, one.id), reverse=True)


def _plan(actor: Actor, row: sa.RowMapping) -> ContactPlan:
    values = {name: row.get(name) for name in ContactPlan.__dataclass_fields__}
    may = may_change(actor, creator_id=row["creator_id"], assignee_id=row["assignee_id"])
    return ContactPlan(**values | {"what": What(row["what"]), "lead": row["lead"] or "", "may_change": may})


def _tasks(actor: Actor, kind: ContactKind, contact_id: UUID) -> sa.Select[Any]:
    about = Lead.company_id if kind is ContactKind.COMPANY else Lead.person_id
    return (
        sa.select(
            Task.id.label("id"),
            sa.literal(What.TASK.value).label("what"),
            sa.literal("").label("kind"),
            Task.title.label("title"),
            Task.due_at.label("at"),
            Task.due_time.is_not(None).label("has_time"),
            Task.done_at.label("done_at"),
            User.name.label("person"),
            Lead.id.label("lead_id"),
            Lead.title.label("lead"),
            Task.creator_id.label("creator_id"),
            Task.assignee_id.label("assignee_id"),
        )
        .join(Lead, Lead.id == Task.lead_id)
        .join(User, User.id == Task.assignee_id)
        .where(about == contact_id, sees_lead(actor), Task.deleted_at.is_(None))
        .order_by(Task.done_at.is_not(None), Task.due_at.desc(), Task.id)
        .limit(PLANS)
    )


def _activities(actor: Actor, kind: ContactKind, contact_id: UUID) -> sa.Select[Any]:
    about = SalesActivity.company_id if kind is ContactKind.COMPANY else SalesActivity.person_id
    return (
        sa.select(
            SalesActivity.id.label("id"),
            sa.literal(What.ACTIVITY.value).label("what"),
            sa.cast(SalesActivity.kind, sa.String).label("kind"),
            SalesActivity.title.label("title"),
            SalesActivity.happens_at.label("at"),
            sa.true().label("has_time"),
            sa.cast(sa.null(), SalesActivity.happens_at.type).label("done_at"),
            User.name.label("person"),
            Lead.id.label("lead_id"),
            Lead.title.label("lead"),
            SalesActivity.author_id.label("creator_id"),
            SalesActivity.author_id.label("assignee_id"),
        )
        .join(User, User.id == SalesActivity.author_id)
        .outerjoin(Lead, sa.and_(Lead.id == SalesActivity.lead_id, sees_lead(actor)))
        .where(
            about == contact_id,
            SalesActivity.tenant_id == actor.tenant_id,
            SalesActivity.deleted_at.is_(None),
            sa.or_(Lead.id.is_not(None), sees_activity(actor)),
        )
        .order_by(SalesActivity.happens_at.desc(), SalesActivity.id)
        .limit(PLANS)
    )

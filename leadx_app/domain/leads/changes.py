"""How a lead row is written: only if nobody else wrote it since it was read, and the kept figures with it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, select

from leadx_app.domain import points
from leadx_app.domain.errors import Stale
from leadx_app.domain.metrics.kept import keep
from leadx_app.domain.metrics.shares import facts_of
from leadx_app.domain.permissions import Actor
from leadx_app.domain.text import fold
from leadx_app.models import Lead, Person, Stage, StageChange, SubStage, User, new_id


def change(session: Session, lead: Lead, *, now: datetime, **values: object) -> None:
    """Write the values on top of the version that was read.

    Raises:
        Stale: somebody wrote first; the transaction is run again and the rules are asked again.
    """
    before, owed = facts_of(lead), points.owed(lead)
    values |= {"version": lead.version + 1, "updated_at": now}
    mine = sa.update(Lead).where(Lead.id == lead.id, Lead.version == lead.version)
    if session.connection().execute(mine.values(values)).rowcount != 1:
        raise Stale()
    for name, value in values.items():
        set_committed_value(lead, name, value)
    keep(session, before, facts_of(lead))
    points.follow(session, lead, owed, now=now)


def move(
    session: Session,
    actor: Actor,
    lead: Lead,
    *,
    now: datetime,
    stage_id: UUID | None = None,
    sub_stage: SubStage | None = None,
    **values: object,
) -> None:
    """Write a step on the journey together with its StageChange row."""
    came_from = {"from_stage_id": lead.stage_id, "from_sub_stage": lead.sub_stage}
    if stage_id and stage_id != lead.stage_id:
        values["stage_entered_at"] = now
    places = {"stage_id": stage_id or lead.stage_id, "sub_stage": sub_stage or lead.sub_stage}
    change(session, lead, now=now, **places, **values)
    write_step(session, actor, lead, now=now, **came_from)


STEP = sa.insert(StageChange)
"""Writes the rows of `step_of`."""


def step_of(
    actor: Actor,
    lead: Lead,
    now: datetime,
    from_stage_id: UUID | None = None,
    from_sub_stage: SubStage | None = None,
) -> dict[str, object]:
    """The row that says where the lead has come to, and from where."""
    return {
        "id": new_id(),
        "tenant_id": lead.tenant_id,
        "organization_id": lead.organization_id,
        "lead_id": lead.id,
        "actor_id": actor.user_id,
        "from_stage_id": from_stage_id,
        "to_stage_id": lead.stage_id,
        "from_sub_stage": from_sub_stage,
        "to_sub_stage": lead.sub_stage,
        "changed_at": now,
    }


def write_step(
    session: Session,
    actor: Actor,
    lead: Lead,
    *,
    now: datetime,
    from_stage_id: UUID | None = None,
    from_sub_stage: SubStage | None = None,
) -> None:
    """Write down where the lead has come to, and from where."""
    session.connection().execute(STEP, step_of(actor, lead, now, from_stage_id, from_sub_stage))


def is_new(session: Session, lead: Lead) -> bool:
    """Whether the lead stands at the first stage."""
    return session.get_one(Stage, lead.stage_id).position == 0


def first_stage(session: Session, actor: Actor) -> Stage:
    """The tenant's first stage, New."""
    return session.exec(select(Stage).where(Stage.tenant_id == actor.tenant_id, Stage.position == 0)).one()


def search_text(title: str, company: str, person: Person | None) -> str:
    """What a search in leads looks at: title, company and person, folded."""
    parts = [title, company, person.name if person else ""]
    return fold(" ".join(part for part in parts if part))


def name_of(session: Session, user_id: UUID | None) -> str:
    """The name of a person for a sentence."""
    user = session.get(User, user_id) if user_id else None
    return user.name if user else ""

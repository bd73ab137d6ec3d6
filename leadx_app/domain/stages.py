"""The tenant's lead journey, as its Admin sets it (product.md section 5).

The first stage is New: it may have another name, but it stays first and is never removed. A stage that is in use is
removed by saying where its leads go.
"""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from leadx_app.models import Stage, new_id

from .errors import Conflict, Invalid, NotFound
from .leads.regroup import count_of
from .list_settings import (
    find_listed,
    hold_lists,
    note_setting,
    put,
    require_free_name,
    send_leads,
    shift,
)
from .permissions import Actor
from .scope import offers, sees_choice
from .text import fold, line, optional

MOST_STAGES = 12
MOST_QUIET_DAYS = 365

COLORS: dict[str, str] = {
    "#64748b": "Slate",
    "#2563eb": "Blue",
    "#0891b2": "Cyan",
    "#0d9488": "Teal",
    "#16a34a": "Green",
    "#d97706": "Amber",
    "#dc2626": "Red",
    "#db2777": "Pink",
    "#7c3aed": "Violet",
    "#a0653a": "Brown",
}
"""The colours that a stage may have, as they are kept, with their names; each is seen on both themes."""


class StageDraft(BaseModel):
    """A stage as the Admin wants it.

    `leads_to` is where the leads of a changed stage go; without it they stay.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: line(60)
    color: str
    win_probability_percent: int
    quiet_after_days: int
    leads_to: optional(UUID) = None


def add_stage(session: Session, actor: Actor, draft: StageDraft, *, now: datetime) -> UUID:
    """Put a stage at the end of the journey.

    Raises:
        Invalid: on what cannot be used.
        Conflict: the journey has `MOST_STAGES` already.
    """
    parent = hold_lists(session, actor)
    _check(draft)
    journey = _journey(session, actor)
    if len(journey) >= MOST_STAGES:
        raise Conflict("The list is full: {max} are the most.", max=MOST_STAGES)
    _free_name(session, actor, draft.name)
    stage = Stage(
        id=new_id(), tenant_id=parent.tenant_id, organization_id=parent.id, position=len(journey), **_values_of(draft)
    )
    session.add(stage)
    session.flush()
    note_setting(session, actor, "stages", {"act": "added", "to": _values_of(draft)}, now=now)
    return stage.id


def change_stage(session: Session, actor: Actor, stage_id: UUID, draft: StageDraft, *, now: datetime) -> bool:
    """Rename a stage, or change its colour, probability or quiet days, and let its leads stay or go to another stage.

    Returns:
        Whether all leads are where they should be; False when a job is on its way.

    Raises:
        NotFound: absent.
        Invalid: on what cannot be used; on `leads_to`.
    """
    hold_lists(session, actor)
    stage = _find(session, actor, stage_id)
    _check(draft)
    _free_name(session, actor, draft.name, stage.id)
    to = _other(session, actor, stage, draft.leads_to) if draft.leads_to else None
    wanted = _values_of(draft)
    before = {name: getattr(stage, name) for name in wanted}
    if wanted != before:
        for name, value in wanted.items():
            setattr(stage, name, value)
        session.add(stage)
    is_done = send_leads(session, actor, stage, to, now=now) if to else True
    if wanted != before or to:
        moved = {"leads_to": to.name} if to else {}
        note_setting(session, actor, "stages", {"act": "changed", "from": before, "to": wanted, **moved}, now=now)
    return is_done


def shift_stage(session: Session, actor: Actor, stage_id: UUID, down: bool, *, now: datetime) -> None:
    """Let a stage change places with the one after it, or before it; at the end of the journey it is harmless.

    Raises:
        Conflict: it is the first one, or would become it.
    """
    hold_lists(session, actor)
    stage = _find(session, actor, stage_id)
    journey = _journey(session, actor)
    place = journey.index(stage)
    if place == 0 or (place == 1 and not down):
        raise Conflict("The first stage stays first: every lead begins there.")
    if shift(session, actor, Stage, stage, down):
        names = ", ".join(one.name for one in _journey(session, actor))
        note_setting(session, actor, "stages", {"act": "ordered", "to": names}, now=now)


def remove_stage(session: Session, actor: Actor, stage_id: UUID, to_id: UUID | None, *, now: datetime) -> bool:
    """Take a stage out of the journey; its leads, also those that have ended, go to another one.

    Returns:
        Whether it is done; False when its leads are many and a job moves them before it goes.

    Raises:
        NotFound: absent.
        Conflict: it is the first stage, or its leads are being moved already.
        Invalid: on `to_id`: it has leads and none is named, or one that cannot be used.
    """
    hold_lists(session, actor)
    stage = _find(session, actor, stage_id, ends=True)
    if stage.position == 0:
        raise Conflict("Every lead begins at the first stage. You can rename it, but not remove it.")
    if to_id is None and count_of(session, stage, 1):
        raise Invalid("Choose where the leads of this stage go.", field="to_id")
    to = _other(session, actor, stage, to_id) if to_id else None
    is_done = send_leads(session, actor, stage, to, now=now, ends=True) if to else True
    payload = {"act": "removed", "from": stage.name, "to": to.name if to else None}
    if is_done:
        retire_stage(session, actor, stage, now=now)
    note_setting(session, actor, "stages", payload, now=now)
    return is_done


def retire_stage(session: Session, actor: Actor, stage: Stage, *, now: datetime) -> None:
    """Take a stage without leads out; those behind it move up. Its row stays: the journeys of leads name it.

    Who may is the calling command's rule.
    """
    lowest = session.execute(sa.select(sa.func.min(Stage.position)).where(sees_choice(actor, Stage))).scalar_one()
    stage.retired_at = now
    put(session, stage, min(lowest, 0) - 1)
    for place, one in enumerate(_journey(session, actor)):
        if one.position != place:
            put(session, one, place)


def _journey(session: Session, actor: Actor) -> list[Stage]:
    return list(session.exec(select(Stage).where(offers(actor, Stage)).order_by(Stage.position)))


def _find(session: Session, actor: Actor, stage_id: UUID, *, ends: bool = False) -> Stage:
    stage = find_listed(session, actor, Stage, stage_id, ends=ends)
    if stage.retired_at is not None:
        raise NotFound()
    return stage


def _other(session: Session, actor: Actor, stage: Stage, to_id: UUID) -> Stage:
    query = select(Stage).where(offers(actor, Stage), Stage.id == to_id, Stage.id != stage.id)
    to = session.exec(query).first()
    if to is None:
        raise Invalid("Choose one from the list.", field="to_id")
    return to


def _check(draft: StageDraft) -> None:
    if draft.color not in COLORS:
        raise Invalid("Choose one from the list.", field="color")
    for name, low, high in (("win_probability_percent", 0, 100), ("quiet_after_days", 1, MOST_QUIET_DAYS)):
        if not low <= getattr(draft, name) <= high:
            raise Invalid("Write a whole number from {min} to {max}.", field=name, min=low, max=high)


def _free_name(session: Session, actor: Actor, name: str, but: UUID | None = None) -> None:
    """Nobody sees the names of stages that are gone: one that has this name makes room."""
    gone = session.exec(select(Stage).where(sees_choice(actor, Stage), Stage.retired_at.is_not(None))).all()
    for stage in gone:
        if fold(stage.name) == fold(name):
            stage.name = str(stage.id)
            session.add(stage)
    session.flush()
    require_free_name(session, actor, Stage, name, but)


def _values_of(draft: StageDraft) -> dict[str, str | int]:
    names = ("name", "color", "win_probability_percent", "quiet_after_days")
    return {name: getattr(draft, name) for name in names}

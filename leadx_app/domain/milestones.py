"""Round numbers of a person's work, told once in the Sales Feed (product.md section 8)."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from leadx_app import i18n
from leadx_app.models import Lead, PersonCount

from .event_kinds import EventKind
from .events import record_about
from .permissions import Actor


class Measure(StrEnum):
    """What is counted of a person in an organization."""

    CREATED = "created"
    WON = "won"
    HANDSHAKES = "handshakes"


_ROUND = (10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
MILESTONES: dict[Measure, tuple[int, ...]] = {Measure.CREATED: _ROUND, Measure.WON: _ROUND, Measure.HANDSHAKES: (1,)}

WORDS: dict[Measure, str] = {
    Measure.CREATED: "{number} leads brought in",
    Measure.WON: "{number} leads won",
    Measure.HANDSHAKES: "the first handshake",
}


def count(session: Session, actor: Actor, measure: Measure, lead: Lead, person_id: UUID, *, now: datetime) -> None:
    """Count one more for the person whose act it is, and tell of a milestone that is reached for the first time."""
    reached = _add(session, lead, measure, person_id, 1)
    if reached not in MILESTONES[measure] or not _is_first_time(session, lead, measure, person_id, reached):
        return
    words = milestone_words({"measure": measure.value, "number": reached}, "en")
    facts = {"measure": measure.value, "number": reached, "milestone": words}
    theirs = replace(actor, user_id=person_id)
    record_about(session, theirs, EventKind.MILESTONE_REACHED, lead.organization_id, now=now, payload=facts)


def take_back(session: Session, measure: Measure, lead: Lead, person_id: UUID) -> None:
    """Count one less: the act was taken back. What was told stays told."""
    _add(session, lead, measure, person_id, -1)


def milestone_words(payload: dict[str, Any], language: str) -> str:
    """A milestone of an event's payload in a language."""
    return i18n.say(language, WORDS[Measure(payload["measure"])], number=payload["number"])


def _add(session: Session, lead: Lead, measure: Measure, person_id: UUID, amount: int) -> int:
    key = {"organization_id": lead.organization_id, "user_id": person_id, "measure": measure.value}
    facts = {**key, "tenant_id": lead.tenant_id, "count": max(amount, 0), "reached": 0, "amount": amount}
    return session.connection().execute(_UPSERTS[session.get_bind().dialect.name], facts).scalar_one()


def _is_first_time(session: Session, lead: Lead, measure: Measure, person_id: UUID, number: int) -> bool:
    mine = (
        PersonCount.organization_id == lead.organization_id,
        PersonCount.user_id == person_id,
        PersonCount.measure == measure.value,
        PersonCount.reached < number,
    )
    return session.connection().execute(sa.update(PersonCount).where(*mine).values(reached=number)).rowcount == 1


def _upsert(dialect: Any) -> sa.Insert:
    table = PersonCount.__table__
    insert = dialect.insert(table).values({column.name: sa.bindparam(column.name) for column in table.columns})
    added = {"count": table.c.count + sa.bindparam("amount", type_=sa.Integer)}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=added).returning(table.c.count)


_UPSERTS = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}

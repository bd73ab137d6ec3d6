"""Recurring jobs: one row for each, whose turn one process takes at a time, and what the Admin sees of them.

They are nobody's data and stand above the tenants. A turn is held by a lease, as a job's claim is (`run.py`): whoever
hangs or is killed leaves it to another process when the lease ends, and writes nothing into the row any more. What a
turn works on is claimed piece by piece besides, so that each reminder and mail happens once even then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message, announce
from leadx_app.domain.permissions import Actor, Permission
from leadx_app.models import RoundRun, User

from .run import ClaimLost, pause_before

LEASE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RoundNote:
    """What one server process saw of a round since it last said so; `failed_at` and `error_id` of the last failure."""

    name: str
    every_seconds: int
    ran_at: datetime
    failed_at: datetime | None = None
    error_id: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A recurring job as the process that does it knows it; `claim` and `tries` count from 1."""

    name: str
    claim: int
    tries: int


def enter(session: Session, rounds: Mapping[str, int], *, now: datetime) -> None:
    """Make the rows of recurring jobs, by name with the seconds between two turns; those that are there stay."""
    rows = [
        {**_NEW, "name": name, "every_seconds": every, "ran_at": now, "due_at": now} for name, every in rounds.items()
    ]
    if rows:
        session.connection().execute(_ENTRIES[session.get_bind().dialect.name], rows)


def release(session: Session, *, now: datetime) -> int:
    """At the start of the only server process: whatever turn is held, nobody holds it. Returns how many."""
    held = sa.update(RoundRun).where(RoundRun.held_until.is_not(None))
    return session.connection().execute(held.values(held_until=None)).rowcount


def open_turns(session: Session, *, now: datetime) -> dict[str, bool]:
    """The recurring jobs whose turn can be taken now, by name, with whether an Admin asked for it."""
    query = sa.select(RoundRun.name, RoundRun.asked_at.is_not(None)).where(*_open(now)).order_by(RoundRun.name)
    return {name: bool(is_asked) for name, is_asked in session.execute(query)}


def take_turn(session: Session, name: str, *, now: datetime) -> Turn | None:
    """Take the turn, unless another process has it or it is not due."""
    here = (RoundRun.name == name, *_open(now))
    row = session.execute(sa.select(RoundRun.claim, RoundRun.tries).where(*here)).first()
    if row is None:
        return None
    turn = Turn(name, row.claim + 1, row.tries + 1)
    taken = {"claim": turn.claim, "tries": turn.tries, "held_until": now + LEASE, "began_at": now}
    mine = sa.update(RoundRun).where(*here, RoundRun.claim == row.claim)
    return turn if session.connection().execute(mine.values(taken)).rowcount else None


def hold_turn(session: Session, turn: Turn, *, now: datetime) -> None:
    """Renew the lease.

    Raises:
        ClaimLost: another process has it by now.
    """
    if not _write(session, turn, {"held_until": now + LEASE}):
        raise ClaimLost()


def end_turn(session: Session, turn: Turn, *, now: datetime) -> None:
    """It is done; the next one is due in time. Whoever asked for it sees it. Harmless when the turn was lost."""
    row = session.get(RoundRun, turn.name, populate_existing=True)
    if row is None or row.claim != turn.claim:
        return
    took = round((now - row.began_at).total_seconds() * 1000) if row.began_at else None
    ended = {"tries": 0, "due_at": now + timedelta(seconds=row.every_seconds), "ran_at": now, "took_ms": took}
    if _write(session, turn, {**_NOT_HELD, **ended}) and row.asked_by_id:
        _say_changed(session, session.get(User, row.asked_by_id))


def fail_turn(session: Session, turn: Turn, error_id: str, *, chance: float = 0.5, now: datetime) -> None:
    """It failed: the next try waits, longer each time. Harmless when the turn was lost.

    Args:
        error_id: what the log knows it by.
        chance: a number from 0 to 1 that spreads the next attempts.
    """
    row = session.get(RoundRun, turn.name, populate_existing=True)
    failed = {"due_at": now + pause_before(turn.tries, chance), "failed_at": now, "error_id": error_id}
    if _write(session, turn, {**_NOT_HELD, **failed}) and row and row.asked_by_id:
        _say_changed(session, session.get(User, row.asked_by_id))


def give_turn_back(session: Session, turn: Turn, *, now: datetime) -> None:
    """The process stops: let another one do it at once. Harmless when the turn was lost."""
    _write(session, turn, {"held_until": None, "due_at": now, "tries": 0})


def run_now(session: Session, actor: Actor, name: str, *, now: datetime) -> None:
    """Let a recurring job be done at once, also one that waits after a failure.

    Raises:
        NotFound: there is none of this name.
    """
    actor.require(Permission.JOBS_MANAGE)
    asked = {"due_at": now, "asked_at": now, "asked_by_id": actor.user_id, "tries": 0}
    known = sa.update(RoundRun).where(RoundRun.name == name, RoundRun.due_at.is_not(None))
    if not session.connection().execute(known.values(asked)).rowcount:
        raise NotFound()
    _say_changed(session, session.get(User, actor.user_id))


def note_rounds(session: Session, notes: Sequence[RoundNote], *, now: datetime) -> None:
    """Write down how rounds went; the latest word counts, and a failure stays until there is a later one."""
    rows = [{**_NEW, "due_at": None, **{name: getattr(note, name) for name in _NOTED}} for note in notes]
    if rows:
        session.connection().execute(_NOTES[session.get_bind().dialect.name], rows)


_NOTED = ("name", "every_seconds", "ran_at", "failed_at", "error_id")
_NEW = {"claim": 0, "tries": 0}
_NOT_HELD = {"held_until": None, "asked_at": None, "asked_by_id": None}


def _open(now: datetime) -> tuple[Any, ...]:
    """Due, and held by nobody, or by one who has not been heard of for the time of a lease."""
    return RoundRun.due_at <= now, sa.or_(RoundRun.held_until.is_(None), RoundRun.held_until <= now)


def _write(session: Session, turn: Turn, values: dict[str, Any]) -> bool:
    """Write into the row as long as the turn is ours; whether it is."""
    ours = (RoundRun.name == turn.name, RoundRun.claim == turn.claim, RoundRun.held_until.is_not(None))
    return bool(session.connection().execute(sa.update(RoundRun).where(*ours).values(values)).rowcount)


def _say_changed(session: Session, asked: User | None) -> None:
    """Let the pages of whoever asked read again; others have nothing to see that is theirs."""
    if asked is not None:
        people: frozenset[UUID] = frozenset({asked.id})
        announce(session, Message(asked.tenant_id, frozenset(), None, people, EventKind.JOB_CHANGED))


def _entry(dialect: Any) -> sa.Insert:
    """Rows that an older server noted get their first turn."""
    table = RoundRun.__table__
    insert = dialect.insert(table)
    kept = {
        "every_seconds": insert.excluded.every_seconds,
        "due_at": sa.func.coalesce(table.c.due_at, insert.excluded.due_at),
    }
    return insert.on_conflict_do_update(index_elements=[table.c.name], set_=kept)


def _note(dialect: Any) -> sa.Insert:
    table = RoundRun.__table__
    insert = dialect.insert(table)
    new = insert.excluded
    kept = {name: sa.func.coalesce(new[name], table.c[name]) for name in ("failed_at", "error_id")}
    later = {"ran_at": new.ran_at, "every_seconds": new.every_seconds, **kept}
    return insert.on_conflict_do_update(index_elements=[table.c.name], set_=later)


_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
_ENTRIES = {name: _entry(dialect) for name, dialect in _DIALECTS.items()}
_NOTES = {name: _note(dialect) for name, dialect in _DIALECTS.items()}

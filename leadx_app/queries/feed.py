"""The Sales Feed: what happened in the reader's organizations, newest first (product.md section 8)."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from leadx_app.domain.errors import Invalid
from leadx_app.domain.event_kinds import EventKind, FeedKind
from leadx_app.domain.feed import LEAD
from leadx_app.domain.goals import goal_words
from leadx_app.domain.milestones import milestone_words
from leadx_app.domain.permissions import Actor
from leadx_app.domain.scope import Condition, sees_feed, sees_lead
from leadx_app.models import Event, Lead, Organization, SubStage, Transfer, TransferState, User
from leadx_app.models.alias import alias_of

PAGE_SIZE = 30
MAX_PAGE_SIZE = 240


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that happened.

    Attributes:
        finder: who made the lead; "" for what is about no lead, as is `title`.
        owner: who was given the lead, for entries that say so.
        payload: the rest that the event keeps.
        may_open: whether the reader sees the lead; for an audience, whether everybody of it does.
        title: of a lead that is in another organization by now, what it was called when it was sent there.
        creator_id, owner_id, sent_by_id: the lead's parties at this moment, who may open it in any case.
        undone: the act was taken back since: a won lead reopened, a handshake returned.
    """

    id: UUID
    kind: EventKind
    feed: FeedKind
    occurred_at: datetime
    organization_id: UUID
    organization: str
    actor: str
    lead_id: UUID | None
    title: str
    finder: str
    owner: str
    payload: dict[str, Any]
    may_open: bool
    creator_id: UUID | None
    owner_id: UUID | None
    sent_by_id: UUID | None
    undone: bool


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Entries, newest first; `next_cursor` is None at the end."""

    entries: list[FeedEntry]
    next_cursor: str | None


def feed_page(
    session: Session, actor: Actor, kind: FeedKind | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> FeedPage:
    """One page of the feed of all organizations that the actor reads.

    Everybody of an audience gets the same rows but for the flag whether they may open the lead; `opens` adds that.

    Raises:
        NotPermitted: the role reads no feed.
        Invalid: on `cursor`, when it is none.
    """
    limit = max(1, min(limit, MAX_PAGE_SIZE))
    each = [Event.feed == kind.value] if kind else []
    if len(actor.organization_ids) > 1:  # Who reads both ends of a lead's way is told of it once.
        each.append(Event.kind != EventKind.LEAD_RECEIVED.value)
    ids = _first_ids(sees_feed(actor), [*each, *_beyond(cursor)], limit + 1)
    rows = session.execute(_entries(actor).where(Event.id.in_(ids)).order_by(*_newest(Event.occurred_at, Event.id)))
    found = [_entry(row) for row in rows]
    more = len(found) > limit
    return FeedPage(found[:limit], _cursor(found[limit - 1]) if more else None)


def opens(actor: Actor, entry: FeedEntry) -> bool:
    """Whether this reader may open the entry's lead: as `may_open` of their audience says, and as a party of the lead.

    The same as `scope.sees_lead` says in SQL; a test holds the two together.
    """
    return entry.may_open or (entry.lead_id is not None and actor.user_id in _parties(entry))


def _parties(entry: FeedEntry) -> tuple[UUID | None, ...]:
    return entry.creator_id, entry.owner_id, entry.sent_by_id


def sentence_values(entry: FeedEntry, language: str) -> dict[str, str]:
    """What the entry's sentence is filled with, in a language."""
    values = {"actor": entry.actor, "finder": entry.finder, "owner": entry.owner}
    values["milestone"] = milestone_words(entry.payload, language) if entry.kind == EventKind.MILESTONE_REACHED else ""
    values["goal"] = goal_words(entry.payload, language) if entry.kind == EventKind.GOAL_REACHED else ""
    values |= {name: str(entry.payload.get(name, "")) for name in ("to", "origin")}
    values["count"] = str(entry.payload.get("leads", ""))
    return {**values, LEAD: entry.title}


_ACTOR, _FINDER = alias_of(User, "actor"), alias_of(User, "finder")


_TRANSFERS_FROM_HERE = (
    sa.select(Transfer.title)
    .where(Transfer.lead_id == Event.lead_id, Transfer.organization_id == Event.organization_id)
    .order_by(Transfer.sent_at.desc(), Transfer.id.desc())
    .limit(1)
    .correlate(Event)
    .scalar_subquery()
)
_TITLE = sa.case((Lead.organization_id == Event.organization_id, Lead.title), else_=_TRANSFERS_FROM_HERE)
"""What a lead is called where it is now stays there: elsewhere it has the name under which it was sent."""

_CAME_BACK = sa.exists().where(
    Transfer.lead_id == Event.lead_id,
    Transfer.sent_at == Event.occurred_at,
    Transfer.state.in_([TransferState.RETURNED, TransferState.WITHDRAWN]),
)


def _entries(actor: Actor) -> sa.Select:
    taken_back = sa.case(
        (
            Event.kind == EventKind.LEAD_WON.value,
            sa.or_(Lead.sub_stage != SubStage.WON, Lead.ended_at.is_distinct_from(Event.occurred_at)),
        ),
        (Event.feed == FeedKind.TRANSFER.value, _CAME_BACK),
        (Event.feed == FeedKind.ACCEPTED.value, Lead.handshake_at.is_distinct_from(Event.occurred_at)),
        else_=sa.false(),
    )
    return (
        sa.select(
            Event.id,
            Event.kind,
            Event.feed,
            Event.occurred_at,
            Event.organization_id,
            Event.lead_id,
            Event.payload,
            Organization.name.label("organization"),
            _ACTOR.name.label("actor"),
            _FINDER.name.label("finder"),
            _TITLE.label("title"),
            Lead.creator_id,
            Lead.owner_id,
            Lead.sent_by_id,
            sees_lead(actor).label("may_open"),
            taken_back.label("undone"),
        )
        .select_from(Event)
        .join(Organization, Organization.id == Event.organization_id)
        .join(_ACTOR, _ACTOR.id == Event.actor_id)
        .outerjoin(Lead, Lead.id == Event.lead_id)
        .outerjoin(_FINDER, _FINDER.id == Lead.creator_id)
    )


def _entry(row: sa.Row) -> FeedEntry:
    return FeedEntry(
        id=row.id,
        kind=EventKind(row.kind),
        feed=FeedKind(row.feed),
        occurred_at=row.occurred_at,
        organization_id=row.organization_id,
        organization=row.organization,
        actor=row.actor,
        lead_id=row.lead_id,
        title=row.title or "",
        finder=row.finder or "",
        owner=str(row.payload.get("owner", "")),
        payload=row.payload,
        may_open=bool(row.may_open),
        creator_id=row.creator_id,
        owner_id=row.owner_id,
        sent_by_id=row.sent_by_id,
        undone=bool(row.undone),
    )


def _newest(moment: sa.ColumnElement, event_id: sa.ColumnElement) -> tuple[sa.ColumnElement, ...]:
    return (moment.desc(), event_id.desc())


def _first_ids(parts: list[Condition], each: list[Condition], limit: int) -> sa.Select:
    """The ids of the newest events of all parts together; each part costs no more than its own page."""
    firsts = [
        sa.select(Event.id, Event.occurred_at)
        .where(part, *each)
        .order_by(*_newest(Event.occurred_at, Event.id))
        .limit(limit)
        .subquery()
        for part in parts
    ]
    events = sa.union_all(*(first.select() for first in firsts)).subquery()
    return sa.select(events.c.id).order_by(*_newest(events.c.occurred_at, events.c.id)).limit(limit).subquery().select()


def _cursor(last: FeedEntry) -> str:
    place = json.dumps([last.occurred_at.isoformat(), str(last.id)])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _beyond(cursor: str | None) -> list[Condition]:
    """What happened before the last entry of the page before; the bound in time is what the index is entered by."""
    if cursor is None:
        return []
    try:
        moment, event_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        at, last = datetime.fromisoformat(moment).astimezone(UTC), UUID(event_id)
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error, RecursionError):
        raise Invalid("Start again from the first page.", field="cursor") from None
    return [Event.occurred_at <= at, sa.or_(Event.occurred_at < at, Event.id < last)]

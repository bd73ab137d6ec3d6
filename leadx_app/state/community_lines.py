"""Sales Community as the screen shows it: every figure, date and word already in the reader's language.

What is made here is the same for everybody of an audience, so that it is made once for all their open pages.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from leadx_app.domain.days import today_in
from leadx_app.domain.permissions import Actor
from leadx_app.models import HandoverState, SubStage
from leadx_app.queries.community import (
    Community,
    CommunityFilters,
    CommunityLead,
    CommunityRow,
    community,
    leads_behind,
)
from leadx_app.queries.community_filters import NONE
from leadx_app.queries.lead_filters import PAGE_SIZE
from leadx_app.state.community_address import CommunityAddress
from leadx_app.state.format import DASH, Look, initials, look_for, photo_of, tint
from leadx_app.state.lead_shown import StepShown, journey_shown
from leadx_app.state.pipeline_lines import Choice, KpiLine, kpi_line
from leadx_app.state.wire import Shared


@dataclass(frozen=True)
class CommunityLine:
    """A lead's headline in the list.

    Attributes:
        hands: "", "waiting" or "accepted".
        status: "open", "won", "closed" or "parked".
        finder: the creator, where that is not the owner; else "".
        answer_due: when sales should have answered (ISO 8601), "" where it does not wait, no time was set, or the
            reader may not open it.
    """

    id: str
    title: str
    company: str
    organization: str
    value: str
    stage: str
    color: str
    status: str
    owner: str
    initials: str
    photo: str
    tint: int
    finder: str
    finder_initials: str
    finder_photo: str
    finder_tint: int
    hands: str
    age: str
    dates: str
    quiet: str
    creator: str
    created: str
    changed: str
    answer_due: str
    answer_due_words: str


@dataclass(frozen=True)
class CommunityShown:
    """A page of Community.

    Attributes:
        answer: the median answer time, "–" without one; `answers` says what it is taken from.
        behind: by figure, the status and the further condition of the leads that make it.
        goes_on: pages are looked for along the list.
        total: "" where nobody has counted the leads; `place` then says the rows alone.
    """

    kpis: list[KpiLine] = field(default_factory=list)
    behind: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: list[CommunityLine] = field(default_factory=list)
    behind_words: str = ""
    answer: str = ""
    answers: str = ""
    total: str = ""
    place: str = ""
    goes_on: bool = False
    next_cursor: str = ""
    previous_cursor: str = ""
    stages: list[Choice] = field(default_factory=list)
    organizations: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class CommunityView:
    """What an open page of Community looks at: of an audience, whoever looks at the same is shown the same.

    `changed` are ids of leads that somebody else just changed.
    """

    at: CommunityAddress
    changed: frozenset[str] = frozenset()

    @property
    def question(self) -> tuple[Callable[..., CommunityShown], tuple[Hashable, ...]]:
        """What the page reads."""
        return community_shown, (self.at.shown,)

    def values(self, shown: CommunityShown) -> dict[str, Any]:
        """The vars of the page."""
        names = ("kpis", "answer", "answers", "rows", "total", "place", "next_cursor", "stages", "organizations")
        return {
            **{name: getattr(shown, name) for name in names},
            "_behind": shown.behind,
            "behind": shown.behind_words,
            "previous_cursor": shown.previous_cursor if self.at.page > 1 else "",
            "is_filtered": not self.at.is_usual,
            "goes_on": shown.goes_on,
            "query": self.at.query(),
            "is_loaded": True,
            "fresh": sorted(self.changed & {row.id for row in shown.rows}),
        }


@dataclass(frozen=True)
class QuickView:
    """A lead in the quick view: its headline, and the address of the lead itself, "" for who may not open it."""

    id: str = ""
    title: str = ""
    company: str = ""
    organization: str = ""
    value: str = ""
    stage: str = ""
    color: str = ""
    status: str = "open"
    owner: str = ""
    owner_initials: str = ""
    owner_photo: str = ""
    owner_tint: int = 0
    creator: str = ""
    creator_initials: str = ""
    creator_photo: str = ""
    creator_tint: int = 0
    hands: str = "none"
    age: str = ""
    created: str = ""
    changed: str = ""
    href: str = ""
    answer_due: str = ""
    answer_due_words: str = ""


def community_shown(session: Session, actor: Actor, at: CommunityAddress, *, now: datetime) -> CommunityShown:
    """A page of Community in the reader's words."""
    filters = at.filters(today_in(actor.time_zone, now))
    found = community(session, actor, filters, now=now)
    look = look_for(actor, now)
    own, *others = found.organizations
    return CommunityShown(
        kpis=[kpi_line(figure, look) for figure in found.kpis],
        behind={figure.slug: leads_behind(figure) for figure in found.kpis},
        behind_words=_behind_words(filters, found.names, look),
        rows=Shared(_line(row, look) for row in found.page.rows),
        answer=look.span(found.answer.median),
        answers=look.count("of the latest handshake", "of the latest {count} handshakes", found.answer.count),
        total=look.number(found.total) if found.total is not None else "",
        place=_place(found, filters, at.page, look),
        goes_on=filters.is_walked,
        next_cursor=found.page.next_cursor or "",
        previous_cursor=found.page.previous_cursor or "",
        stages=[Choice(str(stage.id), stage.name) for stage in found.stages],
        organizations=[Choice(str(one.id), one.name) for one in (own, *others)] if others else [],
    )


def quick_view(found: CommunityLead, look: Look) -> tuple[QuickView, list[StepShown]]:
    """The quick view and the journey."""
    row = found.row
    view = QuickView(
        id=str(row.id),
        title=row.title,
        company=row.company,
        organization=row.organization,
        value=look.money(row.value, row.currency),
        stage=row.stage,
        color=row.stage_color,
        status=row.sub_stage.value,
        owner=row.owner,
        owner_initials=initials(row.owner),
        owner_photo=photo_of(row.owner_photo_id),
        owner_tint=tint(row.owner_id),
        creator=row.creator,
        creator_initials=initials(row.creator),
        creator_photo=photo_of(row.creator_photo_id),
        creator_tint=tint(row.creator_id),
        hands=row.handover_state.value,
        age=look.age(row.created_at),
        created=look.moment(row.created_at),
        changed=look.ago(row.updated_at),
        href=f"/leads/{row.id}" if found.may_open else "",
        **_answer(row, look),
    )
    return view, journey_shown(found.journey, look)


def _line(row: CommunityRow, look: Look) -> CommunityLine:
    is_found = row.creator_id != row.owner_id
    made, changed = look.moment(row.created_at), look.ago(row.updated_at)
    return CommunityLine(
        id=str(row.id),
        title=row.title,
        company=row.company,
        organization=row.organization,
        value=look.money(row.value, row.currency),
        stage=row.stage,
        color=row.stage_color,
        status=row.sub_stage.value,
        owner=row.owner,
        initials=initials(row.owner),
        photo=photo_of(row.owner_photo_id),
        tint=tint(row.owner_id),
        finder=row.creator if is_found else "",
        finder_initials=initials(row.creator) if is_found else "",
        finder_photo=photo_of(row.creator_photo_id) if is_found else "",
        finder_tint=tint(row.creator_id) if is_found else 0,
        hands="" if row.handover_state == HandoverState.NONE else row.handover_state.value,
        age=look.age(row.created_at),
        dates=look.say("Created {date}, changed {age}", date=made, age=changed),
        quiet=_quiet(row, look),
        creator=row.creator,
        created=look.date(row.created_at),
        changed=look.date(row.updated_at),
        **_answer(row, look),
    )


def _answer(row: CommunityRow, look: Look) -> dict[str, str]:
    """By when sales should answer, for the clock and in words."""
    due = row.answer_due_at
    return {"answer_due": due.isoformat() if due else "", "answer_due_words": look.near_moment(due) if due else ""}


def _behind_words(filters: CommunityFilters, names: dict[UUID, str], look: Look) -> str:
    """Which leads of whom are shown, where that is not everybody's and all."""
    words = [look.say("Leads of one person")] if filters.person_id else []
    words += [
        _days_words(first, last, texts, look)
        for first, last, texts in (
            (filters.ended_from, filters.ended_to, _ENDED),
            (filters.entered_from, filters.entered_to, _ENTERED),
            (filters.closing_from, filters.closing_to, _CLOSING),
        )
        if first or last
    ]
    words += [look.say("Without an expected closing date")] if filters.is_undated else []
    for one, without, named in (
        (filters.source_id, "Without a source", "Source: {name}"),
        (filters.category_id, "Without a category", "Category: {name}"),
        (filters.lost_reason_id, "Closed without a reason", "Closed: {name}"),
        (filters.reached_id, "", "Came as far as {name}"),
    ):
        if one is not None:
            words.append(look.say(without) if one == NONE and without else look.say(named, name=names.get(one, DASH)))
    return ", ".join(words)


_ENDED = ("Ended {first} – {last}", "Ended from {first} on", "Ended up to {last}")
_ENTERED = (
    "At their stage since {first} – {last}",
    "At their stage since {first}",
    "At their stage since {last} at least",
)
_CLOSING = ("Expected {first} – {last}", "Expected from {first} on", "Expected up to {last}")


def _days_words(first: date | None, last: date | None, texts: tuple[str, str, str], look: Look) -> str:
    both, begin, end = texts
    days = {name: look.date(day) for name, day in (("first", first), ("last", last)) if day}
    return look.say(both if first and last else begin if first else end, **days)


def _quiet(row: CommunityRow, look: Look) -> str:
    days = (look.now - row.updated_at).days
    is_quiet = row.is_quiet and row.sub_stage == SubStage.OPEN
    return look.say("Nothing happened for {count} days", count=look.number(days)) if is_quiet else ""


def _place(found: Community, filters: CommunityFilters, page: int, look: Look) -> str:
    """Where the page is: "51–100 of 312"; of what is looked for along the list, how many this page has."""
    count = len(found.page.rows)
    if filters.is_walked:
        return look.count("{count} lead", "{count} leads", count)
    if not count:
        return ""
    first = (page - 1) * PAGE_SIZE + 1
    ends = {"first": look.number(first), "last": look.number(first + count - 1)}
    if found.total is None:
        return look.say("{first}–{last}", **ends)
    return look.say("{first}–{last} of {total}", **ends, total=look.number(found.total))

"""Rewards: points, places and the ledger behind them, live."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import NotFound
from leadx_app.domain.event_kinds import EventKind
from leadx_app.domain.events import Message
from leadx_app.domain.metrics.spans import EARLIEST, LATEST, Span
from leadx_app.domain.permissions import Permission
from leadx_app.domain.rewards import hide
from leadx_app.queries.badges import NO_BADGES
from leadx_app.queries.point_lines import point_lines
from leadx_app.queries.reward_page import RewardPage, reward_page
from leadx_app.queries.rewards import PAGE_SIZE, Rewards
from leadx_app.reward_words import period_words
from leadx_app.state import live
from leadx_app.state.badge_lines import BadgeLine, badge_lines, next_words
from leadx_app.state.doors import act, handler, read
from leadx_app.state.export_links import export_query
from leadx_app.state.goal_lines import GoalLine, goal_line
from leadx_app.state.look import look_of
from leadx_app.state.parameters import IdOrNothing, LeadId, name_of
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.reward_lines import (
    CardLine,
    FigureLine,
    PointShown,
    card_line,
    figure_lines,
    point_shown,
)
from leadx_app.state.rewards_address import RewardsAddress, read_address
from leadx_app.state.session import SessionState

SpanName = name_of(Span)
Step = Literal[1, -1]
PODIUM = 3

SHOWN = frozenset(
    kind
    for kind in EventKind
    if kind.startswith(("lead.", "leads.", "handover.", "import.", "settings.", "preferences.", "goal."))
)
"""What may change a figure, a card or a place."""


class RewardsState(rx.State):
    """What the page shows; `at` is what its address says.

    Attributes:
        own: the person's card, none where they do not work in the organization shown.
        is_asked: somebody's ledger is looked into.
    """

    at: RewardsAddress = RewardsAddress()
    query: str = ""
    is_loaded: bool = False
    organization: str = ""
    organizations: list[Choice] = []
    period: str = ""
    is_current: bool = True
    figures: list[FigureLine] = []
    own: list[CardLine] = []
    is_hidden: bool = False
    sees_board: bool = False
    sees_everybody: bool = False
    podium: list[CardLine] = []
    behind: list[CardLine] = []
    cards: list[CardLine] = []
    place: str = ""
    has_pages: bool = False
    has_previous: bool = False
    has_next: bool = False
    export: str = ""
    badges: list[BadgeLine] = []
    next_badge: str = ""
    goals: list[GoalLine] = []
    may_set_goal: bool = False
    is_asked: bool = False
    why_name: str = ""
    lines: list[PointShown] = []
    has_more_lines: bool = False

    _first: date = EARLIEST
    _last: date = EARLIEST
    _asked_id: UUID | None = None
    _cursor: str | None = None

    @handler
    async def load(self) -> None:
        """On loading the page: what the address says."""
        await live.watch(self, kinds=SHOWN, everybody=True)
        self.at = read_address(self.router.url.query)
        self.is_asked, self._asked_id = False, None
        try:
            await self._read()
        except NotFound:
            self.at = RewardsAddress()
            await self._read()

    @handler
    async def show_span(self, span: SpanName) -> None:
        """A month, a quarter or a year."""
        await self._go(span=span)

    @handler
    async def step(self, by: Step) -> None:
        """The time before or after."""
        if by > 0 and self.is_current:
            return
        first, last = self.get_value("_first"), self.get_value("_last")
        if by < 0 and first > EARLIEST:
            await self._go(day=(first - timedelta(days=1)).isoformat())
        elif by > 0 and last < LATEST:
            await self._go(day=(last + timedelta(days=1)).isoformat())

    @handler
    async def show_organization(self, organization: IdOrNothing) -> None:
        """Another organization."""
        await self._go(organization=organization)

    @handler
    async def next_page(self) -> None:
        """The cards behind the last one."""
        if self.has_next:
            self.at = replace(self.at, after=self.at.after + PAGE_SIZE)
            await self._read()

    @handler
    async def previous_page(self) -> None:
        """The cards in front of the first one."""
        self.at = replace(self.at, after=max(0, self.at.after - PAGE_SIZE))
        await self._read()

    @handler
    async def hide_me(self, is_hidden: bool) -> None:
        """Be on the leaderboard, or not."""
        await act(self, hide, is_hidden)
        await live.refresh(self)

    @handler
    async def why(self, user_id: LeadId) -> None:
        """Look into somebody's ledger."""
        self._asked_id, self._cursor, self.lines = UUID(user_id), None, []
        await self._read_lines()
        self.is_asked = True

    @handler
    async def more_lines(self) -> None:
        """Earlier entries."""
        if self.has_more_lines:
            await self._read_lines()

    @handler
    async def leave(self) -> None:
        """Close the ledger."""
        self.is_asked, self._asked_id, self.lines, self.why_name = False, None, [], ""

    async def _refresh_live(self, messages: tuple[Message, ...]) -> None:
        await self._read()

    async def _go(self, **changes: Any) -> None:
        self.at = replace(self.at, after=0, **changes)
        await self._read()

    async def _read(self) -> None:
        """Read what the address says with the person's rights."""
        at: RewardsAddress = self.get_value("at")
        page: RewardPage = await read(self, reward_page, at.filters())
        found, aims, badges = page.rewards, page.goals, page.badges
        mine = badges.get(found.own.user_id, NO_BADGES) if found.own else NO_BADGES
        look = await look_of(self)
        session = await self.get_state(SessionState)
        actor = session._actor
        me = actor.user_id if actor else UUID(int=0)
        top = [card_line(card, look, me) for card in found.top]
        self._first, self._last = found.period.first, found.period.last
        shown: dict[str, Any] = {
            "query": at.query(),
            "organization": str(found.organization_id),
            "organizations": [Choice(str(one.id), one.name) for one in found.organizations]
            if len(found.organizations) > 1
            else [],
            "period": period_words(found.period, look.language),
            "is_current": found.is_current,
            "figures": figure_lines(found.figures, look) if found.figures else [],
            "own": [_own(card_line(found.own, look, me), found, look)] if found.own else [],
            "is_hidden": found.is_hidden,
            "sees_board": bool(actor and actor.may(Permission.REWARDS_LEADERBOARD)),
            "sees_everybody": bool(actor and actor.may(Permission.REWARDS_EVERYBODY)),
            "podium": top[:PODIUM],
            "behind": top[PODIUM:],
            "cards": [card_line(card, look, me, badges[card.user_id]) for card in found.cards],
            "badges": badge_lines(mine, look),
            "next_badge": next_words(mine, look),
            "place": look.say("{first} to {last}", first=at.after + 1, last=at.after + len(found.cards)),
            "has_previous": at.after > 0,
            "has_next": found.next_after is not None,
            "has_pages": at.after > 0 or found.next_after is not None,
            "export": export_query(at.filters(), after="", day=found.period.first.isoformat()),
            "goals": [goal_line(row, look) for row in aims.rows],
            "may_set_goal": aims.may_set,
            "is_loaded": True,
        }
        for name, value in shown.items():
            if self.get_value(name) != value:
                setattr(self, name, value)

    async def _read_lines(self) -> None:
        """Another page of the ledger that is looked into."""
        if self._asked_id is None:
            return
        at: RewardsAddress = self.get_value("at")
        found = await read(self, point_lines, self._asked_id, at.filters(), cursor=self._cursor)
        look = await look_of(self)
        known = len(self.lines)
        self.lines += [point_shown(line, known + place, look) for place, line in enumerate(found.rows)]
        self.why_name, self._cursor = found.name, found.next_cursor
        self.has_more_lines = found.next_cursor is not None


def _own(card: CardLine, found: Rewards, look: Any) -> CardLine:
    """The own card says its place in words."""
    if found.own is None or found.own.place is None:
        return card
    return replace(card, place=look.say("Number {place} on the leaderboard", place=card.place))

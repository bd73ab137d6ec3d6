"""The form of a new goal, and what its Managers do to those that are there."""

from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
from sqlmodel import Session

from leadx_app.domain.goals import GoalDraft, remove_goal, restore_goal, set_goal
from leadx_app.domain.leads.draft import parse_draft
from leadx_app.domain.permissions import Actor
from leadx_app.queries.goals import goal_choices
from leadx_app.state import live
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.goal_lines import Chosen, time_choice
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import LeadId
from leadx_app.state.rewards import RewardsState

PERSON = "person_"


class GoalsState(rx.State):
    """The form that is open, with what it offers."""

    is_open: bool = False
    times: list[Chosen] = []
    people: list[Chosen] = []
    currency: str = ""
    problems: dict[str, str] = {}
    clear_token: int = 0
    answer_token: int = 0

    @handler
    async def ask(self) -> None:
        """Open the form of a new goal."""
        found = await read(self, goal_choices)
        look = await look_of(self)
        self.times = [time_choice(period, look) for period in found.periods]
        self.people = [Chosen(str(one.id), one.name) for one in found.people]
        self.currency, self.problems, self.is_open = found.currency, {}, True

    @handler
    async def close(self) -> None:
        """Close the form; what is written in it stays in the browser."""
        self.is_open = False

    @handler
    async def save(self, form: Form) -> None:
        """Set the goal of the form."""
        saved = await attempt(self, _set, form)
        self.problems = saved.problems
        self.answer_token += 1
        if saved.ok:
            self.is_open = False
            self.clear_token += 1
            await say_done(self, "The goal is set.")
            await self._show()

    @handler
    async def remove(self, goal_id: LeadId) -> None:
        """Take a goal away."""
        await act(self, remove_goal, UUID(goal_id))
        await say_done(self, "Goal removed.", undo=GoalsState.restore(goal_id))
        await self._show()

    @handler
    async def restore(self, goal_id: LeadId) -> None:
        """Bring a goal back."""
        await act(self, restore_goal, UUID(goal_id))
        await self._show()

    async def _show(self) -> None:
        """Read the page anew, on which the goals stand."""
        await live.refresh(await self.get_state(RewardsState))


def _set(session: Session, actor: Actor, form: Form, *, now: datetime) -> UUID:
    """`set_goal` with what was written in the form."""
    span, _, day = str(form.get("time") or "").partition(" ")
    said: dict[str, Any] = {name: form.get(name) for name in ("measure", "target", "name", "draft_id")}
    said["people"] = [name.removeprefix(PERSON) for name, ticked in form.items() if name.startswith(PERSON) and ticked]
    return set_goal(session, actor, parse_draft(GoalDraft, {**said, "span": span, "day": day}), now=now)

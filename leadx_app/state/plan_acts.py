"""What is done to a plan, wherever it is shown: doing, moving, reminding, removing, each with its way back."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.days import today_in
from leadx_app.domain.errors import NotFound
from leadx_app.domain.tasks.finish import complete, reopen
from leadx_app.domain.tasks.plan import Snooze, snooze
from leadx_app.queries.agenda import agenda_row
from leadx_app.state import live
from leadx_app.state.agenda_acts import PLANS, move_plan, remove_plan, restore_plan
from leadx_app.state.agenda_lines import day_words
from leadx_app.state.doors import act, handler, read
from leadx_app.state.format import Look
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import DAY_PATTERN, LeadId
from leadx_app.state.plan_form import PlanFormState

Target = Annotated[
    str,
    Field(pattern=f"^(edit|today|tomorrow|week|earlier|later|remind_hour|remind_tomorrow|remove|{DAY_PATTERN})$"),
]


class PlanActsState(rx.State):
    """Has no vars of its own: what shows the plan reads again after each act."""

    @handler
    async def complete(self, task_id: UUID) -> None:
        """Do a task; it can be taken back."""
        await self._do(complete, task_id)
        await say_done(self, "Done.", undo=PlanActsState.reopen(str(task_id)))

    @handler
    async def reopen(self, task_id: UUID) -> None:
        """Take the doing back."""
        await self._do(reopen, task_id)

    @handler
    async def pick(self, plan_id: LeadId, target: Target) -> None:
        """What the menu of a plan offers, and dropping it on a day."""
        if target == "edit":
            await (await self.get_state(PlanFormState))._open(UUID(plan_id))
        elif target == "remove":
            await self._do(remove_plan, UUID(plan_id))
            await say_done(self, "Removed.", undo=PlanActsState.restore(plan_id))
        elif target.startswith("remind_"):
            await self._snooze(UUID(plan_id), Snooze(target.removeprefix("remind_")))
        else:
            await self._move(UUID(plan_id), target)

    @handler
    async def restore(self, plan_id: LeadId) -> None:
        """Take a removal back."""
        await self._do(restore_plan, UUID(plan_id))

    # Behind the handlers.

    async def _do(self, command: Any, *args: Any) -> Any:
        """Run a command and show what stands then, also when it was refused."""
        try:
            return await act(self, command, *args)
        finally:
            await live.refresh_screens(self, PLANS)

    async def _move(self, plan_id: UUID, target: str) -> None:
        look = await look_of(self)
        day = await self._target_day(plan_id, target, look)
        before = await self._do(move_plan, plan_id, day)
        if before != day:
            undo = PlanActsState.pick(str(plan_id), before.isoformat())
            await say_done(self, look.say("Moved to {day}.", day=day_words(day, look)), undo=undo)

    async def _target_day(self, plan_id: UUID, target: str, look: Look) -> date:
        today = today_in(look.time_zone, look.now)
        ahead = {"today": 0, "tomorrow": 1, "week": 7 - today.weekday()}
        if target in ahead:
            return today + timedelta(days=ahead[target])
        if target in ("earlier", "later"):
            row = await read(self, agenda_row, plan_id)
            if row is None:
                raise NotFound()
            return row.day + timedelta(days=1 if target == "later" else -1)
        try:
            return date.fromisoformat(target)
        except ValueError:
            raise NotFound() from None

    async def _snooze(self, plan_id: UUID, until: Snooze) -> None:
        later = await self._do(snooze, plan_id, until)
        look = await look_of(self)
        await say_done(self, look.say("You will be reminded {moment}.", moment=look.moment(later)))

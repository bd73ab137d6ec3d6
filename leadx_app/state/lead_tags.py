"""Tags of the lead that is looked at: put on and taken off one by one."""

from typing import Any
from uuid import UUID

import reflex as rx

from leadx_app.domain.leads.tagging import tag, untag
from leadx_app.queries.choices import tag_suggestions
from leadx_app.state.doors import Form, act, attempt, handler, read
from leadx_app.state.lead_choices import Choice
from leadx_app.state.lead_edit import listed
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.look import look_of, say_done
from leadx_app.state.parameters import LeadId, Search


class LeadTagState(rx.State):
    """What is suggested, and what is wrong with the word; `entry_token` changes when a word was taken."""

    suggestions: list[Choice] = []
    problem: str = ""
    entry_token: int = 0
    answer_token: int = 0

    @handler
    async def suggest(self, text: Search) -> None:
        """Known tags that hold the text and are not on the lead."""
        there = {one.name for one in (await self._view()).lead.tags}
        found = await read(self, tag_suggestions, text)
        self.suggestions = [Choice(name, name) for name in found if name not in there]

    @handler
    async def pick(self, value: Search, name: Search) -> None:
        """A suggestion, or the word that was typed, was chosen."""
        await self._put_on([name])

    @handler
    async def add(self, form: Form) -> None:
        """The typed words, commas between them."""
        self.answer_token += 1
        await self._put_on(listed(form.get("tag")))

    @handler
    async def remove(self, name: Search) -> None:
        """Take a tag off; it can be put back."""
        lead_id = (await self._view())._here()
        await self._do(untag, lead_id, [name])
        look = await look_of(self)
        undo = LeadTagState.put_back(str(lead_id), name)
        await say_done(self, look.say("Tag “{name}” removed.", name=name), undo=undo)

    @handler
    async def put_back(self, lead_id: LeadId, name: Search) -> None:
        """Put a tag on again that was taken off."""
        await self._do(tag, UUID(lead_id), [name])

    async def _put_on(self, names: list[str]) -> None:
        if not names:
            return
        view = await self._view()
        outcome = await attempt(self, tag, view._here(), names)
        self.problem = outcome.problems.get("tags", "")
        if outcome.ok:
            self.entry_token += 1
            self.suggestions = []
            await view._read_again()

    async def _do(self, command: Any, lead_id: UUID, names: list[str]) -> None:
        """Run a command on a lead, and show the one that is open then."""
        view = await self._view()
        try:
            await act(self, command, lead_id, names)
        finally:
            if view._lead_id is not None:
                await view._read_again()

    async def _view(self) -> LeadViewState:
        return await self.get_state(LeadViewState)

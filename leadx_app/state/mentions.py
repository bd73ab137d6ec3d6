"""Who can be mentioned in a note, asked for when somebody types "@"."""

from uuid import UUID

import reflex as rx

from leadx_app.domain.notes import mentionable
from leadx_app.state.doors import handler, read
from leadx_app.state.pipeline_lines import Choice


class MentionState(rx.State):
    """The people of one lead; the browser picks among them by what is typed."""

    people: list[Choice] = []

    @handler
    async def ask(self, lead_id: UUID) -> None:
        """Somebody begins to mention."""
        found = await read(self, mentionable, lead_id)
        self.people = [Choice(str(user_id), name) for user_id, name in found.items()]

"""The question before a lead is won or closed from the pipeline: both are final."""

from typing import Annotated
from uuid import UUID

import reflex as rx
from pydantic import Field

from leadx_app.domain.bell import ring_bell
from leadx_app.domain.leads.close import close_lost, close_won
from leadx_app.queries.pipeline import ending
from leadx_app.state.doors import UUID_PATTERN, act, handler, read
from leadx_app.state.look import look_of, say_done
from leadx_app.state.pipeline_lines import Choice
from leadx_app.state.toasts import toast

Id = Annotated[str, Field(pattern=f"^{UUID_PATTERN}$")]
Kind = Annotated[str, Field(pattern="^(won|closed)$")]


class OutcomeState(rx.State):
    """Which lead is about to end, and how: `kind` is "won", "closed" or "" when nothing is asked."""

    kind: str = ""
    title: str = ""
    value: str = ""
    reasons: list[Choice] = []

    _lead_id: UUID | None = None

    @handler
    async def ask(self, lead_id: Id, kind: Kind) -> None:
        """Open the question."""
        lead = await read(self, ending, UUID(lead_id))
        look = await look_of(self)
        self.kind, self.title, self._lead_id = kind, lead.title, UUID(lead_id)
        self.value = look.money(lead.value, lead.currency)
        self.reasons = [Choice(str(reason.id), reason.name) for reason in lead.reasons]

    @handler
    async def leave(self) -> None:
        """Close the question; nothing happens."""
        self._forget()

    @handler
    async def win(self) -> None:
        """Yes, it is won."""
        lead_id = self._forget()
        if lead_id:
            await act(self, close_won, lead_id)
            await self._offer_the_bell(lead_id)

    @handler
    async def close(self, reason_id: Id) -> None:
        """Yes, it is closed, for this reason."""
        lead_id = self._forget()
        if lead_id:
            await act(self, close_lost, lead_id, UUID(reason_id))
            await say_done(self, "Closed.")

    @handler
    async def ring_bell(self, lead_id: Id) -> None:
        """Let everybody in the organization hear of the lead that was just won."""
        await act(self, ring_bell, UUID(lead_id))

    async def _offer_the_bell(self, lead_id: UUID) -> None:
        look = await look_of(self)
        ring = OutcomeState.ring_bell(str(lead_id))
        await toast(self, "done", look.say("Won. Well done."), action_label=look.say("Ring the Bell"), action=ring)

    def _forget(self) -> UUID | None:
        lead_id, self._lead_id, self.kind = self._lead_id, None, ""
        return lead_id

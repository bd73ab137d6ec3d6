"""Sending the lead that is looked at to another organization, and taking it back until somebody there answers."""

from uuid import UUID

import reflex as rx

from leadx_app.domain.leads import transfer
from leadx_app.state.doors import Form, act, handler
from leadx_app.state.lead_view import LeadViewState, chosen_in
from leadx_app.state.look import look_of, say_done


class LeadSendingState(rx.State):
    """What is done; where the lead can go `LeadTransferState` shows."""

    @handler
    async def send(self, form: Form) -> None:
        """Send the lead to another organization; it can be taken back until somebody answers."""
        view = await self._view()
        lead_id, title = view._here(), view.lead.title
        await view._answer(chosen_in(transfer.send, "organization_id"), form)
        if view.problems:
            return
        look = await look_of(self)
        undo = LeadSendingState.take_back(str(lead_id))
        await say_done(self, look.say("“{title}” was sent.", title=title), undo=undo)

    @handler
    async def take_back(self, lead_id: UUID) -> None:
        """Take a lead back that was just sent, wherever the person has gone since."""
        view = await self._view()
        try:
            await act(self, transfer.withdraw, lead_id)
        finally:
            if view._lead_id == lead_id:
                await view._read_again()

    @handler
    async def withdraw(self) -> None:
        """Take the lead back from the organization that it was sent to."""
        await (await self._view())._do(transfer.withdraw)

    async def _view(self) -> LeadViewState:
        return await self.get_state(LeadViewState)

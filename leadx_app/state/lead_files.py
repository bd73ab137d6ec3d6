"""Files of the lead that is looked at: put on, taken off, put back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import reflex as rx

from leadx_app.domain.files import remove_file, restore_file
from leadx_app.state.doors import act, handler
from leadx_app.state.lead_view import LeadViewState, Title
from leadx_app.state.look import say_done


class LeadFilesState(rx.State):
    """What is done to them; which there are the lead itself says."""

    @handler
    async def file_added(self, file_id: Title, name: Title) -> None:
        """A file arrived on the lead through our own route."""
        await self._show_again()

    @handler
    async def remove(self, file_id: UUID) -> None:
        """Take a file off the lead; it can be taken back."""
        await self._do(remove_file, file_id)
        await say_done(self, "The file was removed.", undo=LeadFilesState.restore(str(file_id)))

    @handler
    async def restore(self, file_id: UUID) -> None:
        """Take the removal of a file back."""
        await self._do(restore_file, file_id)

    async def _do(self, command: Callable[..., Any], file_id: UUID) -> None:
        try:
            await act(self, command, file_id)
        finally:
            await self._show_again()

    async def _show_again(self) -> None:
        """Show the lead that is open by now, if one is."""
        view = await self.get_state(LeadViewState)
        if view._lead_id is not None:
            await view._read_again()

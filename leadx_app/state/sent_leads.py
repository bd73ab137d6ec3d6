"""Who can see a lead that another organization has now, asked for beside it."""

from typing import Any
from uuid import UUID

import reflex as rx

from leadx_app.state.doors import handler
from leadx_app.state.lead_transfer import load_viewers
from leadx_app.state.parameters import LeadId


class SentLeadsState(rx.State):
    """The lead that is asked about, "" for none."""

    lead_id: str = ""

    @handler
    async def ask(self, lead_id: LeadId) -> Any:
        """Show who can see this lead."""
        await load_viewers(self, UUID(lead_id))
        self.lead_id = lead_id

    @handler
    async def close(self) -> None:
        """Put the answer away."""
        self.lead_id = ""

"""A document was opened in a tab that the server remembers: what was open in the one before is closed."""

import reflex as rx

from leadx_app.state.contact_form import ContactFormState
from leadx_app.state.contact_form_fields import ContactFields
from leadx_app.state.contact_merge import ContactMergeState
from leadx_app.state.doors import handler
from leadx_app.state.lead_form import LeadFormState
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.pipeline_outcome import OutcomeState


class ArrivalState(rx.State):
    """Has nothing to show."""

    @handler
    async def arrive(self, is_reload: bool) -> None:
        """A new document: popups of the one before do not come back; a reload keeps the form that is filled in."""
        view = await self.get_state(LeadViewState)
        if view.is_open:
            view.is_open = False
            view._put_away()
        (await self.get_state(OutcomeState))._forget()
        if not is_reload:
            (await self.get_state(LeadFormState)).is_open = False
            (await self.get_state(ContactFormState))._begin(ContactFields())
            (await self.get_state(ContactMergeState))._put_away()

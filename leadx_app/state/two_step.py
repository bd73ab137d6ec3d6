"""Whether the person signs in with a second step, on the profile page."""

import reflex as rx

from leadx_app.queries.two_step import own_two_step
from leadx_app.state.doors import handler, read
from leadx_app.state.look import look_of


class TwoStepState(rx.State):
    """Since when, and how many recovery codes are left; the codes themselves never come here."""

    is_loaded: bool = False
    is_on: bool = False
    summary: str = ""

    @handler
    async def load(self) -> None:
        """On loading the page, and when it was turned on or off."""
        own, look = await read(self, own_two_step), await look_of(self)
        self.is_loaded, self.is_on, self.summary = True, own.turned_on_at is not None, ""
        if own.turned_on_at is not None:
            since = look.say("On since {day}.", day=look.date(own.turned_on_at))
            left = look.count("{count} recovery code is left.", "{count} recovery codes are left.", own.codes_left)
            self.summary = f"{since} {left}"

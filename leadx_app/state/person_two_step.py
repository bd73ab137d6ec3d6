"""The second step of the person whom an Admin looks at in User Management."""

from uuid import UUID

import reflex as rx

from leadx_app.domain import two_step
from leadx_app.domain.errors import NotFound
from leadx_app.domain.two_step import Notice
from leadx_app.mail.account_letters import write_two_step
from leadx_app.models import utc_now
from leadx_app.queries.two_step import has_second_step
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import act, handler, read
from leadx_app.state.look import say_done


class PersonTwoStepState(rx.State):
    """Whether the person who is open signs in with a second step."""

    is_on: bool = False

    _person: str = ""

    @handler
    async def look(self, user_id: UUID) -> None:
        """On opening a person."""
        self.is_on, self._person = False, ""
        self.is_on, self._person = await read(self, has_second_step, user_id), str(user_id)

    @handler
    async def let_in(self) -> None:
        """Let the open person in with the password alone: they lost their app and their codes."""
        if not self._person:
            raise NotFound()
        runtime = get_runtime()
        notice = Notice(write_two_step(runtime.customers.home, utc_now(), is_on=False), runtime.settings.mail_domain)
        await act(self, two_step.reset, UUID(self._person), notice)
        self.is_on = False
        await say_done(self, "The password alone is enough for the next sign-in.")

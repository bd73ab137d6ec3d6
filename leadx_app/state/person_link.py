"""The provider's account of the person whom an Admin looks at in User Management."""

from uuid import UUID

import reflex as rx

from leadx_app.domain.errors import NotFound
from leadx_app.domain.providers import forget_link
from leadx_app.queries.providers import has_link
from leadx_app.state.doors import act, handler, read
from leadx_app.state.look import say_done


class PersonLinkState(rx.State):
    """Whether the person who is open has signed in with a provider's account."""

    is_linked: bool = False

    _person: str = ""

    @handler
    async def look(self, user_id: UUID) -> None:
        """On opening a person."""
        self.is_linked, self._person = False, ""
        self.is_linked, self._person = await read(self, has_link, user_id), str(user_id)

    @handler
    async def forget(self) -> None:
        """Let the open person sign in with another account of the provider."""
        if not self._person:
            raise NotFound()
        await act(self, forget_link, UUID(self._person))
        self.is_linked = False
        await say_done(self, "The next account of the provider with their email is theirs.")

"""The person's passkeys, on the profile page."""

from dataclasses import dataclass
from uuid import UUID

import reflex as rx

from leadx_app.domain import passkeys
from leadx_app.queries.passkeys import PasskeyRow, own_passkeys
from leadx_app.state.doors import act, handler, read
from leadx_app.state.format import Look
from leadx_app.state.look import look_of, say_done


@dataclass(frozen=True)
class PasskeyLine:
    """A passkey, and when it was made and used."""

    id: str
    name: str
    more: str


class PasskeysState(rx.State):
    """The passkeys, the newest first; their keys never come here."""

    passkeys: list[PasskeyLine] = []
    is_loaded: bool = False

    @handler
    async def load(self) -> None:
        """On loading the page, and when one was added."""
        look = await look_of(self)
        self.passkeys = [_line(row, look) for row in await read(self, own_passkeys)]
        self.is_loaded = True

    @handler
    async def remove(self, passkey_id: UUID) -> None:
        """No longer sign in with one of them."""
        await act(self, passkeys.remove_passkey, passkey_id)
        look = await look_of(self)
        self.passkeys = [_line(row, look) for row in await read(self, own_passkeys)]
        await say_done(self, "The passkey no longer works.")


def _line(row: PasskeyRow, look: Look) -> PasskeyLine:
    day = look.date(row.created_at)
    if row.last_used_at is None:
        return PasskeyLine(str(row.id), row.name, look.say("made {day}", day=day))
    more = look.say("made {day} · last used {age}", day=day, age=look.ago(row.last_used_at))
    return PasskeyLine(str(row.id), row.name, more)

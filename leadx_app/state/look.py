"""How the user behind a tab reads, and telling them in their words."""

from typing import Any

from reflex.state import BaseState

from leadx_app.models import utc_now
from leadx_app.state.format import Look
from leadx_app.state.session import SessionState
from leadx_app.state.toasts import toast


async def look_of(state: BaseState) -> Look:
    """The Look of the tab's user, at this moment."""
    session = await state.get_state(SessionState)
    return Look(session.language, session.time_zone, utc_now(), session._date_format)


async def say_done(state: BaseState, text: str, undo: Any = None) -> None:
    """A toast about what was done, with **Undo** when `undo` is an event."""
    look = await look_of(state)
    await toast(state, "done", look.say(text), action_label=look.say("Undo") if undo is not None else "", action=undo)

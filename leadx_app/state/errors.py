"""What a user is told when something was refused or failed, and what the operator's log gets."""

import logging
from typing import Any

import reflex as rx
from reflex.event import EventSpec
from reflex.state import BaseState

from leadx_app import i18n
from leadx_app.addresses import sign_in_and_return
from leadx_app.db import Unavailable
from leadx_app.domain.errors import Refusal, SignedOut
from leadx_app.logs import report

log = logging.getLogger("leadx.error")

BUSY = "The server is busy and nothing was saved. Try again."
FAILED = "Something went wrong and we were told. If it happens again, tell us this number: {error_id}"
NOT_UNDERSTOOD = "This page sent something that we do not understand. Reload it and try again."


async def tell(state: BaseState, error: Exception) -> Any:
    """Show what happened as a toast in the tab of this state; returns the events that must follow."""
    if isinstance(error, SignedOut):
        return to_sign_in(state, ended=True)
    from leadx_app.state.toasts import toast  # The toasts have handlers of their own, which are built on this file.

    if isinstance(error, Refusal):
        await toast(state, "problem", await words(state, error))
    elif isinstance(error, Unavailable):
        log.warning("busy: %s", type(error.__cause__).__name__)
        await toast(state, "problem", await say(state, BUSY))
    else:
        await toast(state, "problem", await say(state, FAILED, error_id=report(error)))
    return None


def to_sign_in(state: BaseState, *, ended: bool = False) -> Any:
    """Leave for the sign-in page; signing in leads back to the page that the browser is on. `ended`: it was open."""
    url = state.router.url
    page = f"{url.path}?{url.query}" if url.query else url.path
    return rx.redirect(sign_in_and_return(page, ended=ended), replace=True)


async def words(state: BaseState, refusal: Refusal) -> str:
    """A refusal in the user's language."""
    return await say(state, refusal.template, **refusal.params)


async def say(state: BaseState, text: str, /, **params: object) -> str:
    """A text in the language of the tab's user."""
    from leadx_app.state.session import SessionState

    session = await state.get_state(SessionState)
    return i18n.say(session.language, text, **params)


def on_backend_exception(exception: Exception) -> EventSpec:
    """Reflex's hook for what fails outside of our handlers: the same number, in the log and in a toast."""
    from leadx_app.state.toasts import ToastState

    return ToastState.failed(report(exception))


def on_frontend_exception(exception: Exception) -> None:
    """Reflex's hook for failures in browsers. Their text is the client's words, so only its size and kind are kept."""
    text = str(exception)
    kind = next(
        (kind for kind in ("TypeError", "ReferenceError", "SyntaxError", "RangeError") if kind in text), "Error"
    )
    log.warning("a browser reported a %s (%d characters)", kind, len(text))

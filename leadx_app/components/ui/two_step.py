"""Setting up the second step of signing in: plain HTTP calls, so that its secrets never enter a page's state."""

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words, given
from leadx_app.components.ui.piece import piece


class TwoStepSetUp(rx.Component):
    """The JSX piece: `POST /auth/two-step/…`."""

    library = piece("two_step.jsx")
    tag = "TwoStepSetUp"

    is_on: rx.Var[bool]
    words: rx.Var[dict[str, str]]
    on_changed: rx.EventHandler[rx.event.no_args_event_spec]


def two_step_set_up(*, is_on: Flag, words: dict[str, Words], on_changed: Handler = None) -> rx.Component:
    """Turn on: password, picture and first code, recovery codes. Turned on: new recovery codes, turn off.

    `words` by the names that `two_step.jsx` reads; `on_changed` when it is on, off, or the codes are others.
    """
    return TwoStepSetUp.create(is_on=is_on, words=words, **given(on_changed=on_changed))

"""The clock on a handover: counts down in the browser, and says since when it is overdue afterwards."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.piece import piece


class AnswerClock(rx.Component):
    """The JSX piece; with reduced motion it moves once a minute."""

    library = piece("answer_clock.jsx")
    tag = "AnswerClock"

    due: rx.Var[str]
    left: rx.Var[str]
    overdue: rx.Var[str]
    units: rx.Var[str]


def answer_clock(due: Words, *, left: Words, overdue: Words, units: Words) -> rx.Component:
    """`due` is a moment in ISO 8601; `left` holds `{time}`; `units` are the short words "d h min s" in this order."""
    return AnswerClock.create(due=due, left=left, overdue=overdue, units=units)

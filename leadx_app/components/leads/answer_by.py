"""How long sales has left to answer a handed-over lead, wherever the lead is shown."""

import reflex as rx

from leadx_app.components.ui.answer_clock import answer_clock
from leadx_app.components.words import t


def answer_by(lead: rx.Var) -> rx.Component:
    """The clock of a lead that waits; nothing where no time was set."""
    return rx.cond(
        lead.answer_due,
        answer_clock(
            lead.answer_due,
            left=t("{time} left", time="{time}"),
            overdue=t("Overdue since {moment}", moment=lead.answer_due_words),
            units=t("d h min s"),
        ),
        rx.fragment(),
    )

"""How quickly sales answers handed-over leads, as one line below the figures."""

import reflex as rx

from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.state.community import CommunityState


def answer_time() -> rx.Component:
    """The median answer time; a dash when nothing was answered lately. The formula shows on hover."""
    formula = t(
        "The median from handed over to accepted or assigned, over the latest 200 handshakes of the last 90 days."
    )
    return rx.cond(
        CommunityState.is_loaded,
        rx.el.p(
            icon("clock", size="small"),
            rx.el.span(t("Sales answers in")),
            rx.el.strong(CommunityState.answer, class_name="figure"),
            rx.cond(
                CommunityState.answer == "–",
                rx.fragment(),
                rx.el.span(t("median"), " ", CommunityState.answers, class_name="is-muted"),
            ),
            rx.el.span(formula, class_name="spoken"),
            title=formula,
            class_name="answer-time",
            custom_attrs={"data-testid": "answer-time"},
        ),
        rx.fragment(),
    )

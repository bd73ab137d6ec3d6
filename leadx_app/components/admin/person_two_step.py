"""The second step of somebody who lost their app, in the dialog of User Management."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.words import t
from leadx_app.state.person_two_step import PersonTwoStepState


def person_two_step() -> rx.Component:
    """Shown for people who sign in with a second step."""
    return rx.cond(
        PersonTwoStepState.is_on,
        rx.el.div(
            rx.el.p(t("Signs in with a second step."), class_name="muted"),
            button(t("Reset two-step sign-in"), icon_name="shield", on_click=PersonTwoStepState.let_in),
            class_name="person-two-step",
        ),
        rx.fragment(),
    )

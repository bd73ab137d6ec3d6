"""The provider's account of somebody who has got another one, in the dialog of User Management."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.words import t
from leadx_app.state.person_link import PersonLinkState


def person_link() -> rx.Component:
    """Shown for people who have signed in with a provider's account."""
    return rx.cond(
        PersonLinkState.is_linked,
        rx.el.div(
            rx.el.p(t("Signs in with an account of the provider."), class_name="muted"),
            button(t("Forget this account"), icon_name="shield", on_click=PersonLinkState.forget),
            class_name="person-two-step",
        ),
        rx.fragment(),
    )

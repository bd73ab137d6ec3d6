"""The switch for being notified on this device, bound to its state."""

import reflex as rx

from leadx_app.components.ui.push import push_switch
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.push import PushState


def this_device() -> rx.Component:
    """Notifications of this browser, also while LeadX is closed."""
    return rx.el.section(
        section_header(t("This device")),
        push_switch(
            is_on=PushState.is_on,
            server_key=PushState.server_key,
            label=t("Notify me on this device"),
            hints={
                "on": t("You are notified here, also while LeadX is closed. Signing out ends it."),
                "off": t("You find notifications in LeadX only."),
                "blocked": t("Your browser blocks notifications of LeadX. Allow them in its settings for this page."),
                "unsupported": t("This browser cannot show notifications of a page. On an iPhone, add LeadX first."),
                "failed": t("The browser could not reach its push service. Try again later."),
            },
            on_look=PushState.look,
            on_subscribe=PushState.turn_on,
            on_unsubscribe=PushState.turn_off,
        ),
        class_name="profile-card",
    )

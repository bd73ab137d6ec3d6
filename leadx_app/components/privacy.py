"""What is stored about people, for whoever asks."""

import reflex as rx

from leadx_app.components.ui.button import link, link_button
from leadx_app.components.ui.frame import brand
from leadx_app.components.words import t
from leadx_app.domain.privacy import STORED, Stored


def privacy_page() -> rx.Component:
    """Each thing that is stored, why, and for how long; and what one can ask for."""
    return rx.el.div(
        rx.el.header(
            brand(),
            rx.el.h1(t("Privacy"), class_name="plain-title"),
            rx.el.p(
                t(
                    "LeadX runs on your organization's own server. It stores what is listed here, for the organization "
                    "alone, and sends nothing to anybody else unless the organization connects it. No advertising, no "
                    "tracking; one cookie keeps you signed in, and one remembers for a year that you signed in with "
                    "this browser, so that nobody who guesses passwords keeps you out of it."
                )
            ),
        ),
        rx.el.ul(*[_stored(one) for one in STORED], class_name="privacy-list", aria_label=t("What is stored")),
        rx.el.p(
            t(
                "Ask an Admin of your organization to see, correct or erase what is stored about you. Figures stay "
                "when a person is erased, without the name."
            )
        ),
        rx.el.div(link_button(t("Go to the start"), "/", kind="primary")),
        class_name="privacy",
    )


def privacy_link() -> rx.Component:
    """The way to the page, from the profile."""
    return rx.el.p(
        link(t("What is stored about you, why and for how long"), href="/privacy"), class_name="privacy-link"
    )


def _stored(one: Stored) -> rx.Component:
    return rx.el.li(
        rx.el.h2(t(one.what), class_name="privacy-what"),
        rx.el.dl(
            rx.el.div(rx.el.dt(t("Why")), rx.el.dd(t(one.why))),
            rx.el.div(rx.el.dt(t("How long")), rx.el.dd(t(one.how_long))),
        ),
    )

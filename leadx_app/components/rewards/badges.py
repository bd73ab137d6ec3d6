"""Badges: on the own card with their reasons, on the others' as small signs."""

import reflex as rx

from leadx_app.components.ui.icons import icon
from leadx_app.components.words import t
from leadx_app.state.rewards import RewardsState


def own_badges() -> rx.Component:
    """What the person has earned and why, and what comes next."""
    return rx.el.div(
        rx.cond(
            RewardsState.badges,
            rx.el.ul(rx.foreach(RewardsState.badges, _badge), class_name="badges", aria_label=t("My badges")),
            rx.fragment(),
        ),
        rx.cond(RewardsState.next_badge, rx.el.p(RewardsState.next_badge, class_name="badge-next"), rx.fragment()),
        class_name="badge-part",
    )


def badge_signs(card: rx.Var) -> rx.Component:
    """The badges of somebody's card; what they are for shows on hover and is read aloud."""
    return rx.cond(
        card.badges,
        rx.el.ul(
            rx.foreach(
                card.badges,
                lambda badge: rx.el.li(
                    icon(badge.icon, size="small"),
                    rx.el.span(badge.name),
                    title=badge.reason,
                    class_name="badge-sign",
                    key=badge.id,
                ),
            ),
            class_name="badge-signs",
            aria_label=t("Badges of {name}", name=card.name),
        ),
        rx.fragment(),
    )


def _badge(badge: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(icon(badge.icon), class_name="badge-drawing"),
        rx.el.span(
            rx.el.strong(badge.name),
            rx.el.span(badge.reason, class_name="badge-reason"),
            class_name="badge-words",
        ),
        class_name="reward-badge",
        key=badge.id,
    )

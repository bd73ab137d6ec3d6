"""The bell of the header: the number of unread notifications, and the latest in a panel."""

import reflex as rx

from leadx_app.components.notifications.lines import notice_list
from leadx_app.components.ui.button import button, link
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.popover import popover
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.state.notifications import PAGE, BellState


def notification_bell() -> rx.Component:
    """A button on every page; its name says how many are unread."""
    return popover(
        rx.el.div(
            rx.el.h2(t("Notifications"), class_name="popover-title"),
            mark_all(),
            class_name="popover-head",
        ),
        rx.cond(BellState.is_loaded, _latest(), _loading()),
        link(t("All notifications"), href=PAGE, class_name="popover-foot"),
        trigger=rx.fragment(
            icon("bell"),
            rx.cond(
                BellState.unread,
                rx.el.span(BellState.unread, class_name="bell-count figure", aria_hidden="true"),
                rx.fragment(),
            ),
            rx.el.span(class_name=rx.cond(BellState.is_counted, "bell-counted", "bell-counting"), hidden=True),
        ),
        name=rx.cond(BellState.unread, t("Notifications, {count} unread", count=BellState.unread), t("Notifications")),
        label=t("Notifications"),
        on_open=BellState.show,
        trigger_class="button button-icon button-ghost bell",
    )


def mark_all() -> rx.Component:
    """Everything read, with undo; nothing to press when nothing is unread."""
    return rx.cond(
        BellState.unread,
        button(t("Mark all as read"), kind="ghost", small=True, on_click=BellState.read_all),
        rx.fragment(),
    )


def nothing_yet() -> rx.Component:
    """What this is, before anything came."""
    return empty_state(t("Nothing here yet"), t("You hear here of your leads, of news, and of who mentions you."))


def _latest() -> rx.Component:
    return rx.cond(BellState.latest, notice_list(BellState.latest, name=t("Latest notifications")), nothing_yet())


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("80%", "65%", "75%")]
    return rx.el.div(*lines, class_name="skeletons stack popover-loading", aria_busy="true")

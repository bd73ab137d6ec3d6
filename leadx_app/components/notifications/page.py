"""The page of all notifications."""

import reflex as rx

from leadx_app.components.notifications.bell import mark_all, nothing_yet
from leadx_app.components.notifications.lines import notice_list
from leadx_app.components.ui.button import button
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.section import toolbar
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.notifications import NotificationsState


def notification_list() -> rx.Component:
    """All or the unread ones, newest first, older ones on demand."""
    return rx.el.section(
        toolbar(
            segmented(
                [("all", t("All"), None), ("unread", t("Unread"), None)],
                value=NotificationsState.shows,
                on_pick=NotificationsState.show,
                name=t("Which notifications"),
            ),
            rx.el.span(class_name="push"),
            mark_all(),
            name=t("Notifications"),
        ),
        rx.cond(NotificationsState.is_loaded, _rows(), _loading()),
        class_name="notices-page",
    )


def _rows() -> rx.Component:
    more = button(t("Show older"), on_click=NotificationsState.show_more(NotificationsState.next_cursor))
    return rx.cond(
        NotificationsState.rows,
        rx.fragment(
            notice_list(NotificationsState.rows, name=t("All notifications")),
            rx.cond(NotificationsState.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        rx.cond(NotificationsState.shows == "unread", _all_read(), nothing_yet()),
    )


def _all_read() -> rx.Component:
    return empty_state(t("Everything is read"), t("What comes next shows here and at the bell."))


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("70%", "55%", "65%", "60%")]
    return rx.el.div(*lines, class_name="skeletons stack", aria_busy="true")

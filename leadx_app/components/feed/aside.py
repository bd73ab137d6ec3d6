"""The feed's newest entries in a column beside another page.

A page that has it adds `FeedAsideState.load` to its `on_load`.
"""

import reflex as rx

from leadx_app.components.feed.entry import feed_list
from leadx_app.components.ui.button import link
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.feed import FeedAsideState
from leadx_app.state.session import SessionState


def feed_aside() -> rx.Component:
    """The column, for who reads the feed."""
    return rx.cond(
        SessionState.may[Permission.FEED_READ.name.lower()],
        rx.el.aside(
            section_header(t("Sales Feed"), link(t("All of the feed"), href="/feed", class_name="link feed-all")),
            rx.cond(FeedAsideState.is_loaded, _entries(), loading_feed()),
            class_name="feed-aside",
            aria_label=t("Sales Feed"),
        ),
        rx.fragment(),
    )


def _entries() -> rx.Component:
    return rx.cond(
        FeedAsideState.lines,
        feed_list(FeedAsideState.lines, name=t("Sales Feed")),
        empty_state(
            t("Nothing has happened yet"), t("When somebody brings in or wins a lead, everybody sees it here.")
        ),
    )


def loading_feed() -> rx.Component:
    """What stands there while entries are read."""
    rows = [rx.el.div(skeleton(kind="avatar", width=""), skeleton("80%"), class_name="skeleton-row") for _ in range(6)]
    return rx.el.div(*rows, class_name="skeletons", aria_busy="true")

"""The feed in full: filter, entries, and what is there instead of them."""

import reflex as rx

from leadx_app.components.feed.aside import loading_feed
from leadx_app.components.feed.entry import feed_list
from leadx_app.components.leads.parts import notice
from leadx_app.components.ui.button import button
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.endless import endless
from leadx_app.components.ui.pills import pills
from leadx_app.components.words import t
from leadx_app.domain.feed import FEED_LABELS
from leadx_app.state.feed import FeedState


def feed_filter() -> rx.Component:
    """Which kinds are shown."""
    kinds = [(kind.value, t(label)) for kind, label in FEED_LABELS.items()]
    return pills(
        [("", t("Everything")), *kinds], value=FeedState.kind, on_pick=FeedState.show_kind, name=t("Filter the feed")
    )


def whole_feed() -> rx.Component:
    """The entries, and more of them while one scrolls."""
    return rx.cond(FeedState.is_loaded, rx.cond(FeedState.lines, _entries(), _nothing()), loading_feed())


def _entries() -> rx.Component:
    return rx.el.div(
        rx.cond(FeedState.is_cut, _far_below(), rx.fragment()),
        feed_list(FeedState.lines, name=t("Sales Feed")),
        rx.cond(
            FeedState.has_more,
            endless(t("Older entries"), count=FeedState.lines[-1].id, on_more=FeedState.more),
            rx.fragment(),
        ),
        class_name="feed-card",
    )


def _far_below() -> rx.Component:
    return notice(
        rx.el.span(t("You see older entries; new ones wait at the top.")),
        button(t("To the newest"), kind="ghost", small=True, on_click=FeedState.newest),
        icon_name="history",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        FeedState.kind,
        empty_state(
            t("Nothing of this kind yet"), action=button(t("Show everything"), on_click=FeedState.show_kind(""))
        ),
        empty_state(
            t("Nothing has happened yet"), t("When somebody brings in or wins a lead, everybody sees it here.")
        ),
    )

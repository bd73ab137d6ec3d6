"""The Sales Feed in full."""

import reflex as rx

from leadx_app.components.feed.full import feed_filter, whole_feed
from leadx_app.components.ui.address import address
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.feed import FeedState


@screen(route="/feed", title="Sales Feed", permission=Permission.FEED_READ, on_load=[FeedState.load], narrow=True)
def feed() -> rx.Component:
    return rx.fragment(address(FeedState.query), feed_filter(), whole_feed())

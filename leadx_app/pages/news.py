"""Sales News: where everybody begins."""

import reflex as rx

from leadx_app.components.news.news_list import news_page
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.feed import FeedAsideState
from leadx_app.state.news import NewsState


@screen(
    route="/news", title="Sales News", permission=Permission.NEWS_READ, on_load=[NewsState.load, FeedAsideState.load]
)
def news() -> rx.Component:
    return news_page()

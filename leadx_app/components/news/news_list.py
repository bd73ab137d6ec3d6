"""Sales News: the column of items with the feed beside it."""

import reflex as rx

from leadx_app.components.feed.aside import feed_aside
from leadx_app.components.news.editor import adrift_editor, editor, editor_dialogs
from leadx_app.components.news.item import news_item
from leadx_app.components.news.news_js import NewsDrafts, SeenReporter
from leadx_app.components.ui.button import button, link_button
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.news import NEW, NewsState
from leadx_app.state.news_shown import NewsShown
from leadx_app.state.session import SessionState

MAY_WRITE = SessionState.may[Permission.NEWS_WRITE.name.lower()]


def news_page() -> rx.Component:
    """The page."""
    return rx.fragment(
        rx.el.div(
            rx.el.div(
                rx.cond(NewsState.only, _way_back(), _writing()),
                rx.cond(NewsState.is_loaded, _items(), _loading()),
                class_name="news-column",
            ),
            feed_aside(),
            class_name="news-page",
        ),
        editor_dialogs(),
        SeenReporter.create(items=NewsState.items, on_seen=NewsState.seen),
        NewsDrafts.create(
            user_key=SessionState.user_key,
            editing=NewsState.editing,
            drop_token=NewsState.drop_token,
            may_write=MAY_WRITE,
            is_loaded=NewsState.is_loaded,
            on_found=NewsState.take_up,
        ),
    )


def _writing() -> rx.Component:
    """**Write news**, which a phone does not offer, or the item that it began."""
    begin = rx.el.div(
        button(t("Write news"), icon_name="pencil", on_click=NewsState.write, disabled=NewsState.editing != ""),
        class_name="news-begin news-write",
    )
    return rx.fragment(
        rx.cond(MAY_WRITE, begin, rx.fragment()),
        rx.cond(NewsState.editing == NEW, editor(), rx.fragment()),
        rx.cond(NewsState.is_adrift, adrift_editor(), rx.fragment()),
    )


def _way_back() -> rx.Component:
    """From an item that is shown alone to all of them."""
    return rx.fragment(
        rx.el.div(link_button(t("All news"), "/news", kind="ghost", icon_name="arrow-left"), class_name="news-begin"),
        rx.cond(NewsState.is_adrift, adrift_editor(), rx.fragment()),
    )


def _gone() -> rx.Component:
    return rx.cond(
        NewsState.is_adrift,
        rx.fragment(),
        empty_state(t("This item is not here"), t("It was removed, or it is not for you.")),
    )


def _items() -> rx.Component:
    return rx.fragment(
        rx.cond(
            NewsState.items,
            rx.el.div(rx.foreach(NewsState.items, _item), class_name="news-list", role="feed", aria_label=t("News")),
            rx.cond(NewsState.only, _gone(), rx.cond(NewsState.editing == NEW, rx.fragment(), _empty())),
        ),
        rx.cond(
            NewsState.has_more,
            rx.el.div(button(t("Show more"), on_click=NewsState.more), class_name="news-begin"),
            rx.fragment(),
        ),
    )


def _item(item: rx.Var[NewsShown]) -> rx.Component:
    return rx.el.div(rx.cond(NewsState.editing == item.id, editor(), news_item(item)), key=item.id)


def _empty() -> rx.Component:
    return rx.cond(
        MAY_WRITE,
        empty_state(t("No news yet"), t("What you write here, everybody reads.")),
        empty_state(t("No news yet"), t("What your Managers write stands here.")),
    )


def _loading() -> rx.Component:
    """What stands there while items are read."""
    one = rx.el.div(
        skeleton("60%"), skeleton("30%"), skeleton("100%"), skeleton("90%"), class_name="news-item news-body"
    )
    return rx.el.div(one, one, class_name="news-list", aria_busy="true")

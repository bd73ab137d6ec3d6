"""Support: one article on its own address, and the form of a new one."""

import reflex as rx

from leadx_app.components.support.articles import article_page
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.articles import ArticleState


@screen(
    route="/support/articles/[article_id]",
    title="Article",
    permission=Permission.SUPPORT_USE,
    on_load=[ArticleState.load],
)
def support_article() -> rx.Component:
    return article_page()

"""Support: the knowledge base."""

import reflex as rx

from leadx_app.components.support.articles import article_list
from leadx_app.components.support.sections import support_sections
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.articles import ArticlesState


@screen(
    route="/support/articles",
    title="Knowledge base",
    permission=Permission.SUPPORT_USE,
    on_load=[ArticlesState.load],
)
def support_articles() -> rx.Component:
    return rx.fragment(support_sections("/support/articles"), article_list())

"""The knowledge base: the list with its search, an article, and the form of one."""

import reflex as rx

from leadx_app.components.news.editor import rich_words
from leadx_app.components.news.news_js import RichBody, RichText
from leadx_app.components.support.sections import problem_line
from leadx_app.components.ui.base import shown
from leadx_app.components.ui.button import button, link, link_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state, error_state
from leadx_app.components.ui.field import select_field, text_field
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.search_field import search_field
from leadx_app.components.ui.section import toolbar
from leadx_app.components.ui.skeleton import skeleton_rows
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.articles import ArticlesState, ArticleState
from leadx_app.state.session import SessionState
from leadx_app.state.support_lines import LANGUAGES, ArticleShort

SCOPE = "article"
MAY_WRITE = SessionState.may[Permission.ARTICLE_WRITE.name.lower()]


def article_list() -> rx.Component:
    """Everything that is written down, the own language first."""
    write = link_button(t("Write an article"), "/support/articles/new", icon_name="pencil")
    return rx.el.section(
        toolbar(
            search_field(
                t("Search the knowledge base"),
                placeholder=t("What do you want to know?"),
                on_search=ArticlesState.search.debounce(200),
            ),
            rx.cond(MAY_WRITE, write, rx.fragment()),
            name=t("Knowledge base"),
            class_name="support-tools",
        ),
        rx.cond(ArticlesState.is_loaded, _rows(), skeleton_rows(5)),
        class_name="support",
    )


def _rows() -> rx.Component:
    more = button(t("Show more"), on_click=ArticlesState.show_more(ArticlesState.next_cursor))
    ask = link_button(t("Raise a ticket"), "/support/new", icon_name="plus")
    return rx.cond(
        ArticlesState.rows,
        rx.fragment(
            rx.el.ul(rx.foreach(ArticlesState.rows, _row), class_name="article-list", aria_label=t("Articles")),
            rx.cond(ArticlesState.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        rx.cond(
            ArticlesState.search_text,
            empty_state(t("No article says that"), t("Try other words, or ask support."), action=ask),
            empty_state(t("No articles yet"), t("What your Admins write down for everybody shows here."), action=ask),
        ),
    )


def _row(line: rx.Var[ArticleShort]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(line.title, class_name="article-line-title", dir="auto"),
            rx.el.span(line.excerpt, class_name="article-line-text", dir="auto"),
            rx.el.span(
                line.about,
                rx.cond(line.language_name, chip(line.language_name), rx.fragment()),
                class_name="article-line-about",
            ),
            href=line.href,
            class_name="article-line",
        ),
        key=line.id,
    )


def article_page() -> rx.Component:
    """The article of the address, or its form."""
    return rx.cond(
        ArticleState.editing,
        _editor(),
        rx.match(
            ArticleState.status,
            ("shown", _article()),
            (
                "missing",
                error_state(
                    t("We could not find this article"),
                    t("It may have been removed."),
                    action=link_button(t("To the knowledge base"), "/support/articles"),
                ),
            ),
            skeleton_rows(4),
        ),
    )


def _article() -> rx.Component:
    return rx.el.article(
        link(
            icon("chevron-left", size="small"),
            t("Knowledge base"),
            href="/support/articles",
            class_name="link support-back",
        ),
        rx.el.h2(ArticleState.title, class_name="article-title", dir="auto"),
        rx.el.p(ArticleState.about, class_name="article-about"),
        RichBody.create(html=ArticleState.html),
        rx.cond(
            ArticleState.may_write,
            rx.el.div(
                button(t("Remove"), kind="ghost", on_click=ArticleState.remove),
                button(t("Edit"), icon_name="pencil", on_click=ArticleState.edit),
                class_name="support-acts",
            ),
            rx.fragment(),
        ),
        rx.el.p(
            t("Not what you looked for?"),
            " ",
            link(t("Raise a ticket"), href="/support/new"),
            class_name="article-more",
        ),
        class_name="article",
    )


def _editor() -> rx.Component:
    return kept_form(
        rx.el.input(
            type="hidden",
            name="version",
            default_value=ArticleState.version.to_string(),
            custom_attrs={"data-keep": ""},
        ),
        rx.el.div(
            text_field(
                t("Title"),
                "title",
                required=True,
                max_length=200,
                default_value=ArticleState.title,
                error=ArticleState.problems["title"],
                scope=SCOPE,
                auto_complete="off",
            ),
            select_field(
                t("Language"),
                "language",
                list(LANGUAGES.items()),
                default_value=ArticleState.language,
                error=ArticleState.problems["language"],
                scope=SCOPE,
            ),
            class_name="support-pair",
        ),
        RichText.create(
            name="html",
            initial=ArticleState.html,
            label=t("Text"),
            words=rich_words(t("What should people know?")),
            described_by="article-html-error",
            invalid=rx.cond(ArticleState.problems["html"], "true", "false"),
            focused=False,
        ),
        rx.el.div(shown(ArticleState.problems["html"], problem_line), id="article-html-error"),
        rx.el.div(
            button(t("Cancel"), on_click=ArticleState.stop),
            button(t("Save article"), kind="primary", submit=True),
            class_name="support-acts",
        ),
        form_key="article-" + ArticleState.editing,
        user_key=SessionState.user_key,
        clear_token=ArticleState.clear_token,
        answer_token=ArticleState.answer_token,
        on_submit=ArticleState.save,
        label=t("Write an article"),
        class_name="form article article-editor",
    )

"""An item of news as it is read: picture, title, text, and what readers say."""

import reflex as rx

from leadx_app.components.ages import age_ago
from leadx_app.components.news.news_js import NewsTitle, RichBody
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.base import given
from leadx_app.components.ui.button import button, icon_button, link
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.field import text_area
from leadx_app.components.ui.form import kept_form
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.menu import menu_item, more_menu
from leadx_app.components.words import t
from leadx_app.state.news import NewsState
from leadx_app.state.news_shown import CommentShown, NewsShown, ReactionShown
from leadx_app.state.session import SessionState


def news_item(item: rx.Var[NewsShown]) -> rx.Component:
    """One item of the list."""
    return rx.el.article(
        rx.cond(item.picture != "", _picture(item), rx.fragment()),
        rx.el.div(
            rx.cond(item.may_edit, _words(item, can_edit=True), _words(item, can_edit=False)),
            _foot(item),
            rx.cond(NewsState.open_ids.contains(item.id), _comments(item), rx.fragment()),
            class_name="news-body",
        ),
        class_name=rx.cond(item.is_fresh, "news-item is-fresh", "news-item"),
        aria_label=item.title,
        custom_attrs={"data-unread": rx.cond(item.is_unread, item.id, ""), "data-news": item.id},
    )


def _picture(item: rx.Var[NewsShown]) -> rx.Component:
    return rx.el.img(
        src=item.picture + "/preview",
        alt="",
        loading="lazy",
        class_name="news-picture",
        custom_attrs={
            "srcSet": item.picture + "/thumbnail 480w, " + item.picture + "/preview 1360w",
            "sizes": "(max-width: 48em) 100vw, 43em",
        },
    )


def _words(item: rx.Var[NewsShown], *, can_edit: bool) -> rx.Component:
    edits = NewsState.start_editing(item.id) if can_edit else None
    return rx.fragment(
        rx.el.div(
            NewsTitle.create(title=item.title, **given(on_edit=edits)),
            *([_tools(item)] if can_edit else []),
            class_name="news-head",
        ),
        _byline(item),
        RichBody.create(html=item.html, **given(on_edit=edits)),
    )


def _tools(item: rx.Var[NewsShown]) -> rx.Component:
    """The pen and what else a Manager does, shown on hover and focus."""
    return rx.el.div(
        icon_button(t("Edit"), "pencil", on_click=NewsState.start_editing(item.id)),
        more_menu(
            rx.cond(
                item.is_pinned,
                menu_item(t("Unpin"), icon_name="pin", on_click=NewsState.pin(item.id, False)),
                menu_item(t("Pin on top"), icon_name="pin", on_click=NewsState.pin(item.id, True)),
            ),
            menu_item(t("Remove"), icon_name="trash-2", on_click=NewsState.remove(item.id), danger=True),
            name=t("More"),
        ),
        class_name="news-tools",
    )


def _own_address(item: rx.Var[NewsShown]) -> rx.Component:
    """Its age, which leads to the item alone: the address that one passes on."""
    return link(
        age_ago(item.age, item.moment, class_name="figure"),
        href="/news?item=" + item.id,
        class_name="news-meta news-own",
    )


def _byline(item: rx.Var[NewsShown]) -> rx.Component:
    return rx.el.div(
        avatar(item.initials, photo=item.photo, tint=item.tint),
        rx.el.span(item.author, class_name="news-author"),
        rx.cond(item.organization != "", rx.el.span(item.organization, class_name="news-meta"), rx.fragment()),
        rx.cond(
            item.age != "",
            _own_address(item),
            rx.fragment(),
        ),
        rx.cond(item.is_pinned, chip(t("Pinned"), icon_name="pin"), rx.fragment()),
        rx.cond(item.status != "", chip(item.status, tone=item.tone), rx.fragment()),
        rx.cond(item.times != "", rx.el.span(item.times, class_name="news-meta figure"), rx.fragment()),
        rx.cond(item.audience != "", rx.el.span(item.audience, class_name="news-meta"), rx.fragment()),
        class_name="news-byline",
    )


def _foot(item: rx.Var[NewsShown]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.foreach(item.reactions, lambda reaction: _reaction(item, reaction)),
            class_name="news-reactions",
            role="group",
            aria_label=t("Reactions"),
        ),
        rx.el.button(
            icon("message-square"),
            rx.el.span(item.comments_words, class_name="button-label"),
            type="button",
            class_name="button button-ghost button-small",
            aria_expanded=rx.cond(NewsState.open_ids.contains(item.id), "true", "false"),
            on_click=NewsState.toggle_comments(item.id),
        ),
        rx.cond(
            item.readers != "",
            rx.el.span(icon("eye", size="small"), item.readers, class_name="news-readers figure"),
            rx.fragment(),
        ),
        class_name="news-foot",
    )


def _reaction(item: rx.Var[NewsShown], reaction: rx.Var[ReactionShown]) -> rx.Component:
    return rx.el.button(
        icon(reaction.drawing),
        rx.cond(reaction.count != "", rx.el.span(reaction.count, class_name="figure"), rx.fragment()),
        type="button",
        class_name="reaction has-tip tip-top",
        aria_label=reaction.spoken,
        aria_pressed=rx.cond(reaction.is_mine, "true", "false"),
        on_click=NewsState.react(item.id, reaction.kind, ~reaction.is_mine),
        custom_attrs={"data-tip": reaction.spoken},
    )


def _comments(item: rx.Var[NewsShown]) -> rx.Component:
    return rx.el.section(
        rx.el.ul(rx.foreach(NewsState.comments[item.id], _comment), class_name="news-comments"),
        kept_form(
            rx.el.input(type="hidden", name="news_id", default_value=item.id),
            text_area(
                t("Comment"),
                "text",
                rows=1,
                max_length=2000,
                placeholder=t("Write a comment"),
                error=NewsState.comment_problems[item.id],
                scope=f"comment-{item.id}",
            ),
            button(t("Comment"), submit=True, small=True),
            form_key="news-comment-" + item.id,
            user_key=SessionState.user_key,
            clear_token=NewsState.comment_done[item.id],
            answer_token=NewsState.comment_token,
            on_submit=NewsState.comment,
            label=t("Write a comment"),
            class_name="form news-comment-form",
        ),
        class_name="news-talk",
        aria_label=t("Comments"),
    )


def _comment(comment: rx.Var[CommentShown]) -> rx.Component:
    return rx.el.li(
        avatar(comment.initials, photo=comment.photo, tint=comment.tint),
        rx.el.div(
            rx.el.div(
                rx.el.span(comment.author, class_name="news-author"),
                age_ago(comment.age, comment.moment, class_name="news-meta figure"),
                class_name="news-comment-head",
            ),
            rx.el.p(comment.text, class_name="news-comment-text"),
            class_name="news-comment-body",
        ),
        rx.cond(
            comment.may_remove,
            icon_button(t("Remove comment"), "x", on_click=NewsState.remove_comment(comment.id), tip_side="left"),
            rx.fragment(),
        ),
        class_name="news-comment",
        key=comment.id,
    )

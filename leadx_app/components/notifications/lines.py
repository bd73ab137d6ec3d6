"""One notification of a list: what happened, how long ago, and the way to it."""

import reflex as rx

from leadx_app.components.ages import age
from leadx_app.components.ui.base import Words, joined, when
from leadx_app.components.ui.button import link
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.opening_link import opening_link
from leadx_app.components.words import t
from leadx_app.state.lead_view import LeadViewState
from leadx_app.state.notifications import BellState


def notice_list(rows: rx.Var, *, name: Words) -> rx.Component:
    """Notifications, newest first."""
    return rx.el.ul(rx.foreach(rows, notice_item), class_name="notices", aria_label=name)


def notice_item(line: rx.Var) -> rx.Component:
    """The sentence opens what it is about and is read by that; the tick at the end reads it without."""
    return rx.el.li(
        rx.el.span(icon(line.drawing), class_name="notice-drawing"),
        rx.el.div(
            _sentence(line),
            age(line.age, line.moment, class_name="notice-age figure"),
            class_name="notice-body",
        ),
        rx.cond(line.is_unread, _tick(line), rx.el.span(class_name="notice-read")),
        class_name=joined("notice-line", when(line.is_unread, "is-unread")),
        key=line.id,
    )


def _sentence(line: rx.Var) -> rx.Component:
    unread = rx.cond(line.is_unread, rx.el.span(t("Unread"), ": ", class_name="spoken"), rx.fragment())
    words = rx.el.span(line.sentence, class_name="notice-sentence")
    opened = BellState.open_notice(line.id)
    return rx.cond(
        line.lead_id,
        opening_link(
            unread,
            words,
            href=line.href,
            on_open=[opened, LeadViewState.open_lead(line.lead_id)],
            class_name="notice-link",
        ),
        rx.cond(
            line.href,
            link(unread, words, href=line.href, on_click=opened, class_name="notice-link"),
            rx.el.span(unread, words, class_name="notice-link"),
        ),
    )


def _tick(line: rx.Var) -> rx.Component:
    return rx.el.button(
        rx.el.span(class_name="notice-dot"),
        type="button",
        class_name="button button-icon button-ghost notice-tick has-tip tip-left",
        aria_label=t("Mark as read"),
        custom_attrs={"data-tip": t("Mark as read")},
        on_click=BellState.open_notice(line.id),
    )

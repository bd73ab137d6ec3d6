"""Everybody's API tokens: whose, what they may, when they were used, and their end."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.section import toolbar
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.tokens import TokensState


def overseen_tokens() -> rx.Component:
    """Tokens that work, or all, newest first."""
    return rx.el.section(
        rx.el.p(
            t("Programs of your people use these. Everybody makes their own on their profile."), class_name="muted"
        ),
        toolbar(
            segmented(
                [("live", t("In use"), None), ("all", t("All"), None)],
                value=TokensState.shows,
                on_pick=TokensState.show,
                name=t("Which tokens"),
            ),
            name=t("API tokens"),
        ),
        rx.cond(TokensState.is_loaded, _rows(), _loading()),
        class_name="audit",
    )


def _rows() -> rx.Component:
    more = button(t("Show older"), on_click=TokensState.show_more(TokensState.next_cursor))
    return rx.cond(
        TokensState.rows,
        rx.fragment(
            rx.el.ul(rx.foreach(TokensState.rows, _row), class_name="audit-list", aria_label=t("API tokens")),
            rx.cond(TokensState.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        empty_state(t("No tokens yet"), t("Tokens that people make on their profile show here.")),
    )


def _row(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.strong(line.name, dir="auto"),
            rx.el.span(line.owner),
            rx.el.span(line.more, class_name="audit-more"),
            class_name="audit-body",
        ),
        rx.el.span(
            rx.el.span(line.scope),
            rx.el.span(t("Last used {when}", when=line.used), class_name="audit-more"),
            rx.el.span(t("Works until {day}", day=line.expires), class_name="audit-more"),
            class_name="audit-body",
        ),
        rx.el.span(
            chip(line.standing, tone=line.tone),
            rx.cond(
                line.revoke,
                button(
                    t("Revoke"), small=True, kind="danger", aria_label=line.revoke, on_click=TokensState.revoke(line.id)
                ),
                rx.fragment(),
            ),
            class_name="audit-tools",
        ),
        class_name="audit-row overseen-row",
        key=line.id,
    )


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("70%", "55%", "65%", "60%")]
    return rx.el.div(*lines, class_name="skeletons stack", aria_busy="true")

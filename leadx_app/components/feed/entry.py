"""One entry of the Sales Feed, and the list that entries stand in."""

import reflex as rx

from leadx_app.components.ages import age
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.opening_link import opening_link
from leadx_app.state.feed_lines import FeedLine, PieceShown
from leadx_app.state.lead_view import LeadViewState


def feed_list(lines: rx.Var[list[FeedLine]], *, name: Words) -> rx.Component:
    """Entries, newest first."""
    return rx.el.ol(rx.foreach(lines, _entry), class_name="feed", aria_label=name)


def _entry(line: rx.Var[FeedLine]) -> rx.Component:
    return rx.el.li(
        rx.el.span(icon(rx.Var.create(line.icon)), class_name=f"feed-mark feed-{line.feed}"),
        rx.el.div(
            rx.el.p(rx.foreach(line.pieces, lambda piece: _piece(piece, line)), class_name="feed-words"),
            rx.el.p(
                age(line.age, line.moment),
                rx.cond(line.organization, rx.el.span(line.organization), rx.fragment()),
                rx.cond(line.note, chip(line.note, tone="parked"), rx.fragment()),
                class_name="feed-meta",
            ),
            class_name="feed-body",
        ),
        class_name=rx.cond(line.fresh, "feed-entry is-fresh", "feed-entry"),
        key=line.id,
    )


def _piece(piece: rx.Var[PieceShown], line: rx.Var[FeedLine]) -> rx.Component:
    return rx.match(
        piece.style,
        ("lead", rx.cond(line.lead_id, _link(piece, line), rx.el.strong(piece.text))),
        ("name", rx.el.strong(piece.text)),
        rx.fragment(piece.text),
    )


def _link(piece: rx.Var[PieceShown], line: rx.Var[FeedLine]) -> rx.Component:
    return opening_link(
        piece.text,
        href=rx.Var.create(f"/leads/{line.lead_id}"),
        on_open=LeadViewState.open_lead(line.lead_id),
        class_name="link feed-lead",
    )

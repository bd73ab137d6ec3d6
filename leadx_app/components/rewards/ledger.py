"""**Why these points**: the entries of the ledger, line by line."""

import reflex as rx

from leadx_app.components.ui.button import button, link
from leadx_app.components.ui.dialog import dialog
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.words import t
from leadx_app.state.rewards import RewardsState


def why_these_points() -> rx.Component:
    """Open while somebody's points are looked into."""
    return dialog(
        t("Why these points"),
        rx.el.p(RewardsState.why_name, " · ", RewardsState.period, class_name="muted"),
        rx.cond(
            RewardsState.lines,
            rx.el.ol(rx.foreach(RewardsState.lines, _line), class_name="point-lines", aria_label=t("Points")),
            empty_state(t("No points in this time")),
        ),
        rx.cond(
            RewardsState.has_more_lines,
            button(t("Earlier points"), kind="ghost", on_click=RewardsState.more_lines),
            rx.fragment(),
        ),
        name="why",
        open=RewardsState.is_asked,
        on_close=RewardsState.leave,
        close_name=t("Close"),
    )


def _line(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.reason, class_name="point-reason"),
            rx.cond(line.href, link(line.title, href=line.href), rx.el.span(line.title, class_name="is-muted")),
            rx.el.span(line.when, class_name="meta"),
            class_name="point-words",
        ),
        rx.el.strong(line.points, class_name=rx.cond(line.is_less, "figure point-less", "figure point-more")),
        class_name="point-line",
        key=line.id,
    )

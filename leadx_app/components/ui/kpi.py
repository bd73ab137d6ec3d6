"""Key figures: four equal cards in a row."""

from typing import Any

import reflex as rx

from leadx_app.components.ui.base import Handler, Words, joined, shown
from leadx_app.components.ui.icons import icon


def kpi_row(*cards: rx.Component, name: Words) -> rx.Component:
    """The cards beside each other; two by two on a phone."""
    return rx.el.section(*cards, class_name="kpis", aria_label=name)


def kpi_card(
    label: Words,
    figure: Words,
    *,
    formula: Words,
    slug: str,
    change: Words | None = None,
    trend: Words = "flat",
    points: Words | None = None,
    on_click: Handler = None,
) -> rx.Component:
    """Label, figure, change against the period before, sparkline; the formula shows on hover and focus.

    `trend` is "up", "down" or "flat"; `points` are those of `sparkline`; a handler makes the card a button.
    """
    inner = [
        rx.el.span(label, class_name="kpi-label"),
        rx.el.span(figure, class_name="kpi-figure figure"),
        rx.el.span(
            shown(
                change,
                lambda text: rx.el.span(
                    _trend_icon(trend), text, class_name=joined("kpi-change figure", f"kpi-{trend}")
                ),
            ),
            shown(points, sparkline),
            class_name="kpi-foot",
        ),
        rx.el.span(formula, class_name="kpi-formula", role="tooltip", id=f"kpi-{slug}-formula"),
    ]
    props: dict[str, Any] = {
        "class_name": "kpi",
        "aria_describedby": f"kpi-{slug}-formula",
        "data_testid": f"kpi-{slug}",
    }
    if on_click is not None:
        return rx.el.button(*inner, type="button", on_click=on_click, **props)
    return rx.el.div(*inner, tab_index=0, role="group", **props)


def sparkline(points: Words) -> rx.Component:
    """Twelve points in 110 by 28 as one thin line; decoration of the figure above it, whose formula says what it is."""
    return rx.el.svg(
        rx.el.svg.polyline(points=points, fill="none"),
        class_name="spark",
        view_box="0 0 110 28",
        custom_attrs={"preserveAspectRatio": "none", "aria-hidden": "true", "focusable": "false"},
    )


def _trend_icon(trend: Words) -> rx.Component:
    if isinstance(trend, rx.Var):
        return rx.match(
            trend, ("up", icon("arrow-up", size="small")), ("down", icon("arrow-down", size="small")), rx.fragment()
        )
    return icon(f"arrow-{trend}", size="small") if trend in ("up", "down") else rx.fragment()

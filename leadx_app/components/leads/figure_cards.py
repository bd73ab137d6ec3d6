"""The four KPIs as cards, on Pipeline and on Community."""

from collections.abc import Callable

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler
from leadx_app.components.ui.kpi import kpi_card, kpi_row
from leadx_app.components.ui.skeleton import skeleton_kpis
from leadx_app.components.words import t


def figure_cards(kpis: rx.Var, *, is_loaded: Flag, on_pick: Callable[[rx.Var], Handler]) -> rx.Component:
    """Rows of `KpiLine`; `on_pick(kpi)` is what shows the leads behind the figure."""
    return rx.cond(
        is_loaded,
        kpi_row(rx.foreach(kpis, lambda kpi: _card(kpi, on_pick(kpi))), name=t("Key figures")),
        skeleton_kpis(),
    )


def _card(kpi: rx.Var, on_click: Handler) -> rx.Component:
    return kpi_card(
        kpi.label,
        kpi.figure,
        formula=kpi.formula,
        slug=kpi.slug,
        change=_against(kpi),
        trend=kpi.trend,
        points=kpi.points,
        on_click=on_click,
    )


def _against(kpi: rx.Var) -> rx.Component:
    """The change, and what it is measured against."""
    return rx.fragment(kpi.change, rx.el.span(kpi.against, class_name="kpi-against"))

"""Which organization and time Rewards shows, and the figures of it."""

import reflex as rx

from leadx_app.components.exports import REWARDS, export_list
from leadx_app.components.ui.button import icon_button
from leadx_app.components.ui.field import plain_select
from leadx_app.components.ui.kpi import kpi_card, kpi_row
from leadx_app.components.ui.section import toolbar
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.rewards import RewardsState

AT = RewardsState.at


def reward_time() -> rx.Component:
    """Organization where there are several, month, quarter or year, and the steps between them."""
    spans = [("month", t("Month"), None), ("quarter", t("Quarter"), None), ("year", t("Year"), None)]
    return toolbar(
        rx.cond(
            RewardsState.organizations,
            plain_select(
                RewardsState.organizations,
                value=RewardsState.organization,
                on_change=RewardsState.show_organization,
                aria_label=t("Organization"),
                small=True,
            ),
            rx.fragment(),
        ),
        segmented(spans, value=AT.span, on_pick=RewardsState.show_span, name=t("Time span")),
        rx.el.div(
            icon_button(t("Earlier"), "chevron-left", on_click=RewardsState.step(-1)),
            rx.el.strong(RewardsState.period, class_name="rewards-period figure", aria_live="polite"),
            icon_button(t("Later"), "chevron-right", on_click=RewardsState.step(1), disabled=RewardsState.is_current),
            class_name="rewards-steps",
        ),
        rx.el.span(class_name="push"),
        rx.cond(RewardsState.sees_everybody, export_list(REWARDS, RewardsState.export, pdf=True), rx.fragment()),
        name=t("Filters"),
    )


def reward_figures() -> rx.Component:
    """Employees, leads and revenue; nothing for who sees only their own card."""
    return rx.cond(
        RewardsState.figures,
        rx.el.div(
            kpi_row(
                rx.foreach(
                    RewardsState.figures,
                    lambda one: kpi_card(one.label, one.figure, formula=one.formula, slug=one.slug),
                ),
                name=t("Key figures"),
            ),
            class_name="rewards-figures",
        ),
        rx.fragment(),
    )

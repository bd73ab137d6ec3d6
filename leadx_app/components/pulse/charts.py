"""The figures and charts of Pulse."""

import reflex as rx

from leadx_app.components.exports import export_chart
from leadx_app.components.ui.button import link
from leadx_app.components.ui.chart import (
    chart_card,
    column_chart,
    funnel_chart,
    pair_chart,
    pair_columns,
    row_chart,
    stack_chart,
)
from leadx_app.components.ui.field import plain_select
from leadx_app.components.ui.kpi import kpi_card, kpi_row
from leadx_app.components.ui.skeleton import skeleton, skeleton_kpis
from leadx_app.components.ui.table import cell, head_cell, table, table_row
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.pulse import PulseState

AT = PulseState.at


def pulse_figures() -> rx.Component:
    """Revenue, leads, hit rate, handshakes and velocity of the chosen days."""
    return rx.el.div(
        rx.cond(
            PulseState.is_loaded,
            kpi_row(rx.foreach(PulseState.figures, _figure), name=t("Key figures")),
            skeleton_kpis(5),
        ),
        class_name="pulse-figures",
    )


def pulse_charts() -> rx.Component:
    """All charts, or their places while they are on their way."""
    return rx.cond(
        PulseState.is_loaded,
        rx.el.div(months(), compared(), funnel(), forecast(), groups(), times(), ages(), class_name="charts"),
        rx.el.div(
            *[rx.el.div(skeleton("40%"), skeleton(kind="block"), class_name="chart-card") for _ in range(6)],
            class_name="charts skeletons",
            aria_busy="true",
        ),
    )


def months() -> rx.Component:
    """Leads, revenue or hit rate per month of the financial year."""
    return chart_card(
        t("Per month, {year}", year=PulseState.year_name),
        column_chart(PulseState.months, name=t("Per month"), unit=PulseState.unit),
        note=PulseState.months_note,
        tools=[
            segmented(
                [("leads", t("Leads"), None), ("revenue", t("Revenue"), None), ("hit_rate", t("Hit Rate"), None)],
                value=AT.measure,
                on_pick=PulseState.show_measure,
                name=t("Figure"),
            ),
            export_chart("months", PulseState.export, t("Per month")),
        ],
        table=table(
            [
                head_cell(t("Month")),
                head_cell(t("Leads"), align="end"),
                head_cell(t("Revenue, {currency}", currency=PulseState.currency), align="end"),
                head_cell(t("Hit Rate"), align="end"),
            ],
            rx.foreach(
                PulseState.month_lines,
                lambda line: table_row(
                    cell(line.label),
                    cell(line.leads, align="end"),
                    cell(line.revenue, align="end"),
                    cell(line.hit_rate, align="end"),
                    key=line.label,
                ),
            ),
            name=t("Per month"),
            compact=True,
        ),
        table_name=t("Show as a table"),
        class_name="is-wide",
    )


def compared() -> rx.Component:
    """Leads per stage against the period before."""
    return chart_card(
        t("Leads per stage"),
        pair_chart(
            PulseState.compared,
            name=t("Leads per stage"),
            unit=t("Number of leads"),
            now=PulseState.compared_now,
            before=PulseState.compared_before,
        ),
        note=t("Leads created in these days, by the stage where they stand now; parked ones left out."),
        tools=[
            segmented(
                [(days, words, None) for days, words in _spans()],
                value=AT.compared,
                on_pick=PulseState.compare,
                name=t("Days to compare"),
            ),
            export_chart("stages", PulseState.export, t("Leads per stage")),
        ],
        table=table(
            [
                head_cell(t("Stage")),
                head_cell(PulseState.compared_now, align="end"),
                head_cell(PulseState.compared_before, align="end"),
            ],
            rx.foreach(
                PulseState.compared,
                lambda bar: table_row(
                    cell(bar.label), cell(bar.value, align="end"), cell(bar.other, align="end"), key=bar.key
                ),
            ),
            name=t("Leads per stage"),
            compact=True,
        ),
        table_name=t("Show as a table"),
    )


def funnel() -> rx.Component:
    """How far the leads of the chosen days came."""
    return chart_card(
        t("Funnel"),
        funnel_chart(
            PulseState.funnel,
            name=t("Funnel"),
            unit=t("Number of leads"),
            of=t("of the step before"),
            before=t("Before"),
        ),
        note=t(
            "Leads created in the chosen days that came as far as each stage: they stand there or behind it, or are "
            "won. Parked ones left out."
        ),
        tools=[export_chart("funnel", PulseState.export, t("Funnel"))],
        table=table(
            [
                head_cell(t("Stage")),
                head_cell(t("Leads"), align="end"),
                head_cell(t("Of the step before"), align="end"),
                head_cell(PulseState.before_name, align="end"),
            ],
            rx.foreach(
                PulseState.funnel,
                lambda bar: table_row(
                    cell(bar.label),
                    cell(bar.value, align="end"),
                    cell(bar.other, align="end"),
                    cell(bar.other_part, align="end"),
                    key=bar.key,
                ),
            ),
            name=t("Funnel"),
            compact=True,
        ),
        table_name=t("Show as a table"),
    )


def forecast() -> rx.Component:
    """What open leads are expected to bring, by month."""
    unit = t("Value, {currency}", currency=PulseState.currency)
    return chart_card(
        t("Weighted forecast"),
        pair_columns(
            PulseState.forecast, name=t("Weighted forecast"), unit=unit, now=t("Weighted"), whole=t("All of it")
        ),
        note=PulseState.forecast_note,
        tools=[export_chart("forecast", PulseState.export, t("Weighted forecast"))],
        table=table(
            [
                head_cell(t("Month")),
                head_cell(t("Leads"), align="end"),
                head_cell(unit, align="end"),
                head_cell(t("Weighted"), align="end"),
            ],
            rx.foreach(
                PulseState.forecast_rows,
                lambda line: table_row(
                    cell(line.label),
                    _linked(line.leads, line.href),
                    cell(line.value, align="end"),
                    cell(line.weighted, align="end"),
                    key=line.key,
                ),
            ),
            name=t("Weighted forecast"),
            compact=True,
        ),
        table_name=t("Show as a table"),
        class_name="is-wide",
    )


def groups() -> rx.Component:
    """Leads by what they are told apart by."""
    lost = AT.by == "lost_reason"
    return chart_card(
        t("Where leads come from and go"),
        rx.cond(
            PulseState.groups,
            pair_chart(
                PulseState.groups,
                name=t("Where leads come from and go"),
                unit=rx.cond(lost, t("Number of closed leads"), t("Number of leads")),
                now=PulseState.period,
                before=PulseState.before_name,
            ),
            rx.el.p(t("No leads in these days"), class_name="chart-unit"),
        ),
        note=PulseState.groups_note,
        tools=[
            segmented(
                [
                    ("source", t("Source"), None),
                    ("category", t("Category"), None),
                    ("lost_reason", t("Lost reason"), None),
                    ("person", t("Person"), None),
                    ("organization", t("Organization"), None),
                ],
                value=AT.by,
                on_pick=PulseState.show_by,
                name=t("Told apart by"),
            ),
            export_chart("groups", PulseState.export, t("Where leads come from and go")),
        ],
        table=table(
            [
                head_cell(t("Name")),
                head_cell(rx.cond(lost, t("Closed leads"), t("Leads")), align="end"),
                head_cell(PulseState.before_name, align="end"),
                head_cell(t("Won"), align="end"),
                head_cell(
                    rx.cond(
                        lost,
                        t("Value, {currency}", currency=PulseState.currency),
                        t("Revenue, {currency}", currency=PulseState.currency),
                    ),
                    align="end",
                ),
                head_cell(rx.cond(lost, t("Part of all"), t("Hit Rate")), align="end"),
            ],
            rx.foreach(
                PulseState.group_lines,
                lambda line: table_row(
                    cell(line.label),
                    _linked(line.leads, line.href),
                    cell(line.before, align="end"),
                    _linked(line.won, line.won_href),
                    cell(line.revenue, align="end"),
                    cell(line.percent, align="end"),
                    key=line.key,
                ),
            ),
            name=t("Where leads come from and go"),
            compact=True,
        ),
        table_name=t("Show as a table"),
        class_name="is-wide",
    )


def times() -> rx.Component:
    """How long leads stand at each stage before they go on, and between which stages."""
    return chart_card(
        t("Average time between stages"),
        row_chart(PulseState.times, name=t("Average time at a stage"), unit=t("Days (d) and hours (h) at the stage")),
        note=rx.fragment(
            t("How long leads were open at a stage before they went on or were won; parked time does not count."),
            " ",
            PulseState.times_note,
        ),
        tools=[export_chart("times", PulseState.export, t("Average time between stages"))],
        table=table(
            [
                head_cell(t("From and to")),
                head_cell(t("Average time"), align="end"),
                head_cell(t("Moves"), align="end"),
            ],
            rx.foreach(
                PulseState.steps,
                lambda step: table_row(
                    cell(step.label), cell(step.time, align="end"), cell(step.moves, align="end"), key=step.label
                ),
            ),
            name=t("Average time between stages"),
            compact=True,
        ),
        table_name=t("From stage to stage, as a table"),
    )


def ages() -> rx.Component:
    """How long open leads have stood at a stage."""
    bands = (t("0–7 d"), t("8–30 d"), t("31–90 d"), t("90+ d"))
    return chart_card(
        t("Aging of open leads"),
        stack_chart(PulseState.ages, name=t("Aging of open leads"), unit=t("Number of leads"), bands=bands),
        note=t("Open leads by the whole days since they came to their stage, as they stand now."),
        tools=[
            plain_select(
                PulseState.stages,
                empty=t("All stages"),
                value=AT.stage,
                on_change=PulseState.show_stage,
                aria_label=t("Stage"),
                small=True,
            ),
            export_chart("ages", PulseState.export, t("Aging of open leads")),
        ],
        table=table(
            [head_cell(t("Stage")), *[head_cell(band, align="end") for band in bands]],
            rx.foreach(
                PulseState.ages,
                lambda line: table_row(
                    cell(line.label), *[cell(line.counts[place], align="end") for place in range(4)], key=line.key
                ),
            ),
            name=t("Aging of open leads"),
            compact=True,
        ),
        table_name=t("Show as a table"),
    )


def _linked(figure: rx.Var, href: rx.Var) -> rx.Component:
    """A count in a table that opens its leads."""
    return cell(rx.cond(href, link(figure, href=href), figure), align="end")


def _figure(figure: rx.Var) -> rx.Component:
    change = rx.fragment(figure.change, rx.el.span(figure.against, class_name="kpi-against"))
    return kpi_card(
        figure.label,
        figure.figure,
        formula=figure.formula,
        slug=figure.slug,
        change=change,
        trend=figure.trend,
    )


def _spans() -> list[tuple[str, rx.Var[str]]]:
    return [("7", t("7 days")), ("30", t("30 days")), ("90", t("90 days")), ("365", t("1 year"))]

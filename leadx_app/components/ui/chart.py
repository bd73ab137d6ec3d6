"""Charts of plain elements: columns, rows, pairs and stacks. Each stands in a card with its words and its table.

Every bar carries its value as text, so that nothing is said by colour or length alone; bars with an address are links
to what they count. The table of the same figures opens below.
"""

from collections.abc import Sequence

import reflex as rx

from leadx_app.components.ui.base import Words, joined
from leadx_app.components.ui.button import link


def chart_card(
    title: Words,
    *content: rx.Component,
    note: Words | rx.Component,
    tools: Sequence[rx.Component] = (),
    table: rx.Component | None = None,
    table_name: Words = "",
    class_name: str = "",
) -> rx.Component:
    """A titled part of a page of figures; `note` says in plain words how it is counted."""
    return rx.el.section(
        rx.el.div(rx.el.h2(title, class_name="section-title"), *tools, class_name="chart-head"),
        rx.el.p(note, class_name="chart-note"),
        *content,
        rx.el.details(rx.el.summary(table_name, class_name="chart-more"), table) if table else rx.fragment(),
        class_name=joined("chart-card", class_name),
        aria_label=title,
    )


def column_chart(bars: rx.Var, *, name: Words, unit: Words) -> rx.Component:
    """Bars over a time, upright; lying on a phone. `unit` stands above the axis."""
    return rx.el.div(
        rx.el.p(unit, class_name="chart-unit"),
        rx.el.ul(rx.foreach(bars, _column), class_name="chart-columns", aria_label=name),
    )


def row_chart(bars: rx.Var, *, name: Words, unit: Words) -> rx.Component:
    """A lying bar per thing."""
    return rx.el.div(
        rx.el.p(unit, class_name="chart-unit"),
        rx.el.ul(rx.foreach(bars, _row), class_name="chart-rows", aria_label=name),
    )


def pair_chart(bars: rx.Var, *, name: Words, unit: Words, now: Words, before: Words) -> rx.Component:
    """Two lying bars per thing: a period, and hatched the one before."""
    return rx.el.div(
        legend((now, "now"), (before, "before")),
        rx.el.p(unit, class_name="chart-unit"),
        rx.el.ul(rx.foreach(bars, lambda bar: _pair(bar, now, before)), class_name="chart-rows", aria_label=name),
    )


def funnel_chart(bars: rx.Var, *, name: Words, unit: Words, of: Words, before: Words) -> rx.Component:
    """A lying bar per step; below it, its part of the step before it and its count in the period before."""

    def step(bar: rx.Var) -> rx.Component:
        face = [
            rx.el.span(bar.label, class_name="bar-label"),
            rx.el.span(_fill(bar.part, "now"), class_name="track", aria_hidden="true"),
            rx.el.span(bar.value, class_name="bar-value figure"),
            rx.el.span(
                rx.cond(bar.other, rx.el.span(rx.el.span(bar.other, class_name="figure"), " ", of), rx.fragment()),
                _said(before, bar.other_part, seen=True),
                class_name="band-counts",
            ),
        ]
        return rx.el.li(_linked(bar, face, "chart-row has-bands"), title=bar.exact, key=bar.key)

    return rx.el.div(
        rx.el.p(unit, class_name="chart-unit"),
        rx.el.ul(rx.foreach(bars, step), class_name="chart-rows", aria_label=name),
    )


def pair_columns(bars: rx.Var, *, name: Words, unit: Words, now: Words, whole: Words) -> rx.Component:
    """Two bars beside each other over a time, upright; lying on a phone."""

    def column(bar: rx.Var) -> rx.Component:
        face = [
            rx.el.span(bar.label, class_name="bar-label"),
            rx.el.span(_fill(bar.part, "now"), _fill(bar.other_part, "before"), class_name="track", aria_hidden="true"),
            rx.el.span(_said(now, bar.value), _said(whole, bar.other, "is-muted"), class_name="bar-values"),
        ]
        return rx.el.li(_linked(bar, face, "column is-pair"), key=bar.key)

    return rx.el.div(
        legend((now, "now"), (whole, "before")),
        rx.el.p(unit, class_name="chart-unit"),
        rx.el.ul(rx.foreach(bars, column), class_name="chart-columns is-any", aria_label=name),
    )


def stack_chart(lines: rx.Var, *, name: Words, unit: Words, bands: Sequence[Words]) -> rx.Component:
    """A lying bar per thing in as many parts as there are bands, each with its count below."""
    return rx.el.div(
        legend(*[(band, f"band-{place}") for place, band in enumerate(bands)]),
        rx.el.p(unit, class_name="chart-unit"),
        rx.el.ul(rx.foreach(lines, lambda line: _stack(line, bands)), class_name="chart-rows", aria_label=name),
    )


def legend(*entries: tuple[Words, str]) -> rx.Component:
    """What the fillings mean."""
    return rx.el.ul(
        *[rx.el.li(rx.el.span(class_name=f"swatch fill-{kind}", aria_hidden="true"), words) for words, kind in entries],
        class_name="legend",
    )


def _column(bar: rx.Var) -> rx.Component:
    face = [
        rx.el.span(bar.label, class_name="bar-label", aria_hidden="true"),
        rx.el.span(_fill(bar.part, "now"), class_name="track", aria_hidden="true"),
        rx.el.span(bar.value, class_name="bar-value figure", aria_hidden="true"),
        rx.el.span(bar.exact, class_name="spoken"),
    ]
    return rx.el.li(_linked(bar, face, "column"), title=bar.exact, key=bar.key)


def _row(bar: rx.Var) -> rx.Component:
    face = [
        rx.el.span(bar.label, class_name="bar-label"),
        rx.el.span(_fill(bar.part, "now"), class_name="track", aria_hidden="true"),
        rx.el.span(bar.value, class_name="bar-value figure"),
        rx.el.span(bar.exact, class_name="spoken"),
    ]
    return rx.el.li(_linked(bar, face, "chart-row"), title=bar.exact, key=bar.key)


def _pair(bar: rx.Var, now: Words, before: Words) -> rx.Component:
    face = [
        rx.el.span(bar.label, class_name="bar-label"),
        rx.el.span(
            rx.el.span(_fill(bar.part, "now"), class_name="track"),
            rx.el.span(_fill(bar.other_part, "before"), class_name="track"),
            class_name="tracks",
            aria_hidden="true",
        ),
        rx.el.span(
            _said(now, bar.value),
            _said(before, bar.other, "is-muted"),
            class_name="bar-values",
        ),
    ]
    return rx.el.li(_linked(bar, face, "chart-row"), key=bar.key)


def _stack(line: rx.Var, bands: Sequence[Words]) -> rx.Component:
    places = range(len(bands))
    parts = [_fill(line.parts[place], f"band-{place}") for place in places]
    counts = [
        rx.cond(
            line.hrefs[place],
            link(_said(bands[place], line.counts[place], seen=True), href=line.hrefs[place], class_name="band-link"),
            _said(bands[place], line.counts[place], seen=True),
        )
        for place in places
    ]
    face = [
        rx.el.span(line.label, class_name="bar-label"),
        rx.el.span(*parts, class_name="track is-stack", aria_hidden="true"),
        rx.cond(
            line.href,
            link(line.total, href=line.href, class_name="bar-value figure band-link"),
            rx.el.span(line.total, class_name="bar-value figure"),
        ),
        rx.el.span(*counts, class_name="band-counts"),
    ]
    return rx.el.li(rx.el.span(*face, class_name="chart-row has-bands"), key=line.key)


def _said(words: Words, value: Words, class_name: str = "", *, seen: bool = False) -> rx.Component:
    name = rx.el.span(words, ": ", class_name="" if seen else "spoken")
    return rx.el.span(name, rx.el.span(value, class_name="figure"), class_name=class_name)


def _fill(part: Words, kind: str) -> rx.Component:
    return rx.el.span(class_name=f"fill fill-{kind}", style={"--part": part})


def _linked(bar: rx.Var, face: list[rx.Component], class_name: str) -> rx.Component:
    """A link to what the bar counts, where there is one."""
    return rx.cond(
        bar.href, link(*face, href=bar.href, class_name=class_name), rx.el.span(*face, class_name=class_name)
    )

"""The list of tickets: figures, filters, what is overdue first."""

import reflex as rx

from leadx_app.components.support.hours import support_hours
from leadx_app.components.ui.answer_clock import answer_clock
from leadx_app.components.ui.button import button, link, link_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import switch
from leadx_app.components.ui.kpi import kpi_card
from leadx_app.components.ui.section import toolbar
from leadx_app.components.ui.skeleton import skeleton_kpis, skeleton_rows
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.support import SupportState
from leadx_app.state.support_lines import SupportFigure, TicketLine


def ticket_list() -> rx.Component:
    """All that the reader sees: their own, and for helpers everybody's."""
    return rx.el.section(
        rx.cond(SupportState.is_loaded, _figures(), skeleton_kpis(6)),
        toolbar(
            segmented(
                [("open", t("Unresolved"), None), ("ended", t("Resolved and closed"), None), ("all", t("All"), None)],
                value=SupportState.shown,
                on_pick=SupportState.show,
                name=t("Which tickets"),
            ),
            rx.cond(
                SupportState.severity,
                button(
                    t("All severities"),
                    icon_name="x",
                    small=True,
                    on_click=SupportState.choose_severity(""),
                ),
                rx.fragment(),
            ),
            switch(t("Only mine"), "is_mine", checked=SupportState.is_mine, on_change=SupportState.only_mine),
            link_button(t("New ticket"), "/support/new", icon_name="plus"),
            name=t("Tickets"),
            class_name="support-tools",
        ),
        rx.cond(SupportState.is_loaded, _rows(), skeleton_rows(5)),
        support_hours(),
        class_name="support",
    )


def _figures() -> rx.Component:
    return rx.el.section(
        rx.foreach(SupportState.figures, _figure), class_name="kpis support-figures", aria_label=t("Key figures")
    )


def _figure(figure: rx.Var[SupportFigure]) -> rx.Component:
    return rx.cond(
        figure.severity,
        kpi_card(
            figure.label,
            figure.figure,
            formula=figure.formula,
            slug=figure.slug,
            on_click=SupportState.choose_severity(figure.severity),
        ),
        kpi_card(figure.label, figure.figure, formula=figure.formula, slug=figure.slug),
    )


def _rows() -> rx.Component:
    more = button(t("Show more"), on_click=SupportState.show_more(SupportState.next_cursor))
    return rx.cond(
        SupportState.rows,
        rx.fragment(
            rx.el.ul(rx.foreach(SupportState.rows, _row), class_name="ticket-list", aria_label=t("Tickets")),
            rx.cond(SupportState.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        empty_state(
            t("No tickets here"),
            t("Ask support when something is wrong, or missing, or not clear."),
            action=link_button(t("Raise a ticket"), "/support/new", icon_name="plus"),
        ),
    )


def _row(line: rx.Var[TicketLine]) -> rx.Component:
    return rx.el.li(
        link(
            rx.el.span(line.severity_name, class_name="ticket-severity ticket-" + line.severity),
            rx.el.span(
                rx.el.span(line.subject, class_name="ticket-subject", dir="auto"),
                rx.el.span(line.about, class_name="ticket-about"),
                class_name="ticket-body",
            ),
            ticket_clock(line),
            chip(line.status_name, tone=line.tone),
            href=line.href,
            class_name="ticket-row",
        ),
        class_name=rx.cond(line.is_overdue, "is-overdue", ""),
        key=line.id,
    )


def ticket_clock(line: rx.Var[TicketLine]) -> rx.Component:
    """When the next clock runs out; how it went once the ticket is resolved; nothing while it waits."""
    return rx.cond(
        line.due,
        answer_clock(
            line.due,
            left=t("Due {moment}", moment=line.due_words),
            overdue=t("Overdue since {moment}", moment=line.due_words),
            units=t("d h min s"),
        ),
        rx.cond(
            line.verdict,
            rx.el.span(line.verdict, class_name=rx.cond(line.is_late, "ticket-verdict is-late", "ticket-verdict")),
            rx.fragment(),
        ),
    )

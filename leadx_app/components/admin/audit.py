"""The audit log: filters, and what happened, line by line."""

import reflex as rx

from leadx_app.audit_words import AREA_NAMES
from leadx_app.components.exports import AUDIT, export_list
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.field import plain_select
from leadx_app.components.ui.search_field import search_field
from leadx_app.components.ui.section import toolbar
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.state.audit import AuditState

AT = AuditState.at


def audit_log() -> rx.Component:
    """Everything, or what the filters say, newest first, older lines on demand."""
    return rx.el.section(
        toolbar(
            search_field(
                t("Search the log"),
                on_search=AuditState.search.debounce(250),
                default_value=AT.search,
                key=AuditState.is_loaded.to_string(),
            ),
            plain_select(
                [(area.value, t(name)) for area, name in AREA_NAMES.items()],
                empty=t("Everything"),
                aria_label=t("Kind"),
                small=True,
                value=AT.area,
                on_change=AuditState.choose_area,
            ),
            plain_select(
                AuditState.people,
                empty=t("Everybody"),
                aria_label=t("Person"),
                small=True,
                value=AT.person,
                on_change=AuditState.choose_person,
            ),
            _day(t("From day"), AT.first, AuditState.choose_first),
            _day(t("To day"), AT.last, AuditState.choose_last),
            rx.cond(
                AuditState.query,
                button(t("Show everything"), kind="ghost", small=True, on_click=AuditState.show_everything),
                rx.fragment(),
            ),
            rx.el.span(class_name="push"),
            export_list(AUDIT, AuditState.export),
            name=t("Audit log"),
        ),
        rx.cond(AuditState.is_loaded, _rows(), _loading()),
        class_name="audit",
    )


def _day(name: rx.Var[str], value: rx.Var[str], on_change: rx.EventHandler) -> rx.Component:
    """A day to begin or to end with; it asks when the field is left or a day is picked."""
    return rx.el.label(
        rx.el.span(name),
        rx.el.input(type="date", class_name="control control-small", default_value=value, on_blur=on_change, key=value),
        class_name="audit-day",
    )


def _rows() -> rx.Component:
    more = button(t("Show older"), on_click=AuditState.show_more(AuditState.next_cursor))
    return rx.cond(
        AuditState.rows,
        rx.fragment(
            rx.el.ul(rx.foreach(AuditState.rows, _row), class_name="audit-list", aria_label=t("Audit log")),
            rx.cond(AuditState.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        rx.cond(
            AuditState.query,
            empty_state(t("Nothing is like this"), t("Take a filter away, or choose other days.")),
            empty_state(t("Nothing to tell yet"), t("Sign-ins, changes of roles and settings, and exports show here.")),
        ),
    )


def _row(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.time(line.moment, class_name="audit-time figure"),
        rx.el.span(
            rx.el.span(line.sentence, class_name="audit-sentence", dir="auto"),
            rx.foreach(line.changes, lambda text: rx.el.span(text, class_name="audit-change")),
            rx.el.span(line.more, class_name="audit-more"),
            class_name="audit-body",
        ),
        chip(line.area, tone=line.tone),
        class_name="audit-row",
        key=line.id,
    )


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("70%", "55%", "65%", "60%")]
    return rx.el.div(*lines, class_name="skeletons stack", aria_busy="true")

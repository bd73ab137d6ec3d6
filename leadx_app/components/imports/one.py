"""One import: where it stands, what to do next, and what came of it."""

import reflex as rx

from leadx_app.components.imports.mapping import import_mapping, refused_rows
from leadx_app.components.ui.button import button, link_button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.download import download_link
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.progress import progress_bar
from leadx_app.components.words import t
from leadx_app.state.imports import ImportsState


def one_import() -> rx.Component:
    """The import that is open."""
    one = ImportsState.one
    return rx.el.div(
        rx.el.section(
            _head(),
            rx.cond(one.trouble, rx.el.p(icon("circle-alert"), one.trouble, class_name="import-trouble", role="alert")),
            rx.cond(one.is_unread, rx.el.div(_anew(), class_name="import-acts"), rx.fragment()),
            rx.cond(one.working, _working(), rx.fragment()),
            rx.cond(one.is_stuck, rx.el.div(_stop(), class_name="import-acts"), rx.fragment()),
            _counts(),
            rx.match(one.step, ("mapping", _next()), ("over", _over()), rx.fragment()),
            class_name="import-card",
            aria_label=one.file,
        ),
        refused_rows(),
        rx.cond(one.step == "mapping", import_mapping(), rx.fragment()),
        class_name="import-one",
    )


def _head() -> rx.Component:
    one = ImportsState.one
    return rx.el.div(
        rx.el.h2(one.file, class_name="import-name", dir="auto"),
        chip(one.state, tone=one.tone),
        rx.el.span(one.about, class_name="import-about"),
        rx.cond(one.rows, rx.el.span(one.rows, class_name="import-about figure"), rx.fragment()),
        button(t("All imports"), kind="ghost", icon_name="arrow-left", small=True, on_click=ImportsState.close_import),
        class_name="import-head",
    )


def _working() -> rx.Component:
    one = ImportsState.one
    return rx.el.div(
        rx.el.p(one.working, role="status"),
        rx.el.div(
            rx.cond(one.percent, progress_bar(one.percent, one.working), rx.fragment()),
            rx.el.span(one.progress, class_name="figure import-progress"),
            class_name="import-bar",
        ),
        rx.cond(one.percent, _stop(), rx.fragment()),
        class_name="import-working",
    )


def _stop() -> rx.Component:
    return button(t("Stop"), icon_name="ban", small=True, on_click=ImportsState.stop)


def _counts() -> rx.Component:
    one = ImportsState.one
    errors = download_link(
        icon("download"),
        rx.el.span(t("Download errors"), class_name="button-label"),
        href=f"/api/v1/imports/{one.id}/errors",
        class_name="button button-secondary button-small",
    )
    return rx.cond(
        one.counts,
        rx.el.div(
            rx.foreach(one.counts, lambda count: chip(count.text, tone=count.tone)),
            rx.cond(one.has_refused, errors, rx.fragment()),
            class_name="import-counts",
            role="group",
            aria_label=t("Result"),
        ),
        rx.fragment(),
    )


def _next() -> rx.Component:
    lacking, rows = ImportsState.one.lacking, ImportsState.one.rows
    waits = (lacking != "") | (rows == "")
    return rx.el.div(
        rx.cond(rows, rx.fragment(), rx.el.p(t("The file has no rows to bring in."), class_name="import-lacking")),
        rx.cond(
            lacking,
            rx.el.p(t("Say first which column holds: {fields}", fields=lacking), class_name="import-lacking"),
            rx.fragment(),
        ),
        rx.el.div(
            button(
                t("Import"),
                kind="primary",
                icon_name="upload",
                on_click=ImportsState.run_import,
                disabled=waits,
            ),
            button(t("Check"), icon_name="list-checks", on_click=ImportsState.check, disabled=waits),
            class_name="import-acts",
        ),
        class_name="import-next",
    )


def _over() -> rx.Component:
    one = ImportsState.one
    return rx.el.div(
        rx.cond(
            one.left,
            rx.el.ul(rx.foreach(one.left, rx.el.li), class_name="import-left", aria_label=t("Left as they are")),
            rx.fragment(),
        ),
        rx.el.div(
            rx.cond(
                one.is_done & (one.rest != ""),
                button(t("Import the other {count}", count=one.rest), icon_name="play", on_click=ImportsState.go_on),
                rx.fragment(),
            ),
            rx.cond(
                one.opens,
                link_button(
                    rx.cond(one.opens == "/pipeline", t("To the pipeline"), t("To contacts")),
                    one.opens,
                    icon_name="arrow-right",
                ),
                rx.fragment(),
            ),
            _anew(),
            rx.cond(
                one.is_done,
                button(t("Undo import"), icon_name="undo-2", on_click=ImportsState.undo),
                rx.fragment(),
            ),
            class_name="import-acts",
        ),
        class_name="import-next",
    )


def _anew() -> rx.Component:
    return button(t("New import"), icon_name="plus", on_click=ImportsState.close_import)

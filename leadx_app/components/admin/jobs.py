"""Background jobs: what is under way, what went wrong, and how the clock goes."""

import reflex as rx

from leadx_app.components.ages import age
from leadx_app.components.ui.button import button
from leadx_app.components.ui.chip import chip
from leadx_app.components.ui.empty import empty_state
from leadx_app.components.ui.progress import progress_bar
from leadx_app.components.ui.section import section_header, toolbar
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.ui.tabs import segmented
from leadx_app.components.words import t
from leadx_app.state.jobs import JobsState


def jobs() -> rx.Component:
    """All jobs or those in one state, newest first, and the rounds of the clock below."""
    return rx.el.section(
        toolbar(
            segmented(
                [
                    ("all", t("All"), None),
                    ("open", t("Under way"), None),
                    ("done", t("Done"), None),
                    ("failed", t("Failed"), None),
                ],
                value=JobsState.shows,
                on_pick=JobsState.show,
                name=t("Which jobs"),
            ),
            name=t("Background jobs"),
        ),
        rx.cond(JobsState.is_loaded, _rows(), _loading()),
        rx.cond(JobsState.rounds, _rounds(), rx.fragment()),
        class_name="jobs",
    )


def _rows() -> rx.Component:
    more = button(t("Show older"), on_click=JobsState.show_more(JobsState.next_cursor))
    return rx.cond(
        JobsState.rows,
        rx.fragment(
            rx.el.ul(rx.foreach(JobsState.rows, _row), class_name="job-list", aria_label=t("Jobs")),
            rx.cond(JobsState.next_cursor, rx.el.div(more, class_name="notices-more"), rx.fragment()),
        ),
        rx.match(
            JobsState.shows,
            ("open", empty_state(t("Nothing is under way"), t("Imports show here while they run."))),
            ("failed", empty_state(t("Nothing has failed"), t("A job that was given up shows here."))),
            empty_state(t("No jobs yet"), t("Imports and other long work show here.")),
        ),
    )


def _row(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.kind, class_name="job-kind"),
            rx.el.span(line.who, class_name="job-who"),
            rx.cond(line.trouble, rx.el.span(line.trouble, class_name="job-trouble"), rx.fragment()),
            class_name="job-body",
        ),
        rx.cond(
            line.progress,
            rx.el.span(
                rx.el.span(line.progress, class_name="figure"),
                rx.cond(line.percent, progress_bar(line.percent, line.kind), rx.fragment()),
                class_name="job-progress",
            ),
            rx.fragment(),
        ),
        chip(line.state, tone=line.tone),
        age(line.age, line.moment, class_name="job-age figure"),
        rx.cond(line.may_cancel, button(t("Cancel"), small=True, on_click=JobsState.cancel(line.id)), rx.fragment()),
        rx.cond(line.may_retry, button(t("Retry"), small=True, on_click=JobsState.retry(line.id)), rx.fragment()),
        class_name="job-row",
        key=line.id,
    )


def _rounds() -> rx.Component:
    return rx.el.section(
        section_header(t("By the clock")),
        rx.el.ul(rx.foreach(JobsState.rounds, _round), class_name="job-list", aria_label=t("By the clock")),
        class_name="job-rounds",
    )


def _round(line: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.span(line.name, class_name="job-kind"),
            rx.cond(line.trouble, rx.el.span(line.trouble, class_name="job-trouble"), rx.fragment()),
            class_name="job-body",
        ),
        rx.cond(line.state, chip(line.state, tone="waiting"), rx.fragment()),
        rx.cond(
            line.took, rx.el.span(line.took, class_name="job-took figure", title=t("How long it took")), rx.fragment()
        ),
        age(line.age, line.moment, class_name="job-age figure"),
        rx.cond(line.may_run, button(t("Run now"), small=True, on_click=JobsState.run_now(line.id)), rx.fragment()),
        class_name="job-row",
        key=line.id,
    )


def _loading() -> rx.Component:
    lines = [skeleton(width) for width in ("70%", "55%", "65%", "60%")]
    return rx.el.div(*lines, class_name="skeletons stack", aria_busy="true")

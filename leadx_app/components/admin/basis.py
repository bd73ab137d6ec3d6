"""How figures are put together, and what is taken of files, per organization."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import select_field, text_field
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.admin_basis import AdminBasisState

STATE = AdminBasisState
FIRST_DAYS = (
    *("1 January", "1 February", "1 March", "1 April", "1 May", "1 June"),
    *("1 July", "1 August", "1 September", "1 October", "1 November", "1 December"),
)


def figure_settings() -> rx.Component:
    """What the hit rate divides by, and when the financial year begins."""
    return rx.el.section(
        section_header(t("Hit rate and financial year")),
        rx.el.p(
            t("Community, Pipeline, Pulse and Rewards follow at once, also for the time before."), class_name="muted"
        ),
        rx.foreach(STATE.lines, _figures),
        class_name="settings",
        aria_label=t("Hit rate and financial year"),
    )


def file_settings() -> rx.Component:
    """How large a file may be, and how many a lead may have."""
    return rx.el.section(
        section_header(t("Files")),
        rx.el.p(
            t(
                "This server takes files of up to {max} MB, and 100 on a lead. Set less, or leave it empty.",
                max=STATE.most_megabytes,
            ),
            " ",
            t("Files that are there stay."),
            class_name="muted",
        ),
        rx.foreach(STATE.lines, _files),
        class_name="settings",
        aria_label=t("Files"),
    )


def _figures(line: rx.Var) -> rx.Component:
    scope = f"figures-{line.id}"
    return rx.el.form(
        _whose(line),
        select_field(
            t("Hit Rate"),
            "hit_rate_basis",
            [("all_leads", t("Won of all leads")), ("closed_leads", t("Won of won and closed"))],
            default_value=line.basis,
            error=_problem(line, "hit_rate_basis"),
            scope=scope,
        ),
        select_field(
            t("Financial year begins on"),
            "financial_year_start_month",
            [(str(number), t(day)) for number, day in enumerate(FIRST_DAYS, start=1)],
            default_value=line.start_month,
            error=_problem(line, "financial_year_start_month"),
            scope=scope,
        ),
        button(t("Save"), submit=True),
        on_submit=STATE.save_figures,
        class_name="setting",
        aria_label=t("Figures of {organization}", organization=line.organization),
        key=line.figures_key,
    )


def _files(line: rx.Var) -> rx.Component:
    return rx.el.form(
        _whose(line),
        _number(line, t("Largest file, MB"), "file_limit_mb", line.file_limit_mb, placeholder=STATE.most_megabytes),
        _number(line, t("Files on a lead"), "files_per_lead", line.files_per_lead, placeholder="100"),
        button(t("Save"), submit=True),
        on_submit=STATE.save_files,
        class_name="setting",
        aria_label=t("Files of {organization}", organization=line.organization),
        key=line.files_key,
    )


def _whose(line: rx.Var) -> rx.Component:
    return rx.fragment(
        rx.el.input(type="hidden", name="organization_id", value=line.id, read_only=True),
        rx.el.span(line.organization, class_name="setting-name"),
    )


def _number(line: rx.Var, label: rx.Var[str], name: str, value: rx.Var[str], **props: object) -> rx.Component:
    return text_field(
        label,
        name,
        default_value=value,
        error=_problem(line, name),
        max_length=4,
        input_mode="numeric",
        scope=f"files-{line.id}",
        **props,
    )


def _problem(line: rx.Var, field: str) -> rx.Var[str]:
    return rx.cond(STATE.problem_at == line.id, STATE.problems[field], "")

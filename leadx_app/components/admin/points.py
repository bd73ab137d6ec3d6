"""What leads are worth in points, per organization."""

import reflex as rx

from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import text_field
from leadx_app.components.ui.section import section_header
from leadx_app.components.words import t
from leadx_app.state.admin_points import AdminPointsState


def point_settings() -> rx.Component:
    """One line per organization that the Admin sees to."""
    return rx.el.section(
        section_header(t("Points for leads")),
        rx.el.p(t("A change counts from now on. Points that were given stay what they are."), class_name="muted"),
        rx.foreach(AdminPointsState.lines, _form),
        class_name="settings",
        aria_label=t("Points for leads"),
    )


def _form(line: rx.Var) -> rx.Component:
    return rx.el.form(
        rx.el.input(type="hidden", name="organization_id", value=line.id, read_only=True),
        rx.el.input(type="hidden", name="version", value=line.version, read_only=True),
        rx.el.span(line.organization, class_name="setting-name"),
        _field(line, t("Lead created"), "created", line.created),
        _field(line, t("Handshake"), "handshake", line.handshake),
        _field(line, t("Lead won"), "won", line.won),
        button(t("Save"), submit=True),
        on_submit=AdminPointsState.save,
        class_name="setting setting-points",
        aria_label=t("Points at {organization}", organization=line.organization),
        key=line.key,
    )


def _field(line: rx.Var, label: rx.Var[str], name: str, value: rx.Var[str]) -> rx.Component:
    problem = rx.cond(AdminPointsState.problem_at == line.id, AdminPointsState.problems[name], "")
    return text_field(
        label, name, default_value=value, error=problem, max_length=5, input_mode="numeric", scope=f"points-{line.id}"
    )

"""The stages of the lead journey: their order, and a dialog for each change."""

import reflex as rx

from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.chip import chip, stage_dot
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import select_field, text_field
from leadx_app.components.ui.section import section_header
from leadx_app.components.ui.skeleton import skeleton
from leadx_app.components.words import t
from leadx_app.domain.stages import COLORS
from leadx_app.state.admin_stages import AdminStagesState

STATE = AdminStagesState
CHANGE, REMOVE = "change-stage", "remove-stage"


def stage_settings() -> rx.Component:
    """The journey from New to the stage before the outcome."""
    add = button(t("Add stage"), icon_name="plus", on_click=STATE.begin_add)
    return rx.el.section(
        section_header(t("Stages"), rx.cond(STATE.may_change, add, rx.fragment())),
        rx.el.p(
            t("Every lead goes this way, in all organizations. A change shows on open pages at once."),
            class_name="muted",
        ),
        rx.cond(
            STATE.is_loaded & ~STATE.may_change,
            rx.el.p(t("The Admin of the parent organization changes the stages."), class_name="muted"),
            rx.fragment(),
        ),
        rx.cond(
            STATE.is_loaded,
            rx.el.ol(rx.foreach(STATE.lines, _line), class_name="listed-rows", aria_label=t("Stages")),
            skeleton(kind="block"),
        ),
        _change(),
        _remove(),
        class_name="settings",
        aria_label=t("Stages"),
    )


def _line(line: rx.Var) -> rx.Component:
    return rx.el.li(
        stage_dot(line.color),
        rx.el.span(
            rx.el.span(line.name, class_name="listed-name", dir="auto"),
            rx.el.span(line.facts, class_name="muted figure"),
            class_name="listed-words",
        ),
        rx.cond(
            line.is_emptied,
            chip(t("Its leads are being moved"), tone="waiting"),
            rx.el.span(line.leads, class_name="listed-count figure"),
        ),
        rx.cond(STATE.may_change, _tools(line), rx.fragment()),
        class_name="listed-row",
        key=line.id,
    )


def _tools(line: rx.Var) -> rx.Component:
    return rx.el.span(
        rx.cond(
            line.up,
            icon_button(line.up, "arrow-up", on_click=STATE.shift(line.id, False), tip_side="left"),
            rx.el.span(class_name="listed-gap"),
        ),
        rx.cond(
            line.down,
            icon_button(line.down, "arrow-down", on_click=STATE.shift(line.id, True), tip_side="left"),
            rx.el.span(class_name="listed-gap"),
        ),
        icon_button(line.change, "pencil", on_click=STATE.begin_change(line.id), tip_side="left"),
        rx.cond(
            line.remove,
            icon_button(line.remove, "trash-2", on_click=STATE.begin_remove(line.id), tip_side="left"),
            rx.el.span(class_name="listed-gap"),
        ),
        class_name="listed-tools",
    )


def _change() -> rx.Component:
    form = STATE.form
    return dialog(
        rx.cond(form.id, t("Edit stage"), t("Add stage")),
        rx.el.form(
            text_field(
                t("Name"),
                "name",
                default_value=form.name,
                error=STATE.problems["name"],
                max_length=60,
                auto_complete="off",
                required=True,
                scope="stage",
            ),
            rx.el.fieldset(
                rx.el.legend(t("Colour"), class_name="field-label"),
                rx.el.div(*[_color(value, name) for value, name in COLORS.items()], class_name="stage-colors"),
                class_name="field",
            ),
            rx.el.div(
                _number(t("Probability of a win, %"), "win_probability_percent", form.percent),
                _number(t("Gone quiet after, days"), "quiet_after_days", form.days),
                class_name="stage-numbers",
            ),
            rx.cond(
                form.leads,
                select_field(
                    t("{leads} at this stage", leads=form.leads),
                    "leads_to",
                    STATE.others,
                    empty=t("Stay here, under this name"),
                    hint=t("Or choose the stage to which they all go."),
                    error=STATE.problems["to_id"],
                    scope="stage",
                ),
                rx.fragment(),
            ),
            rx.el.div(
                close_button(t("Cancel")), button(t("Save"), kind="primary", submit=True), class_name="dialog-actions"
            ),
            on_submit=STATE.save,
            key=STATE.form_key,
            class_name="form",
        ),
        name=CHANGE,
        open=STATE.is_changing,
        on_close=STATE.close,
        close_name=t("Close"),
        label=rx.cond(form.id, t("Edit stage"), t("Add stage")),
    )


def _color(value: str, name: str) -> rx.Component:
    """A radio that is the colour itself; its name is read out and shown on hover."""
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="color",
            value=value,
            default_checked=STATE.form.color == value,
            class_name="stage-color-radio",
            aria_label=t(name),
        ),
        stage_dot(value),
        class_name="stage-color",
        title=t(name),
    )


def _number(label: rx.Var[str], name: str, value: rx.Var[str]) -> rx.Component:
    return text_field(
        label,
        name,
        default_value=value,
        error=STATE.problems[name],
        max_length=3,
        input_mode="numeric",
        auto_complete="off",
        required=True,
        scope="stage",
    )


def _remove() -> rx.Component:
    form = STATE.form
    return dialog(
        t("Remove stage"),
        rx.el.form(
            rx.cond(
                form.leads,
                rx.fragment(
                    rx.el.p(
                        t("{stage} has leads: {leads}, with those that have ended.", stage=form.name, leads=form.leads)
                    ),
                    select_field(
                        t("To which stage do they go?"),
                        "to_id",
                        STATE.others,
                        empty=t("Choose a stage"),
                        hint=t("Each lead's history says that it was moved."),
                        error=STATE.problems["to_id"],
                        scope="remove-stage",
                    ),
                ),
                rx.el.p(t("No lead is at {stage}.", stage=form.name)),
            ),
            rx.el.div(
                close_button(t("Cancel")), button(t("Remove"), kind="danger", submit=True), class_name="dialog-actions"
            ),
            on_submit=STATE.remove,
            key=STATE.form_key,
            class_name="form",
        ),
        name=REMOVE,
        open=STATE.is_removing,
        on_close=STATE.close,
        close_name=t("Close"),
        size="small",
    )

"""A row of the pipeline as a form: Enter saves, Esc leaves it as it was."""

import reflex as rx
from reflex.event import no_args_event_spec

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.field import described, plain_select
from leadx_app.components.ui.piece import piece
from leadx_app.components.words import t
from leadx_app.state.lead_inline import LeadInlineState

FIELDS = LeadInlineState.fields
PROBLEMS = LeadInlineState.problems


class InlineKeys(rx.Component):
    """The JSX piece: focus goes into the form when it opens and back to the row when it closes; Esc closes it."""

    library = piece("inline_edit.jsx")
    tag = "InlineKeys"

    lead_id: rx.Var[str]
    on_cancel: rx.EventHandler[no_args_event_spec]


def edit_pencil(lead: rx.Var) -> rx.Component:
    """Turns the row into a form, for who may edit the lead; E on the row does the same."""
    return rx.cond(
        lead.may_edit,
        rx.el.span(
            icon_button(
                t("Edit in the list"), "pencil", on_click=LeadInlineState.open(lead.id), tip_side="left", tab_index=-1
            ),
            class_name="lead-pencil",
        ),
        rx.fragment(),
    )


def inline_row(lead: rx.Var) -> rx.Component:
    """The form in place of the row."""
    return rx.el.li(
        rx.el.form(
            InlineKeys.create(lead_id=lead.id, on_cancel=LeadInlineState.cancel),
            _input(t("Lead title"), "title", FIELDS.title, max_length=200, class_name="inline-title"),
            rx.el.span(
                _input(t("Lead value"), "value", FIELDS.value, input_mode="decimal", class_name="inline-value figure"),
                rx.el.span(LeadInlineState.currency, class_name="is-muted"),
                class_name="inline-money",
            ),
            _input(t("Expected closing date"), "expected_closing_on", FIELDS.expected_closing_on, type="date"),
            plain_select(
                LeadInlineState.categories,
                empty=t("No category"),
                name="category_id",
                default_value=FIELDS.category_id,
                aria_label=t("Category"),
                small=True,
            ),
            rx.el.span(
                button(t("Cancel"), kind="ghost", small=True, on_click=LeadInlineState.cancel),
                button(t("Save"), kind="primary", small=True, submit=True),
                class_name="inline-acts",
            ),
            _problems(),
            on_submit=LeadInlineState.save,
            class_name="inline-form",
            aria_label=t("Edit in the list"),
            no_validate=True,
            auto_complete="off",
        ),
        rx.cond(LeadInlineState.conflict, inline_conflict(), rx.fragment()),
        class_name="lead is-editing",
        key=lead.id,
    )


def _input(label: Words, name: str, value: Words, *, class_name: str = "", type: str = "text", **props) -> rx.Component:
    return rx.el.input(
        name=name,
        type=type,
        id=f"inline-{name}",
        default_value=value,
        aria_label=label,
        class_name=f"control control-small {class_name}",
        **described(f"inline-{name}", None, PROBLEMS[name]),
        **props,
    )


def _problems() -> rx.Component:
    return rx.fragment(
        *[
            rx.cond(
                PROBLEMS[name],
                rx.el.p(PROBLEMS[name], class_name="field-error", id=f"inline-{name}-error", role="alert"),
                rx.fragment(),
            )
            for name in ("title", "value", "expected_closing_on", "category_id")
        ]
    )


def inline_conflict() -> rx.Component:
    """What somebody else changed meanwhile, and whose change counts."""
    return rx.el.div(
        rx.el.p(t("{name} changed this lead while you were editing.", name=LeadInlineState.conflict_by)),
        rx.el.ul(rx.foreach(LeadInlineState.conflict, _field)),
        rx.el.span(
            button(t("Leave theirs"), kind="ghost", small=True, on_click=LeadInlineState.cancel),
            button(t("Save mine"), small=True, on_click=LeadInlineState.save_mine),
            class_name="inline-acts",
        ),
        class_name="inline-conflict",
        role="alert",
    )


def _field(field: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.strong(field.label),
        ": ",
        t("yours {yours}, theirs {theirs}", yours=field.yours, theirs=field.theirs),
    )

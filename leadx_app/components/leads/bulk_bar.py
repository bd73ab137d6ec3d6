"""Selected leads of the list: the checkboxes, the bar with what can be done to all of them, and its questions."""

import reflex as rx

from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.dialog import close_button, dialog
from leadx_app.components.ui.field import select_field
from leadx_app.components.ui.piece import piece
from leadx_app.components.ui.tags_field import tags_control
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.bulk import BulkState
from leadx_app.state.lead_choices import LeadChoicesState
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.session import SessionState


def _ids(ids: rx.Var[list[str]]) -> list[rx.Var]:
    return [ids]


class LeadSelection(rx.Component):
    """The JSX piece that keeps which boxes are ticked: clicks, ranges with Shift, and X on the row in focus."""

    library = piece("lead_selection.jsx")
    tag = "LeadSelection"

    count: rx.Var[int]
    is_all: rx.Var[bool]
    place: rx.Var[str]
    rows: rx.Var[list]
    label: rx.Var[str]
    on_pick: rx.EventHandler[_ids]


def lead_selection() -> rx.Component:
    """Stands beside the lists whose rows have a `lead_check`; on a phone it offers to select."""
    return rx.cond(
        PipelineState.is_own,
        LeadSelection.create(
            count=BulkState.count,
            is_all=BulkState.is_all,
            place=PipelineState.query,
            rows=PipelineState.rows,
            label=t("Select leads"),
            on_pick=BulkState.pick,
        ),
        rx.fragment(),
    )


def lead_check(lead: rx.Var) -> rx.Component:
    """The box of a row, in one's own pipeline; Tab goes from lead to lead, and X ticks the one in focus."""
    return rx.cond(
        PipelineState.is_own,
        rx.el.input(
            type="checkbox",
            class_name="check lead-check",
            aria_label=t("Select {title}", title=lead.title),
            tab_index=-1,
            custom_attrs={"data-lead": lead.id, "aria-keyshortcuts": "X"},
        ),
        rx.fragment(),
    )


def bulk_bar() -> rx.Component:
    """How many are selected, and what can be done to them."""
    return rx.fragment(
        rx.cond(
            BulkState.count > 0,
            rx.el.div(
                rx.el.strong(BulkState.selected_words, class_name="bulk-count figure", role="status"),
                rx.cond(
                    ~BulkState.is_all & ((PipelineState.next_cursor != "") | (PipelineState.previous_cursor != "")),
                    button(t("Select all that match"), kind="ghost", small=True, on_click=BulkState.pick_all),
                    rx.fragment(),
                ),
                rx.el.span(
                    _may(Permission.LEAD_QUALIFY, _act("assign", t("Assign"), "user-plus")),
                    _may(Permission.LEAD_CREATE, _act("tag", t("Tag"), "tag")),
                    _may(Permission.LEAD_QUALIFY, _act("park", t("Park"), "circle-pause")),
                    _may(Permission.LEAD_QUALIFY, _act("close", t("Close"), "ban")),
                    class_name="bulk-acts",
                ),
                icon_button(t("Clear selection"), "x", on_click=BulkState.clear, tip_side="top"),
                class_name="bulk-bar",
                role="toolbar",
                aria_label=t("Selected leads"),
            ),
            rx.fragment(),
        ),
        _question(),
    )


def _may(permission: Permission, component: rx.Component) -> rx.Component:
    return rx.cond(SessionState.may[permission.name.lower()], component, rx.fragment())


def _act(name: str, label: Words, icon_name: str) -> rx.Component:
    return button(label, icon_name=icon_name, small=True, on_click=BulkState.ask(name))


def _question() -> rx.Component:
    """What to choose, what would change, and the button that does it."""
    return dialog(
        rx.el.h2(
            rx.match(
                BulkState.act,
                ("assign", t("Assign the selected leads")),
                ("tag", t("Tag the selected leads")),
                ("close", t("Close the selected leads")),
                t("Park the selected leads"),
            ),
            class_name="dialog-title",
        ),
        rx.el.div(
            rx.match(BulkState.act, ("assign", _owner()), ("tag", _tags()), ("close", _reason()), rx.fragment()),
            rx.el.div(
                rx.el.p(BulkState.will_words, class_name="bulk-will"),
                rx.cond(
                    BulkState.skipped_words,
                    rx.el.ul(rx.foreach(BulkState.skipped_words, lambda words: rx.el.li(words))),
                    rx.fragment(),
                ),
                class_name="bulk-preview",
                role="status",
            ),
            class_name="form",
            key=BulkState.asked,
        ),
        name="bulk",
        open=BulkState.act != "",
        on_close=BulkState.leave,
        close_name=t("Cancel"),
        label=t("Selected leads"),
        size="small",
        footer=rx.fragment(
            close_button(t("Cancel")),
            button(BulkState.confirm_words, kind="primary", on_click=BulkState.do, disabled=~BulkState.may_confirm),
        ),
    )


def _owner() -> rx.Component:
    return select_field(
        t("Assign to"),
        "owner_id",
        LeadChoicesState.owners,
        empty=t("Choose a person"),
        on_change=BulkState.choose,
        error=BulkState.problem,
        scope="bulk",
    )


def _reason() -> rx.Component:
    return select_field(
        t("Why was it closed?"),
        "lost_reason_id",
        LeadChoicesState.lost_reasons,
        empty=t("Choose a reason"),
        on_change=BulkState.choose,
        error=BulkState.problem,
        scope="bulk",
    )


def _tags() -> rx.Component:
    return tags_control(
        t("Tags"),
        "tags",
        LeadChoicesState.tags,
        add=t("Add “{text}”", text="{text}"),
        remove=t("Remove the tag {name}", name="{name}"),
        on_write=BulkState.choose.debounce(250),
        error=BulkState.problem,
        scope="bulk",
    )

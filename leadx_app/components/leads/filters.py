"""What the pipeline is filtered by, and for Managers: whose it is."""

import reflex as rx

from leadx_app.components.exports import LEADS, export_list
from leadx_app.components.imports.link import import_link
from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import plain_select, select_field
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.search_field import search_field
from leadx_app.components.ui.section import toolbar
from leadx_app.components.ui.tabs import segmented, tabs
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.session import SessionState

AT = PipelineState.at


def whose_pipeline() -> rx.Component:
    """Organization and person, for who may look at a colleague's pipeline."""
    return rx.cond(
        SessionState.may[Permission.PIPELINE_COLLEAGUES.name.lower()],
        rx.el.div(
            select_field(
                t("Organization"),
                "organization",
                PipelineState.organizations,
                value=AT.organization,
                on_change=PipelineState.show_organization,
                scope="pipeline",
            ),
            select_field(
                t("Person"),
                "person",
                PipelineState.people,
                value=AT.person,
                on_change=PipelineState.show_person,
                scope="pipeline",
            ),
            rx.cond(PipelineState.person, _view_only(), rx.fragment()),
            class_name="whose",
        ),
        rx.fragment(),
    )


def _view_only() -> rx.Component:
    return rx.el.p(
        icon("eye"),
        rx.el.span(t("You see the pipeline of {name}. View only.", name=PipelineState.person)),
        button(t("Back to mine"), kind="ghost", small=True, on_click=PipelineState.show_person("")),
        class_name="notice",
        role="status",
    )


def parts() -> rx.Component:
    """Ongoing Sales, Contact List, and for the former: list or board."""
    return rx.el.div(
        tabs(
            [("list", t("Ongoing Sales"), None), ("contacts", t("Contact List"), None)],
            value=rx.cond(AT.view == "contacts", "contacts", "list"),
            on_pick=lambda view: PipelineState.show_view(view),
            name=t("Parts of the pipeline"),
        ),
        rx.cond(
            AT.view != "contacts",
            rx.el.div(
                rx.cond(AT.view == "list", _files(), rx.fragment()),
                segmented(
                    [("list", t("List"), "layout-list"), ("board", t("Board"), "square-kanban")],
                    value=AT.view,
                    on_pick=lambda view: PipelineState.show_view(view),
                    name=t("View"),
                ),
                class_name="part-tools",
            ),
            rx.fragment(),
        ),
        class_name="parts",
    )


def _files() -> rx.Component:
    """More from a file, and what the list shows as one."""
    return rx.fragment(import_link(Permission.IMPORT_LEADS, "leads"), export_list(LEADS, PipelineState.export))


def filters() -> rx.Component:
    """Search for both parts; status, stage and order for the list."""
    return toolbar(
        search_field(
            rx.cond(AT.view == "contacts", t("Search contacts"), t("Search leads")),
            on_search=PipelineState.search.debounce(200),
            default_value=AT.search,
            max_length=100,
            key=PipelineState.search_key,
        ),
        rx.cond(AT.view == "list", _list_filters(), rx.fragment()),
        rx.cond(AT.handshakes == "1", _handshakes_only(), rx.fragment()),
        name=t("Filters"),
    )


def _list_filters() -> rx.Component:
    return rx.el.div(
        plain_select(
            [
                ("ongoing", t("Ongoing")),
                ("parked", t("Parked")),
                ("won", t("Won")),
                ("closed", t("Closed")),
                ("ended", t("Won and closed")),
                ("counted", t("All but parked")),
                ("all", t("All")),
            ],
            value=AT.status,
            on_change=PipelineState.show_status,
            aria_label=t("Status"),
            small=True,
        ),
        plain_select(
            PipelineState.stages,
            empty=t("All stages"),
            value=AT.stage,
            on_change=PipelineState.show_stage,
            aria_label=t("Stage"),
            small=True,
        ),
        plain_select(
            [
                ("updated", t("Latest change")),
                ("created", t("Newest")),
                ("oldest", t("Oldest")),
                ("value", t("Highest value")),
                ("title", t("Title")),
            ],
            value=AT.sort,
            on_change=PipelineState.sort,
            aria_label=t("Sort by"),
            small=True,
        ),
        class_name="filters",
    )


def _handshakes_only() -> rx.Component:
    return button(t("Handshakes only"), icon_name="x", small=True, on_click=PipelineState.show_status("ongoing"))

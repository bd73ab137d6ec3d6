"""What the pipeline is filtered by, and for Managers: whose it is."""

import reflex as rx

from leadx_app.components.exports import LEADS, export_list
from leadx_app.components.imports.link import import_link
from leadx_app.components.lists.toolbar import list_toolbar
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import select_field
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.tabs import segmented, tabs
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.pipeline import PipelineState
from leadx_app.state.session import SessionState

AT = PipelineState.at
HAS_LEADS = (AT.view == "list") | (AT.view == "board")


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
    """Ongoing Sales, Contact List, what others have now if there is any, and for the first: list or board."""
    usual = [("list", t("Ongoing Sales"), None), ("contacts", t("Contact List"), None)]
    return rx.el.div(
        rx.cond(
            PipelineState.has_sent | (AT.view == "sent"),
            _tabs([*usual, ("sent", t("Sent to others"), None)]),
            _tabs(usual),
        ),
        rx.cond(
            HAS_LEADS,
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


def _tabs(options: list[tuple[str, Words, str | None]]) -> rx.Component:
    return tabs(
        options,
        value=rx.cond(HAS_LEADS, "list", AT.view),
        on_pick=lambda view: PipelineState.show_view(view),
        name=t("Parts of the pipeline"),
    )


def _files() -> rx.Component:
    """More from a file, and what the list shows as one."""
    return rx.fragment(import_link(Permission.IMPORT_LEADS, "leads"), export_list(LEADS, PipelineState.export))


def filters() -> rx.Component:
    """Search for leads and contacts; views, filters and order for the list and the board."""
    return rx.cond(
        AT.view == "sent",
        rx.fragment(),
        list_toolbar(
            search=AT.search, search_name=rx.cond(AT.view == "contacts", t("Search contacts"), t("Search leads"))
        ),
    )

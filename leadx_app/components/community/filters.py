"""What Community is filtered by."""

import reflex as rx

from leadx_app.components.exports import COMMUNITY, export_list
from leadx_app.components.ui.button import button
from leadx_app.components.ui.field import plain_select
from leadx_app.components.ui.search_field import search_field
from leadx_app.components.ui.section import toolbar
from leadx_app.components.words import t
from leadx_app.state.community import CommunityState

AT = CommunityState.at


def community_filters() -> rx.Component:
    """Search, organization where there are several, status, stage and order."""
    return toolbar(
        search_field(
            t("Search leads"),
            on_search=CommunityState.search.debounce(200),
            default_value=AT.search,
            placeholder=t("Search title and company"),
            max_length=100,
            key=CommunityState.search_key,
        ),
        rx.el.div(_organization(), _status(), _stage(), _sort(), class_name="filters"),
        rx.match(
            AT.only,
            ("handshake", _only(t("Handshakes only"))),
            ("value", _only(t("With a value only"))),
            rx.fragment(),
        ),
        rx.el.span(class_name="push"),
        export_list(COMMUNITY, CommunityState.export),
        name=t("Filters"),
    )


def _organization() -> rx.Component:
    return rx.cond(
        CommunityState.organizations,
        plain_select(
            CommunityState.organizations,
            empty=t("All organizations"),
            value=AT.organization,
            on_change=CommunityState.show_organization,
            aria_label=t("Organization"),
            small=True,
        ),
        rx.fragment(),
    )


def _status() -> rx.Component:
    return plain_select(
        [
            ("all", t("All statuses")),
            ("ongoing", t("Ongoing")),
            ("won", t("Won")),
            ("closed", t("Closed")),
            ("parked", t("Parked")),
            ("ended", t("Won and closed")),
            ("counted", t("All but parked")),
        ],
        value=AT.status,
        on_change=CommunityState.show_status,
        aria_label=t("Status"),
        small=True,
    )


def _stage() -> rx.Component:
    return plain_select(
        CommunityState.stages,
        empty=t("All stages"),
        value=AT.stage,
        on_change=CommunityState.show_stage,
        aria_label=t("Stage"),
        small=True,
    )


def _sort() -> rx.Component:
    return plain_select(
        [
            ("updated", t("Latest change")),
            ("created", t("Newest")),
            ("oldest", t("Oldest")),
            ("value", t("Highest value")),
        ],
        value=AT.sort,
        on_change=CommunityState.sort,
        aria_label=t("Sort by"),
        small=True,
    )


def _only(words: rx.Var[str]) -> rx.Component:
    return button(words, icon_name="x", small=True, on_click=CommunityState.show_status(AT.status))

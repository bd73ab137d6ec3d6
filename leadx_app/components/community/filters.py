"""What Community is filtered by."""

import reflex as rx

from leadx_app.components.exports import COMMUNITY, export_list
from leadx_app.components.lists.toolbar import list_toolbar
from leadx_app.components.ui.button import button
from leadx_app.components.words import t
from leadx_app.state.community import CommunityState


def community_filters() -> rx.Component:
    """Views, search, filters, order, and what the list shows as a file."""
    bar = list_toolbar(
        search=CommunityState.at.search,
        search_name=t("Search leads"),
        placeholder=t("Search title and company"),
        tools=export_list(COMMUNITY, CommunityState.export),
    )
    behind = button(CommunityState.behind, icon_name="x", small=True, on_click=CommunityState.show_all_days)
    return rx.fragment(bar, rx.cond(CommunityState.behind, rx.el.div(behind, class_name="line"), rx.fragment()))

"""What Community is filtered by."""

import reflex as rx

from leadx_app.components.exports import COMMUNITY, export_list
from leadx_app.components.lists.toolbar import list_toolbar
from leadx_app.components.words import t
from leadx_app.state.community import CommunityState


def community_filters() -> rx.Component:
    """Views, search, filters, order, and what the list shows as a file."""
    return list_toolbar(
        search=CommunityState.at.search,
        search_name=t("Search leads"),
        placeholder=t("Search title and company"),
        tools=export_list(COMMUNITY, CommunityState.export),
    )

"""Sales Community: the organizations' key figures and the list of everybody's leads, live."""

import reflex as rx

from leadx_app.components.community.answer_time import answer_time
from leadx_app.components.community.community_list import community_list
from leadx_app.components.community.figures import community_figures
from leadx_app.components.community.filters import community_filters
from leadx_app.components.community.quick_view import quick_view
from leadx_app.components.ui.address import address
from leadx_app.domain.permissions import Permission
from leadx_app.pages.screen import screen
from leadx_app.state.community import CommunityState


@screen(
    route="/community",
    title="Sales Community",
    permission=Permission.COMMUNITY_READ,
    on_load=[CommunityState.load],
    count=CommunityState.total,
)
def community() -> rx.Component:
    return rx.fragment(
        address(CommunityState.query, over="lead", on_back=CommunityState.leave),
        community_figures(),
        answer_time(),
        community_filters(),
        community_list(),
        quick_view(),
    )

"""View Profile: who I am, how I want it to look, and my API tokens."""

import reflex as rx

from leadx_app.components.notifications.wishes import notification_wishes
from leadx_app.components.profile import account, preferences, tokens
from leadx_app.pages.screen import screen
from leadx_app.state.notifications import WishesState
from leadx_app.state.profile import ProfileState


@screen(route="/profile", title="Profile", on_load=[ProfileState.load, WishesState.load], narrow=True)
def profile() -> rx.Component:
    return rx.fragment(account(), preferences(), notification_wishes(), tokens())

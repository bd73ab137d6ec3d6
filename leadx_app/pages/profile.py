"""View Profile: who I am, how I want it to look, how I sign in and where, and my API tokens."""

import reflex as rx

from leadx_app.components.notifications.wishes import notification_wishes
from leadx_app.components.own_sessions import own_password, own_sessions
from leadx_app.components.passkeys import own_passkeys
from leadx_app.components.privacy import privacy_link
from leadx_app.components.profile import account, preferences, tokens
from leadx_app.components.push import this_device
from leadx_app.components.two_step import own_two_step
from leadx_app.pages.screen import screen
from leadx_app.state.notifications import WishesState
from leadx_app.state.own_sessions import OwnSessionsState
from leadx_app.state.passkeys import PasskeysState
from leadx_app.state.profile import ProfileState
from leadx_app.state.push import PushState
from leadx_app.state.two_step import TwoStepState


@screen(
    route="/profile",
    title="Profile",
    on_load=[
        ProfileState.load,
        TwoStepState.load,
        PasskeysState.load,
        OwnSessionsState.load,
        WishesState.load,
        PushState.load,
    ],
    narrow=True,
)
def profile() -> rx.Component:
    return rx.fragment(
        account(),
        preferences(),
        notification_wishes(),
        this_device(),
        own_password(),
        own_two_step(),
        own_passkeys(),
        own_sessions(),
        tokens(),
        privacy_link(),
    )

"""Notifications: everything that the person was told of."""

import reflex as rx

from leadx_app.components.notifications.page import notification_list
from leadx_app.pages.screen import screen
from leadx_app.state.notifications import PAGE, NotificationsState


@screen(route=PAGE, title="Notifications", on_load=[NotificationsState.load], narrow=True)
def notifications() -> rx.Component:
    return notification_list()

"""The frame around every page for signed-in people: who they are, where they may go, what they may start."""

from dataclasses import dataclass

import reflex as rx

from leadx_app.components.activities.layers import plan_layers
from leadx_app.components.bell import bell_banner
from leadx_app.components.leads.layers import lead_layers
from leadx_app.components.leads.new_lead import NAME as NEW_LEAD
from leadx_app.components.notifications.bell import notification_bell
from leadx_app.components.palette import NAME as PALETTE
from leadx_app.components.palette import header_palette, header_search
from leadx_app.components.ui.account import follow_place, sign_out, theme_sync
from leadx_app.components.ui.avatar import avatar
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import button, icon_button
from leadx_app.components.ui.connection import connection_banner
from leadx_app.components.ui.frame import (
    bottom_button,
    bottom_item,
    bottom_menu,
    brand_mark,
    frame,
    logo,
    nav_item,
    plain_frame,
)
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.keys import shortcuts
from leadx_app.components.ui.menu import menu, menu_choice, menu_item, menu_label, menu_line
from leadx_app.components.ui.new_version import new_version
from leadx_app.components.ui.toast import toast_stack
from leadx_app.components.ui.visibility import visibility_reporter
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.arrival import ArrivalState
from leadx_app.state.live import LiveState
from leadx_app.state.session import SessionState
from leadx_app.state.support import SupportState
from leadx_app.state.toasts import ToastState


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page of the menu, shown to those who may read it."""

    label: str
    href: str
    icon_name: str
    permission: Permission


MENU = (
    MenuEntry("News", "/news", "newspaper", Permission.NEWS_READ),
    MenuEntry("Community", "/community", "users", Permission.COMMUNITY_READ),
    MenuEntry("Pipeline", "/pipeline", "square-kanban", Permission.PIPELINE_READ),
    MenuEntry("Activities", "/activities", "calendar-check", Permission.ACTIVITIES),
    MenuEntry("Contacts", "/contacts", "contact", Permission.CONTACTS_READ),
    MenuEntry("Pulse", "/pulse", "chart-column", Permission.PULSE_READ),
    MenuEntry("Rewards", "/rewards", "trophy", Permission.REWARDS_READ),
    MenuEntry("Admin", "/admin", "settings", Permission.SETTINGS_MANAGE),
    MenuEntry("Support", "/support", "life-buoy", Permission.SUPPORT_USE),
)


BEFORE_NEW, AFTER_NEW = ("News", "Pipeline"), ("Community",)
"""The phone's bottom bar: the pages on the left and on the right of **+**; the others are under **More**."""


def app_frame(*content: rx.Component, title: Words, count: Words | None = None, narrow: bool = False) -> rx.Component:
    """A page of the application."""
    return frame(
        *content,
        title=title,
        count=count,
        narrow=narrow,
        organization=_organization(),
        menu=[_allowed(entry.permission, nav_item(t(entry.label), entry.href, entry.icon_name)) for entry in MENU],
        menu_name=t("Menu"),
        fold=t("Fold the menu"),
        unfold=t("Unfold the menu"),
        skip=t("Skip to content"),
        search=header_search(),
        create=_allowed(Permission.LEAD_CREATE, _create_button()),
        tools=[notification_bell(), _own_menu()],
        phone_tools=[
            _search_icon(),
            _allowed(Permission.LEAD_CREATE, _create_icon()),
            notification_bell(),
            _own_menu(),
        ],
        bottom=_bottom_bar(),
        bottom_name=t("Menu"),
        banner=connection(),
        layers=[
            toasts(),
            bell_banner(),
            lead_layers(),
            plan_layers(),
            header_palette([(one.label, one.href, one.icon_name, one.permission) for one in MENU]),
            preferences(),
            follow_place(SessionState.place, SessionState.role),
            visibility_reporter(on_visible=LiveState.look, on_arrive=ArrivalState.arrive),
            shortcuts(presses={"c": f'[data-opens="{NEW_LEAD}"]', "/": f'[data-opens="{PALETTE}"]'}),
        ],
    )


def public_frame(*content: rx.Component) -> rx.Component:
    """A page for people who are not signed in: one card."""
    return plain_frame(connection(), *content, layers=[toasts(), preferences()])


def preferences() -> rx.Component:
    """Theme and language of the page follow the person."""
    return theme_sync(
        SessionState.theme,
        SessionState.language,
        active=SessionState.is_signed_in,
        settled=rx.State.is_hydrated,
    )


def toasts() -> rx.Component:
    """What just happened, drawn from state."""
    return toast_stack(
        ToastState.toasts,
        label=t("Messages"),
        close_name=t("Close"),
        on_dismiss=ToastState.dismiss,
        on_action=ToastState.take_action,
    )


def connection() -> rx.Component:
    """A thin line when the server cannot be reached, and a word when it was renewed."""
    return rx.fragment(
        connection_banner(
            trying=t("Connecting …"),
            lost=t("No connection. What you type is kept."),
            back=t("Connected again"),
        ),
        new_version(t("There is a new version of LeadX. What you typed is kept."), again=t("Load again")),
    )


def _allowed(permission: Permission, *children: rx.Component) -> rx.Component:
    return rx.cond(SessionState.may[permission.name.lower()], rx.fragment(*children), rx.fragment())


def _organization() -> rx.Component:
    """Where the person works; who belongs to several organizations changes to another one here."""
    name = rx.el.span(SessionState.organization, class_name="organization-name")
    mark = rx.cond(SessionState.logo, logo(SessionState.logo), brand_mark())
    switcher = menu(
        _places(),
        trigger=rx.el.span(mark, name, icon("chevrons-up-down", size="small"), class_name="organization"),
        name=t("Organization: {name}", name=SessionState.organization),
        trigger_class="button button-ghost organization-switch",
        side="start",
    )
    return rx.cond(SessionState.places.length() > 1, switcher, rx.el.div(mark, name, class_name="organization"))


def _places() -> rx.Component:
    return rx.foreach(
        SessionState.places,
        lambda place: menu_choice(place.name, chosen=place.is_here, on_click=SessionState.work_in(place.id)),
    )


def _create_button() -> rx.Component:
    return button(t("Create new lead"), kind="primary", icon_name="plus", opens=NEW_LEAD)


def _search_icon() -> rx.Component:
    return icon_button(t("Search"), "search", opens=PALETTE)


def _create_icon() -> rx.Component:
    """The phone's **+**: what may be created."""
    return menu(
        menu_item(t("Lead"), icon_name="flag", custom_attrs={"data-opens": NEW_LEAD}),
        trigger=icon("plus"),
        name=t("Create"),
        trigger_class="button button-icon button-ghost",
    )


def _own_menu() -> rx.Component:
    return menu(
        rx.cond(
            SessionState.logo, rx.el.div(logo(SessionState.logo), class_name="menu-logo", role="none"), rx.fragment()
        ),
        rx.cond(
            SessionState.places.length() > 1,
            rx.el.div(menu_label(t("Organization")), _places(), menu_line()),
            menu_label(SessionState.organization),
        ),
        menu_item(t("View Profile"), icon_name="user", href="/profile"),
        menu_item(t("Get help with this page"), icon_name="life-buoy", on_click=SupportState.raise_here),
        menu_line(),
        sign_out(t("Sign out"), busy=t("Signing out …")),
        trigger=rx.el.span(
            avatar(SessionState.initials, photo=SessionState.photo),
            rx.el.span(SessionState.name, class_name="me-name"),
            class_name="me",
        ),
        name=SessionState.name,
    )


def _bottom_bar() -> list[rx.Component]:
    return [
        *_bottom_items(BEFORE_NEW),
        _allowed(Permission.LEAD_CREATE, bottom_button(t("New"), "plus", opens=NEW_LEAD, main=True)),
        *_bottom_items(AFTER_NEW),
        _more(),
    ]


def _bottom_items(labels: tuple[str, ...]) -> list[rx.Component]:
    entries = [entry for label in labels for entry in MENU if entry.label == label]
    return [_allowed(one.permission, bottom_item(t(one.label), one.href, one.icon_name)) for one in entries]


def _more() -> rx.Component:
    """What has no place in the bar."""
    others = [entry for entry in MENU if entry.label not in BEFORE_NEW + AFTER_NEW]
    return bottom_menu(
        *[_allowed(one.permission, menu_item(t(one.label), icon_name=one.icon_name, href=one.href)) for one in others],
        menu_item(t("View Profile"), icon_name="user", href="/profile"),
        menu_line(),
        sign_out(t("Sign out"), busy=t("Signing out …")),
        label=t("More"),
        icon_name="menu",
    )

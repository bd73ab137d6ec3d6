"""The search in the header, which is also the list of commands."""

from typing import Any

import reflex as rx

from leadx_app.components.leads.new_lead import NAME as NEW_LEAD
from leadx_app.components.ui.icons import icon
from leadx_app.components.ui.palette import palette
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.palette import PaletteState
from leadx_app.state.profile import ProfileState
from leadx_app.state.session import SessionState

NAME = "palette"


def header_search() -> rx.Component:
    """The field in the top bar; it is a button that opens the palette."""
    return rx.el.button(
        icon("search"),
        rx.el.span(t("Search"), class_name="header-search-words"),
        rx.el.kbd("/", aria_hidden="true"),
        type="button",
        class_name="header-search",
        custom_attrs={"data-opens": NAME, "aria-keyshortcuts": "/ Control+K Meta+K"},
    )


def header_palette(pages: list[tuple[str, str, str, Permission]]) -> rx.Component:
    """The palette; `pages` are label, address, icon and permission of the menu."""
    commands = [_page(*page) for page in pages]
    commands += [
        _command("profile", t("View Profile"), "user", href="/profile"),
        _command("feed", t("Sales Feed"), "bell", href="/feed", allowed=_may(Permission.FEED_READ)),
        _command("new", t("Create new lead"), "plus", opens=NEW_LEAD, allowed=_may(Permission.LEAD_CREATE)),
        _command("light", t("Use the light theme"), "sun", theme="light"),
        _command("dark", t("Use the dark theme"), "moon", theme="dark"),
        _command("system", t("Use the device's theme"), "monitor", theme="system"),
    ]
    return palette(
        name=NAME,
        words={
            "label": t("Search"),
            "placeholder": t("Search leads, contacts, news, people, commands"),
            "close": t("Close"),
            "none": t("Nothing matches. Try fewer letters, or another word."),
            "keys": t("↑ ↓ to choose, Enter to open, Esc to close"),
            "groups": {
                "recent": t("Recent"),
                "leads": t("Leads"),
                "contacts": t("Contacts"),
                "news": t("News"),
                "people": t("People"),
                "commands": t("Commands"),
            },
        },
        places=PaletteState.places,
        asked=PaletteState.asked,
        commands=commands,
        on_ask=PaletteState.ask,
        on_theme=ProfileState.choose_theme,
    )


def _page(label: str, href: str, icon_name: str, permission: Permission) -> dict[str, Any]:
    return _command(label, t("Go to {page}", page=t(label)), icon_name, href=href, allowed=_may(permission))


def _command(key: str, label: rx.Var[str], icon_name: str, **more: Any) -> dict[str, Any]:
    return {"group": "commands", "key": f"command-{key}", "label": label, "hint": "", "icon": icon_name, **more}


def _may(permission: Permission) -> rx.Var[bool]:
    return SessionState.may[permission.name.lower()]

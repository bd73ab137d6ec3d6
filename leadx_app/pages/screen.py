"""How a page is declared: route, title, permission and what it loads, said once; `register` gives them to the app."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from leadx_app.components.error_number import error_number
from leadx_app.components.frame import app_frame, public_frame
from leadx_app.components.ui.base import Words
from leadx_app.components.ui.button import link_button
from leadx_app.components.ui.empty import error_state
from leadx_app.components.words import t
from leadx_app.domain.permissions import Permission
from leadx_app.state.bell import RingState
from leadx_app.state.live import LiveState
from leadx_app.state.notifications import BellState
from leadx_app.state.plan_form import PlanFormState
from leadx_app.state.session import SessionState

Build = Callable[[], rx.Component]


@dataclass(frozen=True, slots=True)
class Screen:
    """A page: what it shows is built by `build`; `permission` None is every signed-in person."""

    route: str
    title: str
    build: Build
    permission: Permission | None
    on_load: Sequence[Any]
    count: Words | None
    narrow: bool


SCREENS: list[Screen] = []


def screen(
    *,
    route: str,
    title: str,
    permission: Permission | None = None,
    on_load: Sequence[Any] = (),
    count: Words | None = None,
    narrow: bool = False,
) -> Callable[[Build], Build]:
    """Declare a page inside the frame. `title` is English and is said in the user's language."""

    def declare(build: Build) -> Build:
        SCREENS.append(Screen(route, title, build, permission, on_load, count, narrow))
        return build

    return declare


def register(app: rx.App) -> None:
    """Give all declared pages to the app."""
    for page in SCREENS:
        app.add_page(
            _framed(page),
            route=page.route,
            title=f"{page.title} – LeadX",
            on_load=[LiveState.follow, BellState.load, RingState.listen, *page.on_load, PlanFormState.close_form],
        )


def register_public(app: rx.App, build: Build, *, route: str, title: str, on_load: Sequence[Any]) -> None:
    """Give the app a page for people who are not signed in."""
    app.add_page(lambda: public_frame(build()), route=route, title=f"{title} – LeadX", on_load=list(on_load))


def _framed(page: Screen) -> Build:
    def framed() -> rx.Component:
        content = page.build()
        if page.permission is not None:
            content = rx.cond(
                SessionState.is_signed_in & ~SessionState.may[page.permission.name.lower()], _not_for_you(), content
            )
        return app_frame(content, title=t(page.title), count=page.count, narrow=page.narrow)

    framed.__module__ = page.build.__module__
    return framed


def _not_for_you() -> rx.Component:
    return rx.fragment(
        error_state(
            t("This page is not part of your role"),
            t("Ask an administrator if you need it."),
            action=link_button(t("View Profile"), "/profile"),
        ),
        error_number(403),
    )

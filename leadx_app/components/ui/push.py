"""A switch for Web Push on this device: the browser's part of it."""

import reflex as rx

from leadx_app.components.ui.base import Flag, Handler, Words
from leadx_app.components.ui.piece import piece


def _endpoint(endpoint: rx.Var[str]) -> list[rx.Var[str]]:
    return [endpoint]


def _device(endpoint: rx.Var[str], p256dh: rx.Var[str], auth: rx.Var[str]) -> list[rx.Var[str]]:
    return [endpoint, p256dh, auth]


class PushSwitch(rx.Component):
    """The JSX piece: asks the browser for permission, registers the service worker, and subscribes."""

    library = piece("push.jsx")
    tag = "PushSwitch"

    is_on: rx.Var[bool]
    server_key: rx.Var[str]
    label: rx.Var[str]
    hints: rx.Var[dict[str, str]]
    on_look: rx.EventHandler[_endpoint]
    on_subscribe: rx.EventHandler[_device]
    on_unsubscribe: rx.EventHandler[_endpoint]


def push_switch(
    *,
    is_on: Flag,
    server_key: Words,
    label: Words,
    hints: dict[str, Words],
    on_look: Handler,
    on_subscribe: Handler,
    on_unsubscribe: Handler,
) -> rx.Component:
    """`hints` say what each state means: "on", "off", "blocked", "unsupported", "failed".

    `on_look(endpoint)` tells of a browser that was subscribed before, so that `is_on` can be answered.
    """
    return PushSwitch.create(
        is_on=is_on,
        server_key=server_key,
        label=label,
        hints=hints,
        on_look=on_look,
        on_subscribe=on_subscribe,
        on_unsubscribe=on_unsubscribe,
    )

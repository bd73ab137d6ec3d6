"""Links to files."""

from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from leadx_app.components.ui.base import Words


def download_link(*children: Any, href: Words, **props: Any) -> rx.Component:
    """A link that the browser follows by itself and keeps what it gets: the router would look for a page there."""
    return ReactRouterLink.create(*children, to=href, reload_document=True, download="", **props)

"""All pages; importing this module declares them."""

from leadx_app.pages import login, profile
from leadx_app.pages.screen import register

__all__ = ["login", "profile", "register"]

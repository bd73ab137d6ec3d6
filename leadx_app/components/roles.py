"""The names of the roles, the same in every language."""

import reflex as rx

NAMES = {"lite": "LITE", "basic": "Basic", "professional": "Professional", "manager": "Manager", "admin": "Admin"}


def role_name(role: rx.Var[str]) -> rx.Var[str]:
    """The licence as people say it."""
    return rx.match(role, *NAMES.items(), "")

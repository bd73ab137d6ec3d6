"""The framework's own view on the tables, at /admin/db, behind the application's sign-in and rules."""

from .site import PREFIX, db_view

__all__ = ["PREFIX", "db_view"]

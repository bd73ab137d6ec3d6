"""On-boarding: a customer with their first Admin, who chooses a password by a link."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from leadx_app.config import get_settings
from leadx_app.db import Database
from leadx_app.domain.account_links import make_link
from leadx_app.domain.tenants import add_user, set_up_tenant
from leadx_app.mail.account_letters import RESET_PAGE
from leadx_app.models import LinkPurpose, Role


def set_up_customer(
    session: Session, slug: str, name: str, email: str, admin: str, language: str, currency: str, *, now: datetime
) -> str:
    """Make a tenant and its first Admin; returns the secret of the link by which the Admin joins, once.

    Raises:
        Conflict: the slug is taken.
        Invalid: a value cannot be used.
    """
    organization = set_up_tenant(session, slug, name, language=language, base_currency=currency, now=now)
    user = add_user(session, organization, email=email, name=admin, role=Role.ADMIN, now=now)
    user.is_active = False  # Until they have chosen a password, as everybody who is invited.
    session.add(user)
    return make_link(session, user, LinkPurpose.INVITATION, now=now)


def create_customer(slug: str, name: str, email: str, admin: str, language: str, currency: str) -> str:
    """`set_up_customer` in the configured database; returns the whole link."""
    settings = get_settings()
    with _database(settings.url) as database:
        secret = database.system(set_up_customer, slug, name, email, admin, language, currency)
    return f"{settings.address}{RESET_PAGE}#{secret}"


@contextmanager
def _database(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()

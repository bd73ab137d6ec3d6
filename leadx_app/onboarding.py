"""What the operator does for customers: makes them, says how long they subscribe, lets one in who lost their app."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlmodel import Session

from leadx_app.config import get_settings
from leadx_app.db import Database
from leadx_app.domain import subscriptions
from leadx_app.domain.account_links import make_link
from leadx_app.domain.tenants import add_user, set_up_tenant
from leadx_app.domain.two_step import Notice, reset_by_operator
from leadx_app.hosts import Hosts
from leadx_app.mail.account_letters import RESET_PAGE, write_two_step
from leadx_app.models import LinkPurpose, Role, utc_now


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
    return f"{Hosts(settings).address_for(slug)}{RESET_PAGE}#{secret}"


def reset_two_step(slug: str, email: str) -> None:
    """Let somebody of a customer sign in with the password alone.

    Raises:
        NotFound: nobody has this email and a second step.
    """
    settings = get_settings()
    address = Hosts(settings).address_for(slug)
    notice = Notice(write_two_step(lambda _: address, utc_now(), is_on=False), settings.mail_domain)
    with _database(settings.url) as database:
        database.system(reset_by_operator, slug, email, notice)


def set_subscription(slug: str, starts_on: date | None, ends_on: date | None) -> None:
    """`subscriptions.set_subscription` in the configured database."""
    with _database(get_settings().url) as database:
        database.system(subscriptions.set_subscription, slug, starts_on, ends_on)


@contextmanager
def _database(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()

"""One organization with as many leads as asked for, and open sessions of its people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from leadx_app.db import Database
from leadx_app.demo.many import SALES_USERS, Filled, fill_with_leads
from leadx_app.domain.accounts import Credential, SessionLimits, accounts_with_email, hash_secret, open_session
from leadx_app.models import User


@dataclass(frozen=True)
class Person:
    """A user of the bench with the secret of an open session."""

    user_id: UUID
    secret: str

    @property
    def credential(self) -> Credential:
        return Credential(session_hash=hash_secret(self.secret))


@dataclass(frozen=True)
class House:
    """The seeded organization and its people; `readers` are sessions of their own for many open pages."""

    organization_id: UUID
    sales: list[Person]
    manager: Person
    readers: list[Person]


def fill(database: Database, leads: int, *, now: datetime, readers: int = 0, sales_users: int = SALES_USERS) -> House:
    """Make one tenant with sales users and a Manager, who share the leads evenly, and its figures."""
    filled = fill_with_leads(database, leads, now=now, sales_users=sales_users)
    return database.system(lambda session, **_: _house(session, filled, readers, now))


def _house(session: Session, filled: Filled, readers: int, now: datetime) -> House:
    sales = filled.sales
    return House(
        organization_id=filled.organization.id,
        sales=[_sign_in(session, user, now) for user in sales],
        manager=_sign_in(session, filled.manager, now),
        readers=[_sign_in(session, sales[number % len(sales)], now) for number in range(readers)],
    )


def _sign_in(session: Session, user: User, now: datetime) -> Person:
    account = accounts_with_email(session, user.email)[0]
    secret, _ = open_session(session, account, user_agent="bench", now=now, limits=SessionLimits())
    return Person(user.id, secret)

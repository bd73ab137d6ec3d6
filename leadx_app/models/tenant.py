"""Tenants and their organizations."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from .base import OrganizationRow, Rate, TenantRow, UtcDateTime, enum_column, new_id


class HitRateBasis(StrEnum):
    """What the hit rate divides by."""

    ALL_LEADS = "all_leads"
    CLOSED_LEADS = "closed_leads"


class DateFormat(StrEnum):
    """How the people of an organization read days."""

    WORDS = "words"
    DOTS = "dots"
    ISO = "iso"
    SLASHES = "slashes"
    MONTH_FIRST = "month_first"


class Tenant(SQLModel, table=True):
    """A customer: one parent organization and its children.

    The operator sets from when to when the customer subscribes. `subscription_told_on` is the day of the last notice
    that its end comes near.
    """

    __tablename__ = "tenants"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(max_length=63, unique=True)
    name: str = Field(max_length=200)
    subscription_starts_on: date | None = None
    subscription_ends_on: date | None = None
    subscription_told_on: date | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class Organization(TenantRow, table=True):
    """The customer's own company (no parent) or one of its partners (one level deep).

    `answer_within_hours` is how long a handed-over lead may wait for an answer; None is as long as it takes.
    `rates_by_id` is who let exchange rates be fetched every day; None where nobody did. `file_limit_mb` and
    `files_per_lead` are None where nobody asked for less than the installation takes. In one that is not `is_active`
    nobody works. `version` counts the changes of the profile.
    """

    __tablename__ = "organizations"

    parent_id: UUID | None = Field(default=None, foreign_key="organizations.id", index=True)
    name: str = Field(max_length=200)
    base_currency: str = Field(default="NOK", max_length=3)
    time_zone: str = Field(default="Europe/Oslo", max_length=64)
    date_format: DateFormat = Field(
        default=DateFormat.WORDS,
        sa_type=enum_column(DateFormat),
        sa_column_kwargs={"server_default": DateFormat.WORDS.value},
    )
    default_language: str = Field(default="en", max_length=2)
    financial_year_start_month: int = 1
    hit_rate_basis: HitRateBasis = Field(default=HitRateBasis.ALL_LEADS, sa_type=enum_column(HitRateBasis))
    answer_within_hours: int | None = None
    rates_by_id: UUID | None = None
    file_limit_mb: int | None = None
    files_per_lead: int | None = None
    organization_number: str | None = Field(default=None, max_length=40)
    address: str | None = Field(default=None, max_length=200)
    postcode: str | None = Field(default=None, max_length=20)
    city: str | None = Field(default=None, max_length=100)
    country: str | None = Field(default=None, max_length=100)
    logo_id: UUID | None = None
    """The file of the logo, whose `logo_of_id` leads back: so this is no foreign key."""
    is_active: bool = Field(default=True, sa_column_kwargs={"server_default": sa.true()})
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    created_at: datetime = Field(sa_type=UtcDateTime)


class OrganizationCurrency(OrganizationRow, table=True):
    """An additional currency of an organization: one unit of it is `rate` units of the base currency today.

    `rate` follows the dated rates, and open leads are worth what it says. `version` counts the changes of its rates.
    One with `retired_at` is not offered for new leads any more.
    """

    __tablename__ = "organization_currencies"
    __table_args__ = (sa.UniqueConstraint("organization_id", "code"),)

    code: str = Field(max_length=3)
    rate: Decimal = Field(sa_type=Rate)
    version: int = 1
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RateSource(StrEnum):
    """Where a rate comes from."""

    ENTERED = "entered"
    ECB = "ecb"


class CurrencyRate(OrganizationRow, table=True):
    """One unit of the currency is `rate` units of the base currency from `day` on, until the next day with a rate."""

    __tablename__ = "currency_rates"
    __table_args__ = (sa.UniqueConstraint("organization_id", "code", "day"),)

    code: str = Field(max_length=3)
    day: date
    rate: Decimal = Field(sa_type=Rate)
    source: RateSource = Field(default=RateSource.ENTERED, sa_type=enum_column(RateSource))


class Escalation(OrganizationRow, table=True):
    """Who is told, beside the Managers, when a handed-over lead of an organization waits too long."""

    __tablename__ = "escalations"
    __table_args__ = (sa.UniqueConstraint("organization_id"),)

    user_id: UUID = Field(foreign_key="users.id")

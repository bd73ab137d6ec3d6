"""Contacts: companies and persons."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from .base import OrganizationRow, UtcDateTime


class Company(OrganizationRow, table=True):
    """A company that leads are about; `name_key` is the name folded for comparison."""

    __tablename__ = "companies"
    __table_args__ = (sa.Index(None, "organization_id", "name_key"),)

    name: str = Field(max_length=200)
    name_key: str = Field(max_length=200)
    organization_number: str | None = Field(default=None, max_length=20)
    address: str | None = Field(default=None, max_length=200)
    postcode: str | None = Field(default=None, max_length=20)
    city: str | None = Field(default=None, max_length=100)
    country: str | None = Field(default=None, max_length=2)
    phone: str | None = Field(default=None, max_length=20)
    email: str | None = Field(default=None, max_length=320)
    website: str | None = Field(default=None, max_length=200)
    created_by_id: UUID = Field(foreign_key="users.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Person(OrganizationRow, table=True):
    """A contact person, usually of a company."""

    __tablename__ = "persons"
    __table_args__ = (sa.Index(None, "organization_id", "name_key"),)

    name: str = Field(max_length=200)
    name_key: str = Field(max_length=200)
    title: str | None = Field(default=None, max_length=100)
    company_id: UUID | None = Field(default=None, foreign_key="companies.id", index=True)
    email: str | None = Field(default=None, max_length=320)
    phone: str | None = Field(default=None, max_length=20)
    created_by_id: UUID = Field(foreign_key="users.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)

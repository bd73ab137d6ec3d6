"""What people write about a contact: the input of making one, changing one, and of making one of two."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from leadx_app.domain.text import EmailAddress, PhoneNumber, line, optional

from .numbers import CountryCode, OrganizationNumber, WebAddress


class _Reach(BaseModel):
    """How somebody is reached."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    email: optional(EmailAddress) = None
    phone: optional(PhoneNumber) = None


class _CompanyFields(_Reach):
    organization_number: optional(OrganizationNumber) = None
    industry: optional(line(200)) = None
    address: optional(line(200)) = None
    postcode: optional(line(20)) = None
    city: optional(line(100)) = None
    country: optional(CountryCode) = None
    website: optional(WebAddress) = None


class _PersonFields(_Reach):
    title: optional(line(100)) = None
    company_id: optional(UUID) = None
    company_name: optional(line(200)) = None


class CompanyFacts(_CompanyFields):
    """What is known of a company beside its name, such as the public register tells it."""


class CompanyDraft(_CompanyFields):
    """A new company."""

    name: line(200)


class PersonDraft(_PersonFields):
    """A new person; the company is picked by its id or typed, and made when it is new."""

    name: line(200)


class _Edit(BaseModel):
    """Changes to a contact; only the fields that were set count. `version` is the one that the editor read."""

    version: int

    def wanted(self) -> dict[str, Any]:
        """The fields that were set."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}


class CompanyEdit(_CompanyFields, _Edit):
    """Changes to a company."""

    name: line(200) = ""


class PersonEdit(_PersonFields, _Edit):
    """Changes to a person."""

    name: line(200) = ""


class Merge(BaseModel):
    """Which contact becomes part of the one that is kept, and whose value each field has then.

    The versions are those that the chooser saw; a field that is not named keeps the value of the kept contact, or gets
    the other's where the kept one has none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    merged_id: UUID
    kept_version: int
    merged_version: int
    fields: dict[str, Literal["kept", "merged"]] = Field(default_factory=dict, max_length=20)

"""Companies and persons as lists: what each is filtered by, and its columns."""

from typing import Any

from leadx_app.state.contacts_address import ContactsAddress, PersonsAddress
from leadx_app.state.list_filters import PAST, Filter, FilterKind

ORGANIZATION = Filter(
    "organization",
    "Organization",
    FilterKind.PICK,
    offers="organizations",
    of_page=True,
    empty="All organizations",
    stays=True,
)
LEADS = Filter(
    "leads",
    "Leads",
    FilterKind.CHOICE,
    choices=(("", "All contacts"), ("with", "With leads"), ("without", "Without leads")),
)
CITY = Filter("city", "City", FilterKind.PICK, offers="cities", of_page=True, empty="All cities")
COUNTRY = Filter("country", "Country", FilterKind.PICK, offers="countries", of_page=True, empty="All countries")
CREATED = Filter("created", "Created", FilterKind.DAYS, presets=PAST)
SORTS = (("name", "Name, A to Z"), ("backwards", "Name, Z to A"), ("newest", "Newest"))
_REACH = {"phone": "Phone", "email": "Email", "created": "Created", "changed": "Changed"}

COMPANY_LIST: dict[str, Any] = {
    "address": ContactsAddress,
    "usual": "All companies",
    "filters": (ORGANIZATION, LEADS, CITY, COUNTRY, CREATED),
    "sorts": SORTS,
    "columns": {"number": "Organization number", **_REACH},
    "stays": ("contact",),
}
PERSON_LIST: dict[str, Any] = {
    "address": PersonsAddress,
    "usual": "All persons",
    "filters": (ORGANIZATION, LEADS, CREATED),
    "sorts": SORTS,
    "columns": {"company": "Company", **_REACH},
    "stays": ("contact",),
}

"""Companies and persons as lists: what each is filtered by, and its columns."""

from typing import Any

from leadx_app.state.contacts_address import ContactsAddress, PersonsAddress
from leadx_app.state.list_filters import Filter, FilterKind

ORGANIZATION = Filter(
    "organization",
    "Organization",
    FilterKind.PICK,
    offers="organizations",
    of_page=True,
    empty="All organizations",
    stays=True,
)
_REACH = {"phone": "Phone", "email": "Email", "created": "Created", "changed": "Changed"}

COMPANY_LIST: dict[str, Any] = {
    "address": ContactsAddress,
    "usual": "All companies",
    "filters": (ORGANIZATION,),
    "columns": {"number": "Organization number", **_REACH},
    "stays": ("contact",),
}
PERSON_LIST: dict[str, Any] = {
    "address": PersonsAddress,
    "usual": "All persons",
    "filters": (ORGANIZATION,),
    "columns": {"company": "Company", **_REACH},
    "stays": ("contact",),
}

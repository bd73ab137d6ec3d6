"""The addresses of Contacts, of companies and of persons: which part of the list, and whom one looks at."""

from dataclasses import dataclass, replace
from datetime import date

from leadx_app.domain.contacts.keys import LETTERS
from leadx_app.models import ListName
from leadx_app.queries.contact_order import ContactFilters, ContactKind, ContactSort, HasLeads
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, said_in, searched
from leadx_app.state.export_links import export_query
from leadx_app.state.list_address import ListAddress, columns_word, day_of, day_word

FILE_FORMATS = ("csv", "vcard")


@dataclass(frozen=True)
class ContactsAddress(ListAddress):
    """Where in the list of companies somebody is.

    Attributes:
        kind: which list it is; decided by the class.
        letter: the list begins at it, when it stands by name.
        leads: "with" or "without".
        city, country: as it is written, and two letters; of companies alone.
        created_from, created_to: days (YYYY-MM-DD), or so many from today.
        organization, contact: ids.
    """

    kind: str = ContactKind.COMPANY.value
    sort: str = ContactSort.NAME.value
    letter: str = ""
    leads: str = ""
    city: str = ""
    country: str = ""
    created_from: str = ""
    created_to: str = ""
    organization: str = ""
    contact: str = ""

    def filters(self, today: date) -> ContactFilters:
        """As the query takes it; `today` by the clock of who looks."""
        return ContactFilters(
            ContactKind(self.kind),
            self.search,
            self.letter if self.is_by_name else "",
            id_of(self.organization),
            leads=HasLeads(self.leads) if self.leads else None,
            city=self.city,
            country=self.country,
            created_from=day_of(self.created_from, today),
            created_to=day_of(self.created_to, today),
            sort=ContactSort(self.sort),
        )

    def file_query(self, today: date) -> str:
        """The same filters for the addresses of files: all that the list holds, from its beginning."""
        return export_query(replace(self.filters(today), kind=ContactKind.COMPANY, letter=""))

    @property
    def is_by_name(self) -> bool:
        """Whether the letters lead into the list."""
        return ContactSort(self.sort).is_by_name

    @property
    def is_usual(self) -> bool:
        """Whether nothing is filtered: an empty list means that there is nothing at all."""
        said = (self.search, self.letter, self.leads, self.city, self.country, self.created_from, self.created_to)
        return not any((*said, self.after, self.before))

    @classmethod
    def list_name(cls) -> ListName:
        return ListName.COMPANIES

    @classmethod
    def readers(cls) -> dict[str, Reader]:
        return {
            "columns": columns_word(cls.list_name()),
            "search": searched,
            "sort": one_of(ContactSort),
            "letter": lambda text: text if text in LETTERS else None,
            "leads": one_of(HasLeads),
            "organization": id_text,
            "contact": id_text,
            **dict.fromkeys(("city", "country"), searched),
            **dict.fromkeys(("created_from", "created_to"), day_word),
        }


@dataclass(frozen=True)
class PersonsAddress(ContactsAddress):
    """Where in the list of persons somebody is."""

    kind: str = ContactKind.PERSON.value

    @classmethod
    def list_name(cls) -> ListName:
        return ListName.PERSONS

    @classmethod
    def readers(cls) -> dict[str, Reader]:
        return {name: read for name, read in super().readers().items() if name not in ("city", "country")}

    def _said(self) -> dict[str, object]:
        return {"kind": self.kind, **super()._said()}


ADDRESSES: dict[ContactKind, type[ContactsAddress]] = {
    ContactKind.COMPANY: ContactsAddress,
    ContactKind.PERSON: PersonsAddress,
}


def read_address(query: str) -> ContactsAddress:
    """What a query says, as far as it makes sense; the rest is as usual."""
    kind = said_in(query, {"kind": one_of(ContactKind)}).get("kind", ContactKind.COMPANY.value)
    return ADDRESSES[ContactKind(str(kind))].read(query)

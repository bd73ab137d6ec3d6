"""The addresses of Contacts, of companies and of persons: which part of the list, and whom one looks at."""

from dataclasses import dataclass
from urllib.parse import urlencode

from leadx_app.domain.contacts.keys import LETTERS
from leadx_app.models import ListName
from leadx_app.queries.contact_list import ContactFilters, ContactKind
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, said_in, searched
from leadx_app.state.list_address import ListAddress, columns_word

FILE_FORMATS = ("csv", "vcard")


@dataclass(frozen=True)
class ContactsAddress(ListAddress):
    """Where in the list of companies somebody is.

    Attributes:
        kind: which list it is; decided by the class.
        letter: the list begins at it.
        organization, contact: ids.
    """

    kind: str = ContactKind.COMPANY.value
    letter: str = ""
    organization: str = ""
    contact: str = ""

    def filters(self) -> ContactFilters:
        """As the query takes it."""
        return ContactFilters(ContactKind(self.kind), self.search, self.letter, id_of(self.organization))

    def file_query(self) -> str:
        """The same filters for the addresses of files: all that the list holds, from its beginning."""
        said = {"search": self.search, "organization_id": self.organization}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def is_usual(self) -> bool:
        """Whether nothing is filtered: an empty list means that there is nothing at all."""
        return not (self.search or self.letter or self.after or self.before)

    @classmethod
    def list_name(cls) -> ListName:
        return ListName.COMPANIES

    @classmethod
    def readers(cls) -> dict[str, Reader]:
        return {
            "columns": columns_word(cls.list_name()),
            "search": searched,
            "letter": lambda text: text if text in LETTERS else None,
            "organization": id_text,
            "contact": id_text,
        }


@dataclass(frozen=True)
class PersonsAddress(ContactsAddress):
    """Where in the list of persons somebody is."""

    kind: str = ContactKind.PERSON.value

    @classmethod
    def list_name(cls) -> ListName:
        return ListName.PERSONS

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

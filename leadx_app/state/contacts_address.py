"""The address of Contacts: which part of the list, and whom one looks at; a reload and a link bring it back."""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from leadx_app.domain.contacts.keys import LETTERS
from leadx_app.queries.contact_list import ContactFilters, ContactKind
from leadx_app.state.address_words import Reader, id_of, id_text, one_of, said_in, searched

FILE_FORMATS = ("csv", "vcard")


@dataclass(frozen=True)
class ContactsAddress:
    """Where in Contacts somebody is. Texts, because controls hold texts; "" is the default of most.

    Attributes:
        letter: the list begins at it.
        organization, contact: ids.
        after, before: the cursor that the page begins behind, or ends in front of.
    """

    kind: str = ContactKind.COMPANY.value
    search: str = ""
    letter: str = ""
    organization: str = ""
    contact: str = ""
    after: str = ""
    before: str = ""

    def filters(self) -> ContactFilters:
        """As the query takes it."""
        return ContactFilters(ContactKind(self.kind), self.search, self.letter, id_of(self.organization))

    def query(self) -> str:
        """As the part of an address behind the question mark; "" when everything is as usual."""
        usual = asdict(ContactsAddress())
        return urlencode({name: value for name, value in asdict(self).items() if value != usual[name]})

    def file_query(self) -> str:
        """The same filters for the addresses of files: all that the list holds, from its beginning."""
        said = {"search": self.search, "organization_id": self.organization}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def is_usual(self) -> bool:
        """Whether nothing is filtered: an empty list means that there is nothing at all."""
        return not (self.search or self.letter or self.after or self.before)


def read_address(query: str) -> ContactsAddress:
    """What a query says, as far as it makes sense; the rest is as usual."""
    return ContactsAddress(**said_in(query, _READERS))


_READERS: dict[str, Reader] = {
    "kind": one_of(ContactKind),
    "search": searched,
    "letter": lambda text: text if text in LETTERS else None,
    "organization": id_text,
    "contact": id_text,
    "after": str,
    "before": str,
}

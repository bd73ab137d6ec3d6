"""What a column can hold, and the guess by its name, in English and Norwegian."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leadx_app.domain.text import fold
from leadx_app.models import ImportSubject


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field that a column can be mapped to.

    Attributes:
        name: as the mapping keeps it.
        label: what people read, in English.
        names: what columns of it are called, folded, letters and digits only.
        is_required: nothing can be made without it.
    """

    name: str
    label: str
    names: tuple[str, ...]
    is_required: bool = False


_EMAIL = ("email", "emailaddress", "mail", "epost", "epostadresse")
_PHONE = ("phone", "phonenumber", "telephone", "mobile", "mobilephone", "tlf", "telefon", "telefonnummer", "mobil")
_COMPANY = ("company", "companyname", "organization", "account", "accountname", "customer")
_COMPANY_NB = ("firma", "firmanavn", "selskap", "selskapsnavn", "bedrift", "kunde", "kundenavn", "organisasjon")

LEAD_FIELDS = (
    ImportField(
        "title",
        "Lead title",
        (
            "title",
            "lead",
            "leadtitle",
            "leadname",
            "name",
            "subject",
            "opportunity",
            "deal",
            "dealname",
            "tittel",
            "leadtittel",
            "emne",
            "navn",
            "sak",
            "mulighet",
        ),
        True,
    ),
    ImportField("company_name", "Company name", _COMPANY + _COMPANY_NB, True),
    ImportField(
        "person_name",
        "Contact person",
        ("contact", "contactperson", "contactname", "person", "kontakt", "kontaktperson", "kontaktnavn"),
    ),
    ImportField("person_email", "Email", (*_EMAIL, "contactemail", "kontaktepost")),
    ImportField("person_phone", "Phone", (*_PHONE, "contactphone", "kontakttelefon")),
    ImportField(
        "description", "Description", ("description", "notes", "comment", "comments", "beskrivelse", "kommentar")
    ),
    ImportField(
        "value",
        "Lead value",
        ("value", "leadvalue", "amount", "price", "revenue", "sum", "verdi", "leadverdi", "belop", "pris", "omsetning"),
    ),
    ImportField("currency", "Currency", ("currency", "valuta")),
    ImportField(
        "expected_closing_on",
        "Expected closing date",
        (
            "expectedclosingdate",
            "closingdate",
            "closedate",
            "expectedclose",
            "deadline",
            "date",
            "forventetavslutning",
            "forventetlukkedato",
            "avslutning",
            "lukkedato",
            "frist",
            "dato",
        ),
    ),
    ImportField("category", "Category", ("category", "type", "kategori")),
    ImportField("source", "Source", ("source", "leadsource", "kilde")),
    ImportField("tags", "Tags", ("tags", "tag", "labels", "keywords", "etiketter", "merkelapper", "stikkord")),
    ImportField(
        "owner",
        "Assign to",
        (
            "owner",
            "leadowner",
            "assignto",
            "assignedto",
            "assignee",
            "salesperson",
            "responsible",
            "eier",
            "selger",
            "ansvarlig",
            "tildel",
            "tildeltil",
            "tildelttil",
        ),
    ),
    ImportField("stage", "Stage", ("stage", "leadstage", "phase", "fase", "steg", "stadium")),
    ImportField(
        "sub_stage", "Outcome", ("outcome", "status", "substage", "result", "utfall", "resultat", "understatus")
    ),
    ImportField("lost_reason", "Reason", ("reason", "lostreason", "closedreason", "arsak", "tapsarsak", "grunn")),
    ImportField(
        "external_key",
        "External key",
        ("externalkey", "externalid", "id", "leadid", "reference", "eksternid", "eksternnokkel", "referanse", "nokkel"),
    ),
)
COMPANY_FIELDS = (
    ImportField("name", "Company name", ("name", "navn", *_COMPANY, *_COMPANY_NB), True),
    ImportField(
        "organization_number",
        "Organization number",
        (
            "organizationnumber",
            "orgno",
            "orgnumber",
            "companynumber",
            "vat",
            "vatnumber",
            "regno",
            "organisasjonsnummer",
            "orgnr",
            "orgnummer",
        ),
    ),
    ImportField("email", "Email", _EMAIL),
    ImportField("phone", "Phone", _PHONE),
    ImportField("address", "Address", ("address", "street", "streetaddress", "adresse", "gateadresse", "gate")),
    ImportField("postcode", "Postcode", ("postcode", "zip", "zipcode", "postalcode", "postnummer", "postnr")),
    ImportField("city", "City", ("city", "town", "place", "poststed", "sted", "by")),
    ImportField("country", "Country", ("country", "countrycode", "land", "landkode")),
    ImportField(
        "website", "Website", ("website", "web", "url", "homepage", "domain", "nettsted", "nettside", "hjemmeside")
    ),
    ImportField("industry", "Industry", ("industry", "sector", "bransje", "naering")),
)
PERSON_FIELDS = (
    ImportField(
        "name", "Name", ("name", "fullname", "contact", "contactname", "person", "navn", "fulltnavn", "kontakt"), True
    ),
    ImportField("given_name", "First name", ("firstname", "givenname", "fornavn")),
    ImportField("family_name", "Last name", ("lastname", "surname", "familyname", "etternavn")),
    ImportField("title", "Title", ("title", "jobtitle", "position", "role", "tittel", "stilling", "rolle")),
    ImportField("company_name", "Company name", _COMPANY + _COMPANY_NB),
    ImportField("email", "Email", _EMAIL),
    ImportField("phone", "Phone", _PHONE),
)
FIELDS: dict[ImportSubject, tuple[ImportField, ...]] = {
    ImportSubject.LEADS: LEAD_FIELDS,
    ImportSubject.COMPANIES: COMPANY_FIELDS,
    ImportSubject.PERSONS: PERSON_FIELDS,
}

_OTHER = re.compile(r"[^a-z0-9]+")
_PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "é": "e", "ö": "o", "ä": "a"})


def name_key(header: str) -> str:
    """A column's name as it is compared: letters and digits only."""
    return _OTHER.sub("", fold(header).translate(_PLAIN))


def guess(subject: ImportSubject, headers: Sequence[str]) -> list[str]:
    """The field of each column by its name, "" for none; each field once, the best fit first."""
    keys = [name_key(header) for header in headers]
    found = [""] * len(keys)
    for fits in (_is, _begins):
        for field in FIELDS[subject]:
            if field.name in found:
                continue
            place = next((at for at, key in enumerate(keys) if key and not found[at] and fits(key, field)), None)
            if place is not None:
                found[place] = field.name
    return found


def missing(subject: ImportSubject, mapping: Sequence[str]) -> list[ImportField]:
    """Required fields that no column is mapped to; a person's name may come in two columns."""
    mapped = set(mapping)
    if subject == ImportSubject.PERSONS and mapped & {"given_name", "family_name"}:
        mapped.add("name")
    return [field for field in FIELDS[subject] if field.is_required and field.name not in mapped]


def looks_like_header(subject: ImportSubject, first: Sequence[str]) -> bool:
    """Whether the first row holds names: of fields that we know, or at least different words and no figures."""
    if any(guess(subject, first)):
        return True
    words = [name_key(cell) for cell in first if cell.strip()]
    return len(set(words)) == len(words) and not any(re.search(r"\d", cell) for cell in first)


def header_place(subject: ImportSubject, rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows names the columns, from 0.

    It is the first, unless all above another one are short, as the title and the day of a report are, and that one
    names two fields or more.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    named = [sum(map(bool, guess(subject, row))) for row in rows]
    best = max(range(len(rows)), key=lambda at: (named[at], -at))
    is_below_a_title = all(count * 2 <= filled[best] for count in filled[:best])
    return best if named[best] > 1 and is_below_a_title else 0


def _is(key: str, field: ImportField) -> bool:
    return key in field.names or key == name_key(field.label)


def _begins(key: str, field: ImportField) -> bool:
    return any(len(name) > 3 and (key.startswith(name) or key.endswith(name)) for name in field.names)

"""Contacts as files: CSV for spreadsheets, vCard 3.0 for address books."""

import csv
import io
import re
from collections.abc import AsyncIterator

from leadx_app import i18n
from leadx_app.queries.contact_list import ContactCard, ContactKind

COMPANY_COLUMNS = {
    "name": "Name",
    "organization_number": "Organization number",
    "industry": "Industry",
    "address": "Address",
    "postcode": "Postcode",
    "city": "City",
    "country": "Country",
    "phone": "Phone",
    "email": "Email",
    "website": "Website",
    "organization": "Organization",
}
PERSON_COLUMNS = {
    "name": "Name",
    "title": "Title",
    "company": "Company",
    "phone": "Phone",
    "email": "Email",
    "organization": "Organization",
}
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r|%]")
_PHONE = re.compile(r"\+[0-9]+")
LINE_BYTES = 75


async def as_csv(kind: ContactKind, language: str, pages: AsyncIterator[list[ContactCard]]) -> AsyncIterator[str]:
    """Rows under a header in the language; UTF-8 with a mark at the beginning, which spreadsheets need.

    What a spreadsheet would take for a formula gets an apostrophe before it; a phone number is none.
    """
    columns = COMPANY_COLUMNS if kind is ContactKind.COMPANY else PERSON_COLUMNS
    yield "\ufeff" + _rows([[i18n.say(language, label) for label in columns.values()]])
    async for page in pages:
        if page:
            yield _rows([[_safe(getattr(card, name)) for name in columns] for card in page])


async def as_vcards(kind: ContactKind, pages: AsyncIterator[list[ContactCard]]) -> AsyncIterator[str]:
    """One card after the other."""
    async for page in pages:
        if page:
            yield "".join(_card(kind, card) for card in page)


def _rows(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not _PHONE.fullmatch(text) else text


def _card(kind: ContactKind, card: ContactCard) -> str:
    name = _escaped(card.name)
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:urn:uuid:{card.id}", f"FN:{name}"]
    if kind is ContactKind.COMPANY:
        place = ["", "", card.address, card.city, "", card.postcode, card.country]
        lines += [f"N:{name};;;;", f"ORG:{name}", f"ADR;TYPE=WORK:{';'.join(map(_escaped, place))}"]
        lines += [f"URL:{card.website}"] if card.website else []
    else:
        given, _, family = card.name.rpartition(" ")
        lines.append(f"N:{_escaped(family)};{_escaped(given)};;;")
        lines += [f"TITLE:{_escaped(card.title)}"] if card.title else []
        lines += [f"ORG:{_escaped(card.company)}"] if card.company else []
    lines += [f"TEL;TYPE=WORK,VOICE:{card.phone}"] if card.phone else []
    lines += [f"EMAIL;TYPE=INTERNET:{_escaped(card.email)}"] if card.email else []
    return "".join(_folded(line) for line in [*lines, "END:VCARD"])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """The line in parts of at most 75 bytes, cut between letters; each further one begins with a blank."""
    parts, part, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LINE_BYTES:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + width
    return "\r\n".join([*parts, part]) + "\r\n"

"""Contacts as vCard 3.0, for address books."""

from collections.abc import Iterable, Sequence
from typing import IO

from leadx_app.queries.contact_list import ContactCard
from leadx_app.queries.contact_order import ContactKind

LINE_BYTES = 75


def write_vcards(file: IO[bytes], kind: ContactKind, pages: Iterable[Sequence[ContactCard]]) -> int:
    """Write one card after the other; returns how many there were."""
    count = 0
    for page in pages:
        file.write("".join(_card(kind, card) for card in page).encode())
        count += len(page)
    return count


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

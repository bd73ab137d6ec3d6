"""What contacts are sorted, found and compared by; derived from what was written, kept beside it."""

import re
import unicodedata
from typing import Any

from leadx_app.domain.text import fold

LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "Æ", "Ø", "Å")
LENGTH = 200

_AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "đ": "d", "ł": "l"})
_WORDS = re.compile(r"[\w{|}]+")
_SLASHED = re.compile(r"\b([a-z])/([a-z])\b")  # a/s, i/s
_LEGAL_FORMS = {
    *("as", "asa", "ans", "da", "sa", "enk", "nuf", "ba", "ks", "ab", "aps", "oy", "oyj", "ltd", "limited", "plc"),
    *("inc", "llc", "corp", "gmbh", "ag", "kg", "bv", "nv", "sarl", "srl"),
}


def sort_key(name: str) -> str:
    """The name's place in the Norwegian alphabet, compared letter by letter: æ, ø, å last, no other accents."""
    text = fold(name)
    if text.isascii():
        return text[:LENGTH]
    text = text.translate(_AFTER_Z)
    plain = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(plain)[:LENGTH]


def company_match_key(name: str) -> str:
    """What the names of one company have in common, however its legal form and its marks are written."""
    words = _WORDS.findall(_SLASHED.sub(r"\1\2", sort_key(name)))
    return "".join([word for word in words if word not in _LEGAL_FORMS] or words)


def person_match_key(name: str) -> str:
    """What the names of one person have in common, whichever comes first."""
    return " ".join(sorted(_WORDS.findall(sort_key(name))))


def email_key(email: str | None) -> str | None:
    """An address as it is compared."""
    return fold(email) if email else None


def city_key(city: str | None) -> str | None:
    """What all ways of writing a city's name have in common: no case, no accents, ä as æ and ö as ø."""
    return sort_key(city) if city else None


def keys_of_company(fields: dict[str, Any]) -> dict[str, Any]:
    """The derived columns of a company."""
    found_by = ("name", "organization_number", "city", "email", "phone")
    return _keys(fields, company_match_key(fields["name"]), found_by) | {"city_key": city_key(fields.get("city"))}


def keys_of_person(fields: dict[str, Any]) -> dict[str, Any]:
    """The derived columns of a person."""
    return _keys(fields, person_match_key(fields["name"]), ("name", "title", "email", "phone"))


def _keys(fields: dict[str, Any], match_key: str, found_by: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name_key": fold(fields["name"])[:LENGTH],
        "sort_key": sort_key(fields["name"]),
        "match_key": match_key,
        "email_key": email_key(fields.get("email")),
        "search_text": fold(" ".join(fields[name] for name in found_by if fields.get(name))),
    }

"""Organization numbers, countries and addresses on the web, as they are written and as they are kept."""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

import phonenumbers
from pydantic import BeforeValidator
from stdnum.exceptions import ValidationError
from stdnum.no import mva, orgnr

from leadx_app.domain.text import BadInput, clean_line

COUNTRIES = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO 3166-1 alpha-2."""

_FOREIGN = re.compile(r"[A-Z]{2}[A-Z0-9]{2,18}")
_HOST = re.compile(r"(?=.{4,190}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}", re.IGNORECASE)


def parse_organization_number(text: str) -> str:
    """Return nine digits for a Norwegian number, whose check digit must be right (`NO 923 609 016 MVA` is read too).

    A number of another country begins with its two letters (`SE5560360793`) and is kept without blanks.
    """
    written = re.sub(r"[\s.\-]", "", clean_line(text)).upper()
    for rule in (orgnr, mva):
        try:
            return rule.validate(written)[:9]
        except ValidationError:
            continue
    if _FOREIGN.fullmatch(written) and not written.startswith("NO") and written[:2] in COUNTRIES:
        return written
    raise BadInput("This is not an organization number: nine digits, or the country's two letters first.")


def parse_country(text: str) -> str:
    """Return the country's two letters in capitals."""
    code = clean_line(text).upper()
    if code not in COUNTRIES:
        raise BadInput("Write the country with its two letters, such as NO.")
    return code


def parse_website(text: str) -> str:
    """Return the address with its scheme, `https` unless one is given; only the web is taken."""
    written = clean_line(text)
    address = written if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", written) and "://" in written else f"https://{written}"
    try:
        parts = urlsplit(address)
        fits = parts.scheme in {"http", "https"} and not parts.username and _HOST.fullmatch(parts.hostname or "")
        _ = parts.port
    except ValueError:
        fits = False
    if not fits or len(address) > 200 or re.search(r"\s", address):
        raise BadInput("This is not an address on the web, such as www.example.com.")
    return address


def _written(value: Any, parse: Any) -> Any:
    if not isinstance(value, str):
        raise BadInput("Write text here.")
    return parse(value)


OrganizationNumber = Annotated[str, BeforeValidator(lambda value: _written(value, parse_organization_number))]
CountryCode = Annotated[str, BeforeValidator(lambda value: _written(value, parse_country))]
WebAddress = Annotated[str, BeforeValidator(lambda value: _written(value, parse_website))]

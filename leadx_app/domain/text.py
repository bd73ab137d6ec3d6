"""What people write, made safe and equal once, where it enters: the types of drafts, forms and the API.

Everything visible is kept exactly as written. Removed without a word is only what nobody sees and nobody typed: NUL and
other control characters, halves of surrogate pairs, byte order marks, and the characters that turn the direction of
text around (they make `gpj.exe` read as `exe.jpg`). What cannot be kept is refused with a `BadInput`.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Annotated, Any

import email_validator
import phonenumbers
from pydantic import BeforeValidator

from leadx_app.domain.currencies import CURRENCIES

MAX_AMOUNT = Decimal("999999999999.99")
DEFAULT_REGION = "NO"

_CENT = Decimal("0.01")
_BREAK = re.compile(r"\r\n|[\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_STACKED_MARKS = 30  # Unicode's own bound for a "stream-safe" text (UAX 15); longer runs also cost quadratic time.

SIGNS = "".join(chr(code) for code in range(1, 128) if not chr(code).isalnum()) + "¡§«°·»¿‐‑‒–—―‘’‚“”„•…"
"""What parts words; all other characters, letters of every alphabet among them, make words."""
LONGEST_WORD = 60
_PARTED = str.maketrans(SIGNS, " " * len(SIGNS))

_PLAIN_AMOUNT = re.compile(r"(?P<whole>[0-9]*)(?:[.,](?P<fraction>[0-9]+))?")
_GROUPED_AMOUNT = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<mark>[ .,'])[0-9]{3}(?:(?P=mark)[0-9]{3})*)"
    r"(?:(?!(?P=mark))[.,](?P<fraction>[0-9]+))?"
)
_PHONE = re.compile(r"[0-9 ()/.+\-]+")
_USUAL_PHONE = re.compile(r"(?:\+47 ?)?([2-9](?: ?[0-9]){7})")
_USUAL_ADDRESS = re.compile(
    r"[A-Za-z0-9_]+(?:[.+-][A-Za-z0-9_]+)*@(?:[A-Za-z][A-Za-z0-9-]{0,30}[A-Za-z0-9]\.)+([A-Za-z]{2,12})"
)
_NO_ADDRESSES = {name.rpartition(".")[2] for name in email_validator.SPECIAL_USE_DOMAIN_NAMES}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadInput(ValueError):
    """A value that is refused: an English template and its parameters, so that the edge can say it in any language."""

    def __init__(self, template: str, **params: object) -> None:
        super().__init__(template.format(**params))
        self.template = template
        self.params = params


def clean_line(value: str) -> str:
    """Return the text as one line: NFC, unseen characters gone, every run of white space one blank, ends trimmed."""
    if _is_plain(value):
        return " ".join(value.split())
    return " ".join(_normalized(_BREAK.sub(" ", value)).split())


def clean_paragraph(value: str) -> str:
    """Return the text with breaks as `\\n`, tabs and blanks kept: NFC, unseen characters gone, ends trimmed."""
    return _normalized(_BREAK.sub("\n", value)).strip()


def fold(value: str) -> str:
    """Return the text as it is compared and searched: one line, compatibility forms, no difference of case."""
    return _folded_name(value) if len(value) <= NAME_LENGTH else _folded(value)


def _folded(value: str) -> str:
    if _is_plain(value):
        return " ".join(value.lower().split())
    return clean_line(unicodedata.normalize("NFKC", clean_line(value)).casefold())


NAME_LENGTH = 200
_folded_name = lru_cache(maxsize=2_000)(_folded)
"""Names are asked for again and again: of one row of an import, that of its company ten times."""


def words_of(folded: str) -> list[str]:
    """The words of a folded text as the full-text index holds them: parted by blanks and signs, cut where too long."""
    return [word[:LONGEST_WORD] for word in folded.translate(_PARTED).split(" ") if word]


def is_blank(value: str) -> bool:
    """Say whether nothing of the text can be seen: only white space, joiners, marks of direction."""
    return all(unicodedata.category(letter) in {"Cc", "Cf", "Zs", "Zl", "Zp"} for letter in value)


def checked_line(value: str, max_length: int) -> str:
    """Return the text as one line; BadInput when nothing can be seen of it or it is longer than so many characters."""
    return _bounded(value, clean_line, max_length)


def line(max_length: int) -> Any:
    """Make the type of a single line that must be filled in, of at most so many characters after cleaning."""
    return Annotated[str, BeforeValidator(lambda value: _bounded(value, clean_line, max_length))]


def paragraph(max_length: int) -> Any:
    """Make the type of a text of several lines that must be filled in, of at most so many characters after cleaning."""
    return Annotated[str, BeforeValidator(lambda value: _bounded(value, clean_paragraph, max_length))]


def optional(kind: Any) -> Any:
    """Make the type of a field that may be left empty: None, an empty or an unseen text become None."""
    return Annotated[kind | None, BeforeValidator(_none_if_blank)]


def parse_amount(text: str) -> Decimal:
    """Read an amount of money as people in Europe or America write it; two decimals, from 0 to `MAX_AMOUNT`.

    The last of two different marks is the decimal mark: `1.234.567,89` and `1,234,567.89` are the same. Blanks and
    apostrophes part thousands. One mark before exactly three digits (`1.234`) can be read in two ways and is refused:
    a guess would be wrong by a factor of a thousand.

    Raises:
        BadInput: anything else, among it exponents, NaN, infinity, a negative amount, more than two decimals.
    """
    written = clean_line(text).replace("’", "'").removesuffix(",-").strip()
    if written[:1] in {"-", "−"}:
        raise BadInput("The amount cannot be negative.")
    match = _GROUPED_AMOUNT.fullmatch(written) or _PLAIN_AMOUNT.fullmatch(written)
    if match is None or not written:
        raise BadInput("Write an amount with digits, for example 1234,50.")
    whole, fraction = re.sub(r"[^0-9]", "", match["whole"]), match["fraction"] or ""
    if fraction == "" and len(whole) <= 6 and match.groupdict().get("mark") in {".", ","}:
        raise BadInput(
            "“{text}” can be read in two ways. Write {whole}, or at most two decimals.", text=written, whole=whole
        )
    if len(fraction) > 2:
        raise BadInput("Use at most two decimals.")
    return _in_range(Decimal(f"{whole or 0}.{fraction or 0}") if len(whole) < 40 else Decimal("Infinity"))


def parse_email(text: str) -> str:
    """Return the address with its domain in lower case; the part before @ stays as written. No look-up is made."""
    line = clean_line(text)
    if _is_usual_address(line):
        name, _, domain = line.partition("@")
        return f"{name}@{domain.lower()}"
    try:
        address = email_validator.validate_email(line, check_deliverability=False, strict=True)
    except email_validator.EmailNotValidError as error:
        raise BadInput("This is not an email address.") from error
    return address.normalized


def parse_phone(text: str) -> str:
    """Return the number in E.164 (`+4722222222`); numbers without a country code are Norwegian.

    Possible numbers are accepted, also where the plan of the country does not know them yet.
    """
    line = clean_line(text)
    if usual := _USUAL_PHONE.fullmatch(line):
        return f"+47{usual[1].replace(' ', '')}"
    written = unicodedata.normalize("NFKC", line)
    try:
        number = phonenumbers.parse(written if _PHONE.fullmatch(written) else "", DEFAULT_REGION)
    except phonenumbers.NumberParseException as error:
        raise BadInput("This is not a phone number. Outside Norway, begin with + and the country code.") from error
    if not phonenumbers.is_possible_number(number):
        raise BadInput("This is not a phone number. Outside Norway, begin with + and the country code.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def parse_currency(text: str) -> str:
    """Return the ISO 4217 code in capitals."""
    code = clean_line(text).upper()
    if code not in CURRENCIES:
        raise BadInput("Choose a currency from the list.")
    return code


def parse_date(text: str) -> date:
    """Read a day written as year-month-day, from 1900-01-01 to 9999-12-31."""
    written = clean_line(text)
    try:
        day = date.fromisoformat(written if _DATE.fullmatch(written) else "")
    except ValueError as error:
        raise BadInput("Write a date as year-month-day, for example 2026-11-24.") from error
    return _in_years(day)


def _is_plain(value: str) -> bool:
    """Whether all of it is ASCII that can be seen, as most is: of that only blanks need care."""
    return value.isascii() and value.isprintable()


def _is_usual_address(line: str) -> bool:
    """Whether nobody can doubt that it is an address; others are asked about properly, at eighty times the price."""
    found = _USUAL_ADDRESS.fullmatch(line)
    return found is not None and len(line) <= 100 and found[1].lower() not in _NO_ADDRESSES and "--" not in line


def _normalized(value: str) -> str:
    seen = _UNSEEN.sub("", value)
    if not seen.isascii():
        runs = groupby(seen, key=lambda letter: unicodedata.combining(letter) > 0)
        if any(marks and sum(1 for _ in run) > _STACKED_MARKS for marks, run in runs):
            raise BadInput("Too many accents are stacked on one letter.")
    return unicodedata.normalize("NFC", seen)


def _bounded(value: Any, clean: Any, max_length: int) -> str:
    if not isinstance(value, str):
        raise BadInput("Write text here.")
    if len(value) > 8 * max_length + 1000:  # Far beyond what cleaning can shorten; spares the work.
        raise BadInput("Write at most {max} characters, not {count}.", max=max_length, count=len(value))
    text = clean(value)
    if is_blank(text):
        raise BadInput("Fill in this field.")
    if len(text) > max_length:
        raise BadInput("Write at most {max} characters, not {count}.", max=max_length, count=len(text))
    return text


def _none_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and len(value) < 1000 and is_blank(clean_line(value)) else value


def _written(value: Any, parse: Any) -> Any:
    if not isinstance(value, str):
        raise BadInput("Write text here.")
    return parse(value)


def _amount(value: Any) -> Decimal:
    if isinstance(value, str):
        return parse_amount(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise BadInput("Write an amount with digits, for example 1234,50.")
    return _in_range(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))


def _in_range(amount: Decimal) -> Decimal:
    if amount.is_nan():
        raise BadInput("Write an amount with digits, for example 1234,50.")
    if amount < 0:
        raise BadInput("The amount cannot be negative.")
    if amount > MAX_AMOUNT:
        raise BadInput("The amount is too large. The largest is {max}.", max=f"{MAX_AMOUNT:f}")
    if amount != amount.quantize(_CENT):
        raise BadInput("Use at most two decimals.")
    return abs(amount.quantize(_CENT))


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return _in_years(value)
    return _written(value, parse_date)


def _in_years(day: date) -> date:
    if day.year < 1900:
        raise BadInput("Write a date after 1900.")
    return day


Line = line(200)
Paragraph = paragraph(5000)
MoneyAmount = Annotated[Decimal, BeforeValidator(_amount)]
EmailAddress = Annotated[str, BeforeValidator(lambda value: _written(value, parse_email))]
PhoneNumber = Annotated[str, BeforeValidator(lambda value: _written(value, parse_phone))]
CurrencyCode = Annotated[str, BeforeValidator(lambda value: _written(value, parse_currency))]
IsoDate = Annotated[date, BeforeValidator(_day)]

"""What cells say: amounts, dates and words as people in Norway and elsewhere write them."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from leadx_app.domain.text import BadInput, clean_line, fold, parse_amount
from leadx_app.models import SubStage

_KRONER = re.compile(r"^(?:kr\.?|nok)\s*|\s*(?:kr\.?|nok)$", re.IGNORECASE)
_CLOCK = re.compile(r"(?:,? |t)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?(?:z| ?[+-]\d{2}:?\d{2})?$")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?: .*)?")
_NORWEGIAN = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})")
_WORDED = re.compile(r"(\d{1,2})[. -]{1,2}([a-zæøå]+)[. -]{1,2}(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2}),? (\d{4})")
_SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")
_DAY_ZERO = date(1899, 12, 30)
_ONE_MARK = re.compile(r"[^.,]*([.,])[^.,]*")
_COMMA = re.compile(r"\d,\d{1,2}$|\.\d{3},|\d \d{3},")
_POINT = re.compile(r"\d\.\d{1,2}$|,\d{3}\.")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "januar"),
            ("feb", "february", "februar"),
            ("mar", "march", "mars"),
            ("apr", "april"),
            ("may", "mai"),
            ("jun", "june", "juni"),
            ("jul", "july", "juli"),
            ("aug", "august"),
            ("sep", "september", "sept"),
            ("oct", "october", "okt", "oktober"),
            ("nov", "november"),
            ("dec", "december", "des", "desember"),
        ),
        start=1,
    )
    for name in names
}
OUTCOMES: dict[str, SubStage] = {
    **dict.fromkeys(("open", "ongoing", "active", "åpen", "pågår", "pågående", "aktiv"), SubStage.OPEN),
    **dict.fromkeys(("won", "closed won", "vunnet", "vant", "solgt"), SubStage.WON),
    **dict.fromkeys(("closed", "lost", "closed lost", "lukket", "tapt"), SubStage.CLOSED),
    **dict.fromkeys(("parked", "on hold", "parkert", "på vent"), SubStage.PARKED),
}


def amount(text: str, decimal_mark: str) -> Decimal:
    """An amount; where `1.234` could be read in two ways, the mark that the column uses for decimals decides.

    Raises:
        BadInput: it is none.
    """
    written = _KRONER.sub("", clean_line(text)).strip()
    try:
        return parse_amount(written)
    except BadInput as refusal:
        mark = _ONE_MARK.fullmatch(written)
        if "whole" not in refusal.params or mark is None:
            raise
        if mark[1] == decimal_mark:
            raise BadInput("Use at most two decimals.") from None
        return parse_amount(str(refusal.params["whole"]))


def mark_of_decimals(amounts: Iterable[str], otherwise: str) -> str:
    """The mark that a column uses for decimals, by those of its amounts that can be read in one way only."""
    comma = point = 0
    for text in amounts:
        written = _KRONER.sub("", " ".join(text.split())).strip()
        comma += bool(_COMMA.search(written))
        point += bool(_POINT.search(written))
    return otherwise if comma == point else "," if comma > point else "."


def day(text: str, *, month_first: bool = False) -> date:
    """A date: 2026-11-24, 24.11.2026, 24/11-style as in Norway, 24. november 2026; two digits of a year are 20xx.

    A time of day behind it says nothing here. A bare figure such as 46350 is what a spreadsheet calls that day, from
    1954 to 2119.

    Args:
        month_first: between slashes the month stands first, as the organization writes it.

    Raises:
        BadInput: it is none.
    """
    written = clean_line(text).lower()
    if _SERIAL.fullmatch(written):
        return _DAY_ZERO + timedelta(days=int(written[:5]))
    year, month, number = _parts(_CLOCK.sub("", written), month_first)
    try:
        return date(year, month, number)
    except ValueError:
        raise BadInput("Write a date as 2026-11-24 or 24.11.2026.") from None


def _parts(written: str, month_first: bool) -> tuple[int, int, int]:
    """Year, month and day as they are written."""
    if match := _ISO.fullmatch(written):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _NORWEGIAN.fullmatch(written):
        number, month, year = int(match[1]), int(match[3]), int(match[4])
        swapped = month_first and match[2] == "/"
        return year + (2000 if year < 100 else 0), *((number, month) if swapped else (month, number))
    if (match := _WORDED.fullmatch(written)) and match[2] in _MONTHS:
        return int(match[3]), _MONTHS[match[2]], int(match[1])
    if (match := _MONTH_FIRST.fullmatch(written)) and match[1] in _MONTHS:
        return int(match[3]), _MONTHS[match[1]], int(match[2])
    raise BadInput("Write a date as 2026-11-24 or 24.11.2026.")


def outcome(text: str) -> SubStage:
    """The sub-stage that a word stands for.

    Raises:
        BadInput: it is none.
    """
    found = OUTCOMES.get(fold(text))
    if found is None:
        raise BadInput("“{text}” is no outcome. Write open, won, closed or parked.", text=clean_line(text)[:60])
    return found


def tags(text: str) -> tuple[str, ...]:
    """Words with commas, semicolons or bars between, each once."""
    parts = (clean_line(part) for part in re.split(r"[,;|\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))

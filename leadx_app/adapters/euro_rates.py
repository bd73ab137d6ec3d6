"""The European Central Bank's reference rates, as it publishes them: XML, CSV, or either of them in a ZIP.

`eurofxref-daily.xml` and its longer sisters nest `<Cube time="2026-11-27"><Cube currency="NOK" rate="11.76"/></Cube>`;
`eurofxref.csv` and `eurofxref-hist.csv` have a row per day and a column per currency, with N/A where there is none. All
say how many units of the currency one euro is worth. XML is read by defusedxml: no entities, nothing external.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax import ContentHandler, SAXParseException
from xml.sax.xmlreader import Locator

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from leadx_app.domain.ports import EuroRate, EuroSheet, FileRefused, LineProblem

MOST_BYTES = 64 * 1024 * 1024
MOST_RATES = 2_000_000
_CODE = re.compile(r"[A-Z]{3}")
_RATE = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONG_DAY = re.compile(r"(?P<day>[0-9]{1,2}) (?P<month>[A-Z][a-z]+) (?P<year>[0-9]{4})")
_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            *("January", "February", "March", "April", "May", "June", "July", "August"),
            *("September", "October", "November", "December"),
        ),
        1,
    )
}
_NONE = frozenset({"", "N/A"})
_FOREIGN = (
    "This is no file of the European Central Bank's reference rates. Send eurofxref-daily.xml or eurofxref-hist.zip."
)


def read_euro_rates(path: Path) -> EuroSheet:
    """The rates of a file; what is wrong with single lines is said beside them.

    Raises:
        FileRefused: it is no such file at all, cannot be read, or is far too large.
    """
    with path.open("rb") as file:
        return euro_rates_of(file.read(MOST_BYTES + 1))


def euro_rates_of(content: bytes) -> EuroSheet:
    """`read_euro_rates` of bytes."""
    if content.startswith(b"PK\x03\x04"):
        content = _unpacked(content)
    if len(content) > MOST_BYTES:
        raise FileRefused(_FOREIGN)
    beginning = content[:256].removeprefix(b"\xef\xbb\xbf").lstrip()
    sheet = _Sheet()
    if beginning.startswith(b"<"):
        _read_xml(content, sheet)
    else:
        _read_csv(content, sheet)
    if not sheet.rates and not sheet.problems:
        raise FileRefused(_FOREIGN)
    return EuroSheet(sheet.rates, sheet.problems)


class _Sheet:
    """What was read so far."""

    def __init__(self) -> None:
        self.rates: list[EuroRate] = []
        self.problems: list[LineProblem] = []
        self._seen: set[tuple[date, str]] = set()

    def day(self, line: int, text: str) -> date | None:
        try:
            return _day(text)
        except ValueError:
            self.refuse(line, "“{text}” is no day.", text)
            return None

    def add(self, line: int, day: date, code: str, rate: str) -> None:
        if not _CODE.fullmatch(code):
            self.refuse(line, "“{text}” is no currency.", code)
        elif not _RATE.fullmatch(rate) or Decimal(rate) == 0:
            self.refuse(line, "“{text}” is no rate.", rate)
        elif (day, code) in self._seen:
            self.refuse(line, "{text} has a rate for this day already.", code)
        elif len(self.rates) >= MOST_RATES:
            raise FileRefused(_FOREIGN)
        else:
            self._seen.add((day, code))
            self.rates.append(EuroRate(line, day, code, Decimal(rate)))

    def refuse(self, line: int, template: str, text: str) -> None:
        self.problems.append(LineProblem(line, template, {"text": "".join(filter(str.isprintable, text[:40]))}))


def _day(text: str) -> date:
    if _ISO_DAY.fullmatch(text):
        return date.fromisoformat(text)
    match = _LONG_DAY.fullmatch(text)
    if match is None or match["month"] not in _MONTHS:
        raise ValueError(text)
    return date(int(match["year"]), _MONTHS[match["month"]], int(match["day"]))


class _Cubes(ContentHandler):
    """Follows the nested Cube elements, with the line of each."""

    def __init__(self, sheet: _Sheet) -> None:
        super().__init__()
        self._sheet, self._locator = sheet, Locator()
        self._day: date | None = None

    def setDocumentLocator(self, locator: Any) -> None:
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:
        if name.rpartition(":")[2] != "Cube":
            return
        line = self._locator.getLineNumber() or 1
        if "time" in attrs:
            self._day = self._sheet.day(line, attrs["time"])
        if "currency" in attrs and self._day is not None:
            self._sheet.add(line, self._day, attrs["currency"], attrs.get("rate", ""))


def _read_xml(content: bytes, sheet: _Sheet) -> None:
    try:
        defusedxml.sax.parseString(content, _Cubes(sheet), forbid_dtd=True)
    except DefusedXmlException:
        raise FileRefused(_FOREIGN) from None
    except SAXParseException as error:
        raise FileRefused("The file is broken at line {line}.", line=error.getLineNumber() or 1) from None
    except (ValueError, LookupError):  # An encoding that nobody knows.
        raise FileRefused(_FOREIGN) from None


def _read_csv(content: bytes, sheet: _Sheet) -> None:
    try:
        text = content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = [cell.strip() for cell in next(rows, [])]
        if head[:1] != ["Date"] or not any(_CODE.fullmatch(cell) for cell in head[1:]):
            raise FileRefused(_FOREIGN)
        for row in rows:
            _read_row(rows.line_num, head, [cell.strip() for cell in row], sheet)
    except (UnicodeDecodeError, csv.Error):
        raise FileRefused(_FOREIGN) from None


def _read_row(line: int, head: list[str], cells: list[str], sheet: _Sheet) -> None:
    if not any(cells):
        return
    day = sheet.day(line, cells[0])
    if day is None:
        return
    pairs: Iterable[tuple[str, str]] = zip(head[1:], cells[1:], strict=False)
    for code, rate in pairs:
        if rate not in _NONE and code:
            sheet.add(line, day, code, rate)


def _unpacked(content: bytes) -> bytes:
    """The one file of rates inside, unpacked no further than `MOST_BYTES`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [one for one in archive.infolist() if one.filename.lower().endswith((".csv", ".xml"))]
            if len(found) != 1 or found[0].flag_bits & 1:
                raise FileRefused(_FOREIGN)
            with archive.open(found[0]) as file:
                return file.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise FileRefused(_FOREIGN) from None


__all__ = ["MOST_BYTES", "euro_rates_of", "read_euro_rates"]

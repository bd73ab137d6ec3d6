"""Money, numbers, dates and ages as people write them, in the user's language and time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel import Locale

from leadx_app import i18n
from leadx_app.domain.permissions import Actor
from leadx_app.models import DateFormat

NBSP = "\u00a0"
MINUS = "\u2212"
DASH = "–"
_CENT = Decimal("0.01")
_SHORT_FROM = 10**9
_SHORT = (
    (995_000_000, 10**9, "bn", "mrd."),
    (995_000, 10**6, "m", "mill."),
    (10_000, 10**3, "k", "k"),
)

_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "nb": ("jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."),
}

_FIGURES = {
    DateFormat.DOTS: "{day:02}.{month:02}.{year:04}",
    DateFormat.ISO: "{year:04}-{month:02}-{day:02}",
    DateFormat.SLASHES: "{day:02}/{month:02}/{year:04}",
    DateFormat.MONTH_FIRST: "{month:02}/{day:02}/{year:04}",
}

MONTH_NAMES = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "nb": (
        *("januar", "februar", "mars", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "desember"),
    ),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How one user reads: language ("en" or "nb"), time zone, the moment that ages are counted to, and how the
    organization in which they work writes days."""

    language: str
    time_zone: str
    now: datetime
    date_format: DateFormat = DateFormat.WORDS

    def say(self, text: str, /, **params: object) -> str:
        """A text in the user's language."""
        return i18n.say(self.language, text, **params)

    def month(self, number: int) -> str:
        """5 → "May" or "mai"."""
        return MONTH_NAMES[self.language][number - 1]

    def country(self, code: str) -> str:
        """ "NO" → "Norway" or "Norge"; the letters themselves where no country has them."""
        return str(Locale.parse(self.language).territories.get(code, code))

    def number(self, value: Decimal | float | int, decimals: int = 0) -> str:
        """1234567.5 → "1,234,567.5" or "1 234 567,5", rounded half up."""
        return _number(self.language, value, decimals)

    def money(self, value: Decimal | None, currency: str) -> str:
        """ "NOK 1,234,567" or "1 234 567 kr"; decimals only when there are any; a dash for unknown."""
        if value is None:
            return DASH
        decimals = 0 if value.quantize(_CENT, ROUND_HALF_UP) == value.to_integral_value(ROUND_HALF_UP) else 2
        return self._with_currency(self.number(value, decimals), currency)

    def round_money(self, value: Decimal | None, currency: str) -> str:
        """As `money`, but whole units, and billions in short: for sums."""
        return DASH if value is None else self._with_currency(self.round_number(value), currency)

    def round_number(self, value: Decimal | float | int) -> str:
        """Whole, and from a thousand millions on in short: "12.35 bn", "12,35 mrd."."""
        if abs(Decimal(value)) < _SHORT_FROM:
            return self.number(value)
        short = self.number(Decimal(value) / _SHORT_FROM, 2)
        return f"{short}{NBSP}{'mrd.' if self.language == 'nb' else 'bn'}"

    def short_number(self, value: Decimal | float | int) -> str:
        """About how much: "450", "12k", "1.7m", "2.5bn"; "12k", "1,7 mill.", "2,5 mrd."."""
        for least, step, sign, word in _SHORT:
            if abs(Decimal(value)) >= least:
                scaled = Decimal(value) / step
                decimals = 0 if abs(scaled) >= 10 else 1
                unit = f"{NBSP}{word}" if self.language == "nb" and step > 1_000 else sign
                return f"{self.number(scaled, decimals)}{unit}"
        return self.number(value)

    def percent(self, value: float | None, decimals: int = 1) -> str:
        """ "24.0%" or "24,0 %"; a dash for unknown."""
        if value is None:
            return DASH
        return f"{self.number(value, decimals)}{NBSP if self.language == 'nb' else ''}%"

    def short_month(self, value: date) -> str:
        """ "Mar 2026" or "mars 2026"."""
        return f"{_MONTHS[self.language][value.month - 1]}{NBSP}{value.year}"

    def date(self, value: date) -> str:
        """ "2 Mar 2026" or "2. mars 2026", or in figures; a moment is first brought to the user's time zone."""
        if isinstance(value, datetime):
            value = value.astimezone(ZoneInfo(self.time_zone)).date()
        return _day(self.language, self.date_format, value)

    def moment(self, value: datetime) -> str:
        """ "2 Mar 2026, 09:05" or "02.03.2026, 09:05" in the user's time zone."""
        local = value.astimezone(ZoneInfo(self.time_zone))
        return f"{self.date(local.date())}, {local.hour:02}:{local.minute:02}"

    def near_moment(self, value: datetime) -> str:
        """The same where there is little room: without the year, while it is this one and its month is a word."""
        zone = ZoneInfo(self.time_zone)
        local = value.astimezone(zone)
        if self.date_format != DateFormat.WORDS or local.year != self.now.astimezone(zone).year:
            return self.moment(value)
        return f"{_day_and_month(self.language, local)}, {local.hour:02}:{local.minute:02}"

    def with_days(self, words: dict[str, str]) -> dict[str, str]:
        """What a sentence is filled with: days, whose names end in `_on`, as the user reads them."""
        return {name: self._day_in(text) if name.endswith("_on") else text for name, text in words.items()}

    def _day_in(self, text: str) -> str:
        try:
            return self.date(date.fromisoformat(text))
        except ValueError:
            return text

    def age(self, since: datetime) -> str:
        """How long ago, short: "now", "5 min", "3 h", "12 d", "4 mo", "2 y". A moment to come is now."""
        return _age(self.language, max(0, int((self.now - since).total_seconds() // 60)))

    def span(self, time: timedelta | None) -> str:
        """How long, in its two largest units: "2 d 3 h", "2 d", "5 h 12 min", "12 min"; a dash for unknown."""
        if time is None:
            return DASH
        minutes = int(time.total_seconds() // 60)
        parts = [("{count} d", minutes // 1440), ("{count} h", minutes // 60 % 24), ("{count} min", minutes % 60)]
        first = next((place for place, (_, count) in enumerate(parts) if count), 2)
        return " ".join(self.say(text, count=count) for text, count in parts[first : first + 2] if count or first == 2)

    def ago(self, since: datetime) -> str:
        """The same in a sentence: "3 h ago"."""
        age = self.age(since)
        return age if age == self.say("now") else self.say("{age} ago", age=age)

    def count(self, one: str, many: str, count: int) -> str:
        """ "1 lead", "1,234 leads": `one` and `many` are English texts with `{count}`."""
        return self.say(one if count == 1 else many, count=self.number(count))

    def _with_currency(self, amount: str, currency: str) -> str:
        if self.language != "nb":
            return f"{currency}{NBSP}{amount}"
        return f"{amount}{NBSP}{'kr' if currency == 'NOK' else currency}"


def look_for(actor: Actor, now: datetime) -> Look:
    """How somebody reads at this moment, in the organization in which they work."""
    return Look(actor.language, actor.time_zone, now, actor.date_format)


# A list says the same numbers, days and ages on many lines and every time that it is read.


@lru_cache(maxsize=20_000)
def _number(language: str, value: Decimal | float | int, decimals: int) -> str:
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    if language == "nb":
        text = text.translate({ord(","): NBSP, ord("."): ","})
    return f"{MINUS}{text}" if rounded < 0 else text


@lru_cache(maxsize=20_000)
def _day(language: str, date_format: DateFormat, value: date) -> str:
    if date_format != DateFormat.WORDS:
        return day_in_figures(value, date_format)
    return f"{_day_and_month(language, value)}{NBSP}{value.year}"


def _day_and_month(language: str, value: date) -> str:
    return f"{value.day}{'.' if language == 'nb' else ''}{NBSP}{_MONTHS[language][value.month - 1]}"


@lru_cache(maxsize=20_000)
def _age(language: str, minutes: int) -> str:
    hours, days = minutes // 60, minutes // (60 * 24)
    if minutes < 1:
        return i18n.say(language, "now")
    if hours < 1:
        return i18n.say(language, "{count} min", count=minutes)
    if days < 1:
        return i18n.say(language, "{count} h", count=hours)
    if days < 60:
        return i18n.say(language, "{count} d", count=days)
    if days < 730:
        return i18n.say(language, "{count} mo", count=days // 30)
    return i18n.say(language, "{count} y", count=days // 365)


def day_in_figures(day: date, date_format: DateFormat) -> str:
    """ "02.03.2026", "2026-03-02", "02/03/2026" or "03/02/2026"."""
    return _FIGURES[date_format].format(day=day.day, month=day.month, year=day.year)


def figures_of(language: str, date_format: DateFormat) -> DateFormat:
    """How days stand in files: as the organization writes them, or else as spreadsheets of the language do."""
    if date_format != DateFormat.WORDS:
        return date_format
    return DateFormat.DOTS if language == "nb" else DateFormat.ISO


def mail_to(email: str) -> str:
    """The address of a link that writes to exactly this person: `?` and `&` in it would add recipients and words."""
    return f"mailto:{quote(email, safe='@')}" if email else ""


def call_to(number: str) -> str:
    """The address of a link that calls the number; "" for none."""
    return f"tel:{''.join(number.split())}" if number else ""


def phone(number: str) -> str:
    """A Norwegian number in pairs, "+47 22 12 34 56"; any other as it is."""
    if number.startswith("+47") and len(number) == 11 and number[1:].isdigit():
        return NBSP.join([number[:3], *(number[place : place + 2] for place in range(3, 11, 2))])
    return number


def tint(key: object) -> int:
    """A colour number 0–5 that tells people apart, always the same for the same person."""
    return sum(str(key).encode()) % 6

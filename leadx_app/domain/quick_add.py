"""One line that says what to do and when, in English or Norwegian: "Ring Kari i morgen 10:00 !høy"."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from leadx_app.models import Priority

from .tasks.repeat import Repeat

LONGEST = 300

_DAYS = {
    **dict.fromkeys(("monday", "mandag"), 0),
    **dict.fromkeys(("tuesday", "tirsdag"), 1),
    **dict.fromkeys(("wednesday", "onsdag"), 2),
    **dict.fromkeys(("thursday", "torsdag"), 3),
    **dict.fromkeys(("friday", "fredag"), 4),
    **dict.fromkeys(("saturday", "lørdag"), 5),
    **dict.fromkeys(("sunday", "søndag"), 6),
}
_MONTHS = (
    ("jan", "january", "januar"),
    ("feb", "february", "februar"),
    ("mar", "march", "mars"),
    ("apr", "april"),
    ("may", "mai"),
    ("jun", "june", "juni"),
    ("jul", "july", "juli"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "okt", "october", "oktober"),
    ("nov", "november"),
    ("dec", "des", "december", "desember"),
)
_COUNTS = {**dict.fromkeys(("a", "one", "en", "ei", "én"), 1), **dict.fromkeys(("two", "to"), 2)}
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
_DAY = "|".join(_DAYS)
_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Quick:
    """What was understood; None and NORMAL where nothing was said."""

    title: str
    due_on: date | None = None
    due_time: time | None = None
    priority: Priority = Priority.NORMAL
    repeat: Repeat | None = None
    weekdays: tuple[int, ...] = ()


def understand(text: str, now: datetime) -> Quick:
    """Read one line; what is not understood stays in the title.

    Args:
        now: by the clock of who writes. An hour without a day is the next time that the clock shows it.
    """
    found, rest = Quick(""), f" {text[:LONGEST]} "
    for pattern, read in _PATTERNS:
        match = pattern.search(rest)
        said = read(match, found, now.date()) if match else None
        if match and said:
            found, rest = said, f"{rest[: match.start()]} {rest[match.end() :]}"
    title = " ".join(rest.split()).strip(" ,")
    if not title:
        return Quick(" ".join(text.split()))
    if found.due_time and not found.due_on:
        late = found.due_time <= now.time()
        found = replace(found, due_on=now.date() + timedelta(days=int(late)))
    return replace(found, title=title)


def _important(match: re.Match[str], found: Quick, today: date) -> Quick:
    word = match["word"].lower()
    low = word in ("low", "lav", "l")
    return replace(found, priority=Priority.LOW if low else Priority.HIGH)


def _every_weekday(match: re.Match[str], found: Quick, today: date) -> Quick:
    days = tuple(sorted({_DAYS[word.lower()] for word in re.findall(_DAY, match["days"], re.I)}))
    return replace(found, repeat=Repeat.WEEKLY, weekdays=days, due_on=_first_of(days, today))


def _every_workday(match: re.Match[str], found: Quick, today: date) -> Quick:
    days = (0, 1, 2, 3, 4)
    return replace(found, repeat=Repeat.WEEKLY, weekdays=days, due_on=_first_of(days, today))


def _every(repeat: Repeat) -> Callable[..., Quick]:
    return lambda match, found, today: replace(found, repeat=repeat)


def _in_days(count: int) -> Callable[..., Quick]:
    return lambda match, found, today: replace(found, due_on=today + timedelta(days=count))


def _in_some(match: re.Match[str], found: Quick, today: date) -> Quick:
    step = 7 if match["unit"].lower().startswith(("w", "u")) else 1
    count = _COUNTS.get(match["count"].lower()) or int(match["count"])
    return replace(found, due_on=today + timedelta(days=count * step))


def _next_week(match: re.Match[str], found: Quick, today: date) -> Quick:
    return replace(found, due_on=today + timedelta(days=7 - today.weekday()))


def _weekday(match: re.Match[str], found: Quick, today: date) -> Quick | None:
    """The next such day; of the week that was said before, as in "next week Friday"."""
    if found.repeat:
        return None
    if found.due_on:
        return replace(
            found, due_on=found.due_on + timedelta(days=_DAYS[match["day"].lower()] - found.due_on.weekday())
        )
    ahead = (_DAYS[match["day"].lower()] - today.weekday()) % 7 or 7
    return replace(found, due_on=today + timedelta(days=ahead))


def _iso(match: re.Match[str], found: Quick, today: date) -> Quick | None:
    return _dated(found, today, int(match["day"]), int(match["month"]), int(match["year"]))


def _numbers(match: re.Match[str], found: Quick, today: date) -> Quick | None:
    year = int(match["year"]) if match["year"] else None
    return _dated(found, today, int(match["day"]), int(match["month"]), year)


def _named(match: re.Match[str], found: Quick, today: date) -> Quick | None:
    year = int(match["year"]) if match["year"] else None
    return _dated(found, today, int(match["day"]), _MONTH_OF[match["month"].lower()], year)


def _dated(found: Quick, today: date, day: int, month: int, year: int | None) -> Quick | None:
    """The day of this year, or of the next when it is over or this year has none; None for one that no calendar has."""
    for one in (year,) if year else (today.year, today.year + 1):
        with suppress(ValueError):
            said = date(one, month, day)
            if year or said >= today:
                return replace(found, due_on=said)
    return None


def _clock(match: re.Match[str], found: Quick, today: date) -> Quick | None:
    half = (match.groupdict().get("half") or "").lower()
    hour, minute = int(match["hour"]), int(match.groupdict().get("minute") or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        return None
    return replace(found, due_time=time(hour, minute))


def _dotted_clock(match: re.Match[str], found: Quick, today: date) -> Quick | None:
    """ "Friday 13.30": beside a day a clock, alone it may be an amount."""
    return _clock(match, found, today) if found.due_on and not found.due_time else None


def _first_of(days: tuple[int, ...], today: date) -> date:
    return today + timedelta(days=min((day - today.weekday()) % 7 for day in days))


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=\s)(?:{pattern})(?=[\s,])", re.IGNORECASE)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Quick, date], Quick | None]], ...] = (
    (_words(r"!(?P<word>high|høy|h|!|low|lav|l)"), _important),
    (_words(rf"(?:every|hver)\s+(?P<days>(?:{_DAY})(?:(?:\s*,\s*|\s+and\s+|\s+og\s+)(?:{_DAY}))*)"), _every_weekday),
    (_words(r"every\s+(?:workday|weekday)|hver\s+(?:hverdag|arbeidsdag|virkedag)"), _every_workday),
    (_words(r"every\s+day|daily|hver\s+dag|daglig"), _every(Repeat.DAILY)),
    (_words(r"every\s+week|weekly|hver\s+uke|ukentlig"), _every(Repeat.WEEKLY)),
    (_words(r"every\s+month|monthly|hver\s+måned|månedlig"), _every(Repeat.MONTHLY)),
    (_words(r"the\s+day\s+after\s+tomorrow|day\s+after\s+tomorrow|i\s+overmorgen"), _in_days(2)),
    (_words(r"today|i\s+dag|idag"), _in_days(0)),
    (_words(r"tomorrow|i\s+morgen|imorgen"), _in_days(1)),
    (
        _words(rf"(?:in|om)\s+(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\s+(?P<unit>days?|dag(?:er)?|weeks?|uker?)"),
        _in_some,
    ),
    (_words(r"next\s+week|neste\s+uke"), _next_week),
    (_words(rf"(?:(?:on|by|next|på|innen|neste|førstkommende)\s+)?(?P<day>{_DAY})"), _weekday),
    (_words(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"), _iso),
    (_words(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?"), _numbers),
    (_words(rf"(?P<day>\d{{1,2}})\.?\s+(?P<month>{_MONTH})\.?(?:\s+(?P<year>20[2-9]\d))?"), _named),
    (_words(r"(?:(?:at|kl\.?|klokka|klokken)\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})"), _clock),
    (_words(r"(?:at\s+)?(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?\s?(?P<half>am|pm)"), _clock),
    (_words(r"(?:at|kl\.?|klokka|klokken)\s+(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?"), _clock),
    (_words(r"(?P<hour>\d{1,2})\.(?P<minute>[0-5]\d)"), _dotted_clock),
)

"""Filters of lists as data, and each as the chip that the screen shows, in the user's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from leadx_app.domain.days import today_in
from leadx_app.state.format import Look
from leadx_app.state.list_address import ListAddress, day_of
from leadx_app.state.pipeline_lines import Choice


class FilterKind(StrEnum):
    """How a filter is chosen: of fixed words, of what the organization has, between two bounds, or by being there."""

    CHOICE = "choice"
    PICK = "pick"
    AMOUNTS = "amounts"
    DAYS = "days"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Preset:
    """Two bounds of days under a name."""

    label: str
    low: str = ""
    high: str = ""


PAST = (
    Preset("Today", "0d", "0d"),
    Preset("Last 7 days", "-6d", "0d"),
    Preset("Last 30 days", "-29d", "0d"),
    Preset("Last 90 days", "-89d", "0d"),
    Preset("Last 12 months", "-364d", "0d"),
)
COMING = (
    Preset("Before today", "", "-1d"),
    Preset("Next 7 days", "0d", "+6d"),
    Preset("Next 30 days", "0d", "+29d"),
    Preset("Next 90 days", "0d", "+89d"),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of a list. Words are English.

    Attributes:
        key: the part of the address; of two bounds what their parts begin with.
        choices: value and words of fixed choices.
        offers: which group of what can be chosen.
        of_page: the page itself offers it; while it offers nothing, there is no such filter.
        empty: the choice that filters nothing.
        part: of a flag, the part of the address that holds it, when that is not its key; `flag` is what it says there.
        stays: it stands there also while it filters nothing.
    """

    key: str
    label: str
    kind: FilterKind
    choices: tuple[tuple[str, str], ...] = ()
    offers: str = ""
    presets: tuple[Preset, ...] = ()
    empty: str = ""
    stays: bool = False
    of_page: bool = False
    part: str = ""
    flag: str = "1"

    @property
    def parts(self) -> tuple[str, ...]:
        """Its parts of the address; of two bounds the lower one first."""
        low, high = {FilterKind.AMOUNTS: ("min", "max"), FilterKind.DAYS: ("from", "to")}.get(self.kind, ("", ""))
        return (f"{self.key}_{low}", f"{self.key}_{high}") if low else (self.part or self.key,)


@dataclass(frozen=True)
class FilterLine:
    """A filter as the screen shows it.

    Attributes:
        value: what is chosen; low, high: bounds as their inputs hold them.
        words: what it says, for bounds and what is just there.
        is_shown: it stands among the chips; is_fixed: it cannot be removed.
    """

    key: str = ""
    label: str = ""
    kind: str = ""
    value: str = ""
    low: str = ""
    high: str = ""
    words: str = ""
    remove: str = ""
    options: list[Choice] = field(default_factory=list)
    presets: list[Choice] = field(default_factory=list)
    is_shown: bool = False
    is_fixed: bool = False


def is_set(one: Filter, at: ListAddress) -> bool:
    """Whether the address filters by it."""
    if one.kind == FilterKind.FLAG and one.flag:
        return bool(getattr(at, one.parts[0]) == one.flag)
    usual = at.__class__()
    return any(getattr(at, part) != getattr(usual, part) for part in one.parts)


def filter_line(one: Filter, at: ListAddress, look: Look, offered: Sequence[Choice], *, adding: bool) -> FilterLine:
    """The filter with its choices; `offered` are those of the organization."""
    values = [getattr(at, part) for part in one.parts]
    label = look.say(one.label)
    today = today_in(look.time_zone, look.now)
    is_range = len(values) == 2
    return FilterLine(
        key=one.key,
        label=label,
        kind=one.kind.value,
        value=_value(one, at, values),
        low=_bound(one, values[0], today) if is_range else "",
        high=_bound(one, values[1], today) if is_range else "",
        words=_words(one, values, look, today),
        remove=look.say("Remove filter: {name}", name=label),
        options=_options(one, values[0], look, offered),
        presets=[Choice(str(number), look.say(preset.label)) for number, preset in enumerate(one.presets)],
        is_shown=one.stays or adding or is_set(one, at),
        is_fixed=one.stays,
    )


def _value(one: Filter, at: ListAddress, values: list[str]) -> str:
    if len(values) == 2:
        return ""
    return values[0] if one.kind != FilterKind.FLAG else "1" if is_set(one, at) else ""


def _options(one: Filter, value: str, look: Look, offered: Sequence[Choice]) -> list[Choice]:
    if one.kind == FilterKind.CHOICE:
        return [Choice(key, look.say(words)) for key, words in one.choices]
    if one.kind != FilterKind.PICK:
        return []
    known = {choice.value for choice in offered}
    gone = [Choice(value, look.say("Not there any more"))] if value and offered and value not in known else []
    return [Choice("", look.say(one.empty or "Choose")), *offered, *gone]


def _bound(one: Filter, value: str, today: date) -> str:
    day = day_of(value, today) if one.kind == FilterKind.DAYS else None
    return day.isoformat() if day else value


def _words(one: Filter, values: list[str], look: Look, today: date) -> str:
    if one.kind == FilterKind.FLAG:
        return look.say(one.label)
    if len(values) < 2:
        return ""
    for preset in one.presets:
        if (preset.low, preset.high) == tuple(values):
            return look.say(preset.label)
    low, high = (_said(one, value, look, today) for value in values)
    if low and high:
        return look.say("{low} to {high}", low=low, high=high) if low != high else low
    if low:
        return look.say("from {low}", low=low)
    return look.say("up to {high}", high=high) if high else look.say("Choose")


def _said(one: Filter, value: str, look: Look, today: date) -> str:
    if not value:
        return ""
    if one.kind == FilterKind.DAYS:
        day = day_of(value, today)
        return look.date(day) if day else ""
    amount = Decimal(value)
    return look.number(amount, 0 if amount == amount.to_integral_value() else 2)

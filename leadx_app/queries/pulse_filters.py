"""What Pulse is asked for, and which days that means."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.domain.metrics.periods import Days, Preset, latest_days, year_before
from leadx_app.queries.choices import Option, StageOption
from leadx_app.queries.pulse_places import Place

COMPARED = (7, 30, 90, 365)
"""Days over which leads per stage are compared."""
YEARS = 5
"""How many financial years are offered, the running one first."""
EARLIEST, LATEST = 1900, 9990


@dataclass(frozen=True, slots=True)
class PulseFilters:
    """What Pulse is asked for.

    Attributes:
        organization_id: None is all that the actor reads.
        person_id: only leads that this person created or owns; None is everybody.
        year: the calendar year in which the financial year begins; None is the running one.
        first, last: of `Preset.CUSTOM`, both days included, in any order.
        stage_id: whose leads' ages are shown; None is every stage.
        cursor, before: where the page of Lead Details begins or ends.
    """

    organization_id: UUID | None = None
    person_id: UUID | None = None
    year: int | None = None
    preset: Preset = Preset.YEAR
    first: date | None = None
    last: date | None = None
    compared: int = 30
    stage_id: UUID | None = None
    cursor: str | None = None
    before: str | None = None


def require_known(filters: PulseFilters, journey: list[StageOption], people: list[Option]) -> None:
    """Raises NotFound for a person or a stage that is not theirs, Invalid on `compared` or `year`."""
    for wanted, known in ((filters.stage_id, journey), (filters.person_id, people)):
        if wanted is not None and wanted not in {one.id for one in known}:
            raise NotFound()
    if filters.compared not in COMPARED:
        raise Invalid("Choose one from the list.", field="compared")
    if filters.year is not None and not EARLIEST <= filters.year <= LATEST:
        raise Invalid("Choose one from the list.", field="year")


def period_of(filters: PulseFilters, year: int, organization: Place, today: date) -> tuple[Days | None, Days | None]:
    """The chosen days and those before; None is all time, and nothing before it."""
    if filters.preset == Preset.ALL:
        return None, None
    if filters.preset == Preset.YEAR:
        return year_before(year, organization.financial_year_start_month, today)
    if filters.preset != Preset.CUSTOM:
        days = latest_days(int(filters.preset), today)
        return days, days.before
    for name, day in (("first", filters.first), ("last", filters.last)):
        if day is not None and not EARLIEST <= day.year <= LATEST:
            raise Invalid("Choose a year from 1900 to 9998.", field=name)
    ends = sorted(day or today for day in (filters.first, filters.last))
    days = Days(*ends)
    return days, days.before if days.length < 365 * 100 and days.first.year > EARLIEST else None


def years_shown(shown: int, running: int) -> list[int]:
    """The calendar years in which the offered financial years begin, the latest first."""
    return sorted({shown, *range(running, running - YEARS, -1)}, reverse=True)

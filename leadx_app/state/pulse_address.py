"""The address of Pulse: its filters; a reload and a link bring it back."""

from collections.abc import Callable, Hashable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from leadx_app.domain.metrics.periods import Preset
from leadx_app.pulse.lines import Measure, PulseShown, pulse_shown
from leadx_app.queries.pulse_filters import COMPARED, EARLIEST, LATEST, PulseFilters
from leadx_app.queries.pulse_groups import By
from leadx_app.state.address_words import Reader, day_text, id_of, id_text, one_of, page_number, said_in
from leadx_app.state.export_links import export_query


@dataclass(frozen=True)
class PulseAddress:
    """Where on Pulse somebody is. Texts, because controls hold texts; "" is the default of each.

    Attributes:
        organization, person, stage: ids.
        year: in which the financial year begins.
        first, last: days (YYYY-MM-DD) of the preset "custom".
        by: what leads are told apart by.
        compared: over how many days leads per stage are compared.
        after, before: the cursor that the page of details begins behind, or ends in front of.
        page: which page that is, for people.
    """

    organization: str = ""
    person: str = ""
    year: str = ""
    preset: str = Preset.YEAR.value
    first: str = ""
    last: str = ""
    measure: str = Measure.LEADS.value
    compared: str = "30"
    stage: str = ""
    by: str = By.SOURCE.value
    after: str = ""
    before: str = ""
    page: int = 1

    def filters(self) -> PulseFilters:
        """As the query takes it."""
        return PulseFilters(
            organization_id=id_of(self.organization),
            person_id=id_of(self.person),
            year=int(self.year) if self.year else None,
            preset=Preset(self.preset),
            first=date.fromisoformat(self.first) if self.first else None,
            last=date.fromisoformat(self.last) if self.last else None,
            compared=int(self.compared),
            stage_id=id_of(self.stage),
            cursor=self.after or None,
            before=self.before or None,
        )

    def export(self) -> str:
        """As the parameters of the API's files."""
        said = {"measure": self.measure, "by": self.by}
        usual = PulseAddress()
        return export_query(self.filters(), **{name: one for name, one in said.items() if one != getattr(usual, name)})

    def query(self) -> str:
        """As the part of an address behind the question mark; "" when everything is as usual."""
        usual = asdict(PulseAddress())
        return urlencode({name: value for name, value in asdict(self).items() if value != usual[name]})


@dataclass(frozen=True)
class PulseView:
    """What an open page of Pulse looks at: of an audience, whoever looks at the same is shown the same."""

    at: PulseAddress

    @property
    def question(self) -> tuple[Callable[..., PulseShown], tuple[Hashable, ...]]:
        """What the page reads."""
        return pulse_shown, (self.at.filters(), self.at.measure, self.at.by, self.at.page)

    def values(self, shown: PulseShown) -> dict[str, Any]:
        """The vars of the page."""
        return {
            **{one.name: getattr(shown, one.name) for one in fields(shown)},
            "previous_cursor": shown.previous_cursor if self.at.page > 1 else "",
            "query": self.at.query(),
            "export": self.at.export(),
            "is_loaded": True,
        }


def read_address(query: str) -> PulseAddress:
    """What a query says, as far as it makes sense; the rest is as usual."""
    return PulseAddress(**said_in(query, _READERS))


def year_text(text: str) -> str | None:
    """A year that may have figures."""
    is_year = len(text) == 4 and text.isascii() and text.isdigit()
    return text if is_year and EARLIEST < int(text) <= LATEST else None


_READERS: dict[str, Reader] = {
    "organization": id_text,
    "person": id_text,
    "year": year_text,
    "preset": one_of(Preset),
    "first": day_text,
    "last": day_text,
    "measure": one_of(Measure),
    "compared": lambda text: text if text in map(str, COMPARED) else None,
    "stage": id_text,
    "by": one_of(By),
    "after": str,
    "before": str,
    "page": page_number,
}

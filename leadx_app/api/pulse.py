"""Pulse as files: a chart as CSV or picture, the page as PDF, with the same filters as the page."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from leadx_app import exports
from leadx_app.api.door import Door, Who
from leadx_app.api.exports import A_FILE, FromOurPages, sent
from leadx_app.domain.days import Day
from leadx_app.domain.metrics.periods import Preset
from leadx_app.exports import Format
from leadx_app.pulse.charts import ChartName
from leadx_app.pulse.files import write_chart, write_page
from leadx_app.pulse.lines import Measure
from leadx_app.queries.pulse_filters import EARLIEST, LATEST, PulseFilters
from leadx_app.queries.pulse_groups import By

router = APIRouter(prefix="/api/v1/pulse", tags=["pulse"], route_class=Door)


class PulseQuery(BaseModel):
    """Whose figures of which days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organization_id: UUID | None = Field(None, description="Only this organization's; all that you read without.")
    person_id: UUID | None = Field(None, description="Only leads that this person created or owns.")
    year: int | None = Field(None, ge=EARLIEST, le=LATEST, description="In which the financial year begins.")
    preset: Preset = Field(Preset.YEAR, description="Which days; `custom` are those from `first` to `last`.")
    first: Day | None = None
    last: Day | None = None
    compared: Literal[7, 30, 90, 365] = Field(30, description="Over how many days leads per stage are compared.")
    stage_id: UUID | None = Field(None, description="Whose ages; every stage's without.")
    measure: Measure = Field(Measure.LEADS, description="What the chart of months shows.")
    by: By = Field(By.SOURCE, description="What leads are told apart by.")

    @property
    def filters(self) -> PulseFilters:
        """As the query takes it."""
        return PulseFilters(**self.model_dump(include=set(PulseFilters.__dataclass_fields__)))


class ChartExport(PulseQuery):
    """The same of one chart, in which form."""

    format: Literal[Format.CSV, Format.PNG] = Field(Format.CSV, description="`csv`, or `png` for a picture.")


@router.get("/charts/{chart}", response_class=Response, responses=A_FILE, dependencies=[FromOurPages])
async def export_chart(who: Who, chart: ChartName, query: Annotated[ChartExport, Query()]) -> Response:
    """A chart's figures, or a picture of it with axis and legend, in your language."""
    arguments = (chart, query.format, query.filters, query.measure, query.by)
    made = await exports.made(who, f"pulse-{chart}", query.format, _asked(query), write_chart, *arguments)
    return sent(made, f"pulse-{chart}", query.format)


@router.get("/export", response_class=Response, responses=A_FILE, dependencies=[FromOurPages])
async def export_pulse(who: Who, query: Annotated[PulseQuery, Query()]) -> Response:
    """The whole page as PDF in your language."""
    arguments = (query.filters, query.measure, query.by)
    made = await exports.made(who, "pulse", Format.PDF, _asked(query), write_page, *arguments)
    return sent(made, "pulse", Format.PDF)


def _asked(query: PulseQuery) -> dict[str, object]:
    """What was asked for, as JSON values, without what is usual."""
    return query.model_dump(mode="json", exclude_defaults=True, exclude={"format"})

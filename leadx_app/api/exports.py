"""Lists as files over HTTP: for the pages' **Export** and for REST alike."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from leadx_app import exports
from leadx_app.api.agenda import AgendaQuery
from leadx_app.api.community import CommunityQuery
from leadx_app.api.door import Door, Who
from leadx_app.api.leads import LeadQuery
from leadx_app.domain.errors import NotPermitted
from leadx_app.domain.permissions import Actor
from leadx_app.exports import ENDINGS, MEDIA_TYPES, Export, Format, Listed
from leadx_app.models import ActivityKind
from leadx_app.queries.agenda_filters import AgendaFilters, What
from leadx_app.queries.community_filters import CommunityFilters
from leadx_app.queries.lead_filters import LeadFilters

router = APIRouter(prefix="/api/v1", route_class=Door)

PAGING = {"cursor", "before", "limit"}
SheetFormat = Annotated[Literal[Format.CSV, Format.XLSX], Field(description="`csv` or `xlsx` (Excel).")]


class _Export(BaseModel):
    """In which form; the list's own filters and order hold, and paging does not matter."""

    format: SheetFormat = Format.CSV

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for, as JSON values, without what is usual."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude={"format", *PAGING})


class LeadExport(_Export, LeadQuery):
    """Which leads, in which order, in which form. `cursor`, `before` and `limit` do not matter."""

    def filters(self, actor: Actor) -> LeadFilters:
        return LeadQuery.model_construct(**_without(self, {"format", *PAGING})).filters(actor)


class CommunityExport(_Export, CommunityQuery):
    """Which headlines, in which order, in which form. `cursor`, `before` and `limit` do not matter."""

    def filters(self, actor: Actor) -> CommunityFilters:
        return CommunityFilters(**_without(self, {"format", *PAGING}))


class ActivityExport(_Export, AgendaQuery):
    """Whose plans, which of them, in which form. `cursor` and `limit` do not matter."""

    kind: Literal["task"] | ActivityKind | None = Field(  # type: ignore[assignment]
        None, description="Only tasks, or activities of this kind."
    )

    def filters_of(self, actor: Actor) -> AgendaFilters:
        kind = What.TASK.value if self.kind == What.TASK.value else self.kind.value if self.kind else ""
        return AgendaFilters(**_without(self, {"format", "kind", *PAGING}), kind=kind)


def from_our_pages(request: Request, who: Who) -> None:
    """Refuse a session that another site's page uses: an export leaves a trace, so that it is not only reading."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    if who.session_hash is not None and site not in ("same-origin", "none"):
        raise NotPermitted("This request did not come from LeadX.")


FromOurPages = Depends(from_our_pages)
A_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {kind: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()},
    }
}


@router.get("/leads/export", tags=["leads"], response_class=Response, responses=A_FILE, dependencies=[FromOurPages])
async def export_leads(who: Who, query: Annotated[LeadExport, Query()]) -> Response:
    """All leads that the filters choose, with everything that is written of them, as a file in your language."""
    return await as_file(who, exports.LEADS, query.format, query.filters, query.asked)


@router.get(
    "/community/leads/export",
    tags=["community"],
    response_class=Response,
    responses=A_FILE,
    dependencies=[FromOurPages],
)
async def export_community(who: Who, query: Annotated[CommunityExport, Query()]) -> Response:
    """The headlines of your organizations' leads as a file in your language."""
    return await as_file(who, exports.COMMUNITY, query.format, query.filters, query.asked)


@router.get(
    "/activities/export", tags=["activities"], response_class=Response, responses=A_FILE, dependencies=[FromOurPages]
)
async def export_activities(who: Who, query: Annotated[ActivityExport, Query()]) -> Response:
    """All tasks and activities of a tab as a file in your language."""
    return await as_file(who, exports.ACTIVITIES, query.format, query.filters_of, query.asked)


async def as_file(
    who: Who, listed: Listed, file_format: Format, filters_of: Callable[[Actor], Any], asked: dict[str, Any]
) -> Response:
    """The list as a download."""
    made: Export = await exports.export(who, listed, file_format, filters_of, asked)
    return sent(made, listed.name, file_format)


def sent(made: Export, name: str, file_format: Format) -> Response:
    """A finished file as a download."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{ENDINGS[file_format]}"',
        "Content-Length": str(made.size_bytes),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(made.chunks(), media_type=MEDIA_TYPES[file_format], headers=headers)


def _without(query: BaseModel, names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in query if name not in names}

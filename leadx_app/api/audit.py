"""The audit log over REST, for Admins."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from leadx_app import exports
from leadx_app.api.door import Door, Who
from leadx_app.api.exports import A_FILE, FromOurPages, SheetFormat, as_file
from leadx_app.domain.audit import Area
from leadx_app.domain.days import Day
from leadx_app.domain.permissions import Actor
from leadx_app.exports import Format
from leadx_app.queries.audit import MAX_PAGE_SIZE, PAGE_SIZE, AuditFilters, AuditPage, audit_page
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/audit", tags=["audit"], route_class=Door)


class AuditQuery(BaseModel):
    """Which lines of the audit log."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    area: Area | None = Field(None, description="Only this group.")
    person_id: UUID | None = Field(None, description="Only what this person did, or what is about them.")
    first: Day | None = Field(None, description="On this day or later.")
    last: Day | None = Field(None, description="On this day or earlier.")
    search: str = Field("", max_length=200, description="Words of names, emails, network addresses and details.")

    def filters(self, actor: Actor) -> AuditFilters:
        return AuditFilters(self.area, self.person_id, self.first, self.last, self.search)


class AuditListQuery(AuditQuery):
    """Which lines, from where on."""

    cursor: str | None = Field(None, max_length=400, description="`next_cursor` of the page before.")
    limit: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)


class AuditExportQuery(AuditQuery):
    """Which lines, in which form."""

    format: SheetFormat = Format.CSV


@router.get("")
async def list_audit_entries(who: Who, query: Annotated[AuditListQuery, Query()]) -> AuditPage:
    """Sign-ins, refusals, changes of people, roles and settings, exports and uses of tokens, newest first."""
    filters = AuditFilters(query.area, query.person_id, query.first, query.last, query.search)
    return await get_runtime().database.read_async(who, audit_page, filters, query.cursor, query.limit)


@router.get("/export", response_class=Response, responses=A_FILE, dependencies=[FromOurPages])
async def export_audit_entries(who: Who, query: Annotated[AuditExportQuery, Query()]) -> Response:
    """All lines that the filters choose as a file in your language; the log gets a line about it."""
    asked = query.model_dump(mode="json", exclude_defaults=True, exclude={"format"})
    return await as_file(who, exports.AUDIT, query.format, query.filters, asked)

"""Contacts over REST: the same commands and queries as the page, and contacts out as CSV and vCard."""

import io
import re
from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from leadx_app import exports
from leadx_app.adapters.contact_cards import write_vcards
from leadx_app.api.door import Door, Who
from leadx_app.api.exports import A_FILE, FromOurPages, as_file
from leadx_app.domain.contacts import edit
from leadx_app.domain.contacts.draft import CompanyDraft, CompanyEdit, Merge, PersonDraft, PersonEdit
from leadx_app.domain.contacts.merge import merge_companies, merge_persons, undo_merge
from leadx_app.domain.days import Day
from leadx_app.domain.errors import Invalid, NotFound
from leadx_app.exports import Format, Listed
from leadx_app.queries.contact_detail import ContactDetail, contact_detail
from leadx_app.queries.contact_list import (
    MAX_PAGE_SIZE,
    PAGE_SIZE,
    ContactPage,
    contact_card,
    contact_page,
)
from leadx_app.queries.contact_order import ContactFilters, ContactKind, ContactSort, HasLeads
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/contacts", tags=["contacts"], route_class=Door)


class ContactQuery(BaseModel):
    """Which contacts, and from where on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: str = Field(
        "", max_length=200, description="Words of name, number, town, email or phone, or parts of them."
    )
    letter: str = Field("", max_length=1, description="Begin at this letter, in an order by name.")
    organization_id: UUID | None = Field(None, description="Only this organization's.")
    leads: HasLeads | None = Field(None, description="Only contacts that leads are about, or only those without any.")
    city: str = Field("", max_length=100, description="Only companies in this city, in whatever case it is written.")
    country: str = Field("", max_length=2, description="Only companies in this country, as two letters.")
    created_from: Day | None = Field(None, description="Only contacts made on this day or later, by your clock.")
    created_to: Day | None = Field(None, description="Only contacts made on this day or earlier, by your clock.")
    sort: ContactSort = Field(ContactSort.NAME, description="By name, by name backwards, or the newest first.")

    def filters(self, kind: ContactKind) -> ContactFilters:
        return ContactFilters(kind, **{name: getattr(self, name) for name in ContactQuery.model_fields})


class ContactPageQuery(ContactQuery):
    """A page of them."""

    cursor: str | None = Field(None, max_length=2000, description="`next_cursor` of the page before.")
    before: str | None = Field(None, max_length=2000, description="`previous_cursor` of the page behind.")
    limit: int = Field(PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE)


class ExportQuery(ContactQuery):
    """All of them as a file."""

    format: Literal[Format.CSV, Format.XLSX, Format.VCARD] = Field(
        Format.CSV, description="`csv` or `xlsx` with a header row, or `vcard` (3.0)."
    )


class CompanyChanges(CompanyEdit):
    """The fields to change; what is left out stays. `version` may stand in `If-Match` instead."""

    version: int | None = None  # type: ignore[assignment]


class PersonChanges(PersonEdit):
    """The fields to change; what is left out stays. `version` may stand in `If-Match` instead."""

    version: int | None = None  # type: ignore[assignment]


class Merged(BaseModel):
    """A merge that was made; its id takes it back."""

    merge_id: UUID


IfMatch = Annotated[str | None, Header(alias="If-Match", description="The `ETag` of what you read.", examples=['"3"'])]


@router.get("/companies")
async def list_companies(who: Who, query: Annotated[ContactPageQuery, Query()]) -> ContactPage:
    """Companies, by name in the order of the Norwegian alphabet unless `sort` says otherwise.

    A page may be short or empty while `next_cursor` says that the list goes on.
    """
    return await _page(who, ContactKind.COMPANY, query)


@router.get("/persons")
async def list_persons(who: Who, query: Annotated[ContactPageQuery, Query()]) -> ContactPage:
    """Persons, by name in the order of the Norwegian alphabet unless `sort` says otherwise."""
    return await _page(who, ContactKind.PERSON, query)


@router.get("/companies/export", response_class=Response, responses=A_FILE, dependencies=[FromOurPages])
async def export_companies(who: Who, query: Annotated[ExportQuery, Query()]) -> Response:
    """All companies that the filters choose, as a file."""
    return await _export(who, exports.COMPANIES, ContactKind.COMPANY, query)


@router.get("/persons/export", response_class=Response, responses=A_FILE, dependencies=[FromOurPages])
async def export_persons(who: Who, query: Annotated[ExportQuery, Query()]) -> Response:
    """All persons that the filters choose, as a file."""
    return await _export(who, exports.PERSONS, ContactKind.PERSON, query)


@router.post("/companies", status_code=201)
async def create_company(response: Response, who: Who, draft: CompanyDraft) -> ContactDetail:
    """Make a company in your organization; `duplicates` says which may be the same."""
    contact_id = await get_runtime().database.act_async(who, edit.create_company, draft)
    return await _made(response, who, ContactKind.COMPANY, contact_id)


@router.post("/persons", status_code=201)
async def create_person(response: Response, who: Who, draft: PersonDraft) -> ContactDetail:
    """Make a person in your organization; `duplicates` says who may be the same."""
    contact_id = await get_runtime().database.act_async(who, edit.create_person, draft)
    return await _made(response, who, ContactKind.PERSON, contact_id)


@router.get("/companies/{contact_id}")
async def read_company(response: Response, who: Who, contact_id: UUID) -> ContactDetail:
    """A company; the `ETag` is its version. One that was merged away answers as the one that it became."""
    return await _detail(response, who, ContactKind.COMPANY, contact_id)


@router.get("/persons/{contact_id}")
async def read_person(response: Response, who: Who, contact_id: UUID) -> ContactDetail:
    """A person; the `ETag` is its version. One that was merged away answers as the one that they became."""
    return await _detail(response, who, ContactKind.PERSON, contact_id)


@router.get("/companies/{contact_id}/card", response_class=Response)
async def download_company(who: Who, contact_id: UUID) -> Response:
    """A company as a vCard."""
    return await _card(who, ContactKind.COMPANY, contact_id)


@router.get("/persons/{contact_id}/card", response_class=Response)
async def download_person(who: Who, contact_id: UUID) -> Response:
    """A person as a vCard."""
    return await _card(who, ContactKind.PERSON, contact_id)


@router.patch("/companies/{contact_id}")
async def change_company(
    response: Response, who: Who, contact_id: UUID, changes: CompanyChanges, if_match: IfMatch = None
) -> ContactDetail:
    """Change fields on top of the version that you read; 409 says in `fields` what somebody else wrote there."""
    wanted = _on_version(CompanyEdit, changes, if_match)
    await get_runtime().database.act_async(who, edit.edit_company, contact_id, wanted)
    return await _detail(response, who, ContactKind.COMPANY, contact_id)


@router.patch("/persons/{contact_id}")
async def change_person(
    response: Response, who: Who, contact_id: UUID, changes: PersonChanges, if_match: IfMatch = None
) -> ContactDetail:
    """Change fields on top of the version that you read; 409 says in `fields` what somebody else wrote there."""
    wanted = _on_version(PersonEdit, changes, if_match)
    await get_runtime().database.act_async(who, edit.edit_person, contact_id, wanted)
    return await _detail(response, who, ContactKind.PERSON, contact_id)


@router.post("/companies/{contact_id}/merge")
async def merge_company(who: Who, contact_id: UUID, merge: Merge) -> Merged:
    """Make another company part of this one: its leads and persons move here."""
    return await _merge(who, merge_companies, contact_id, merge)


@router.post("/persons/{contact_id}/merge")
async def merge_person(who: Who, contact_id: UUID, merge: Merge) -> Merged:
    """Make another person part of this one: their leads move here."""
    return await _merge(who, merge_persons, contact_id, merge)


@router.post("/merges/{merge_id}/undo", status_code=204)
async def take_merge_back(who: Who, merge_id: UUID) -> None:
    """Part two contacts again; 409 where something would be lost by it."""
    await get_runtime().database.act_async(who, undo_merge, merge_id)


async def _page(who: Who, kind: ContactKind, query: ContactPageQuery) -> ContactPage:
    database, filters = get_runtime().database, query.filters(kind)
    return await database.read_async(who, contact_page, filters, query.cursor, query.limit, query.before)


async def _detail(response: Response, who: Who, kind: ContactKind, contact_id: UUID) -> ContactDetail:
    contact: ContactDetail = await get_runtime().database.read_async(who, contact_detail, contact_id)
    if contact.kind is not kind:
        raise NotFound()
    response.headers["ETag"] = f'"{contact.version}"'
    return contact


async def _card(who: Who, kind: ContactKind, contact_id: UUID) -> Response:
    file = io.BytesIO()
    write_vcards(file, kind, [[await get_runtime().database.read_async(who, contact_card, kind, contact_id)]])
    headers = {
        "Content-Disposition": 'attachment; filename="contact.vcf"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.getvalue(), media_type="text/vcard", headers=headers)


async def _made(response: Response, who: Who, kind: ContactKind, contact_id: UUID) -> ContactDetail:
    response.headers["Location"] = (
        f"/api/v1/contacts/{'companies' if kind is ContactKind.COMPANY else 'persons'}/{contact_id}"
    )
    return await _detail(response, who, kind, contact_id)


async def _merge(who: Who, command: Callable[..., UUID], contact_id: UUID, merge: Merge) -> Merged:
    return Merged(merge_id=await get_runtime().database.act_async(who, command, contact_id, merge))


def _on_version(kind: type[Any], changes: Any, if_match: str | None) -> Any:
    """The edit with the version from the header, the body, or both if they agree."""
    tag = re.fullmatch(r'"([0-9]{1,9})"', if_match.strip()) if if_match else None
    version = int(tag[1]) if tag else changes.version
    if version is None or (if_match and not tag) or changes.version not in (None, version):
        raise Invalid("Say in If-Match or in version which version you read.", field="version")
    return kind.model_construct(changes.model_fields_set | {"version"}, **(dict(changes) | {"version": version}))


async def _export(who: Who, listed: Listed, kind: ContactKind, query: ExportQuery) -> Response:
    asked = query.model_dump(mode="json", exclude_defaults=True, exclude={"format"})
    return await as_file(who, listed, query.format, lambda actor: query.filters(kind), asked)

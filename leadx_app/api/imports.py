"""Imports over REST: bring leads and contacts in from a file, and take them back."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session
from starlette.responses import Response, StreamingResponse

from leadx_app import i18n
from leadx_app.adapters.sheets import BYTE_ORDER_MARK, csv_lines
from leadx_app.adapters.storage_keys import attachment
from leadx_app.api.door import Door, Who
from leadx_app.domain.imports import desk
from leadx_app.domain.imports.desk import ImportPlan
from leadx_app.domain.permissions import Actor
from leadx_app.models import Duplicates, ImportSubject
from leadx_app.queries.imports import (
    ImportDetail,
    ImportLine,
    PreviewRow,
    fields_of,
    import_detail,
    import_list,
    refused_rows,
)
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/imports", tags=["imports"], route_class=Door)


class NewImport(BaseModel):
    """A file that was sent to `/files`, and what its rows are about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    subject: ImportSubject
    file_id: UUID


class ImportChoices(BaseModel):
    """What each column holds and how the rows are treated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mapping: list[Annotated[str, Field(max_length=40)]] = Field(
        max_length=200, description="The field of each column; an empty text leaves the column out."
    )
    duplicates: Duplicates = Duplicates.SKIP
    has_header: bool = True
    decimal_mark: Annotated[str, Field(pattern="^[.,]$")] | None = None


class ImportMade(BaseModel):
    """The import's id; it is read in the background."""

    id: UUID


@router.get("")
async def list_imports(who: Who) -> list[ImportLine]:
    """Your own latest imports, newest first."""
    return await get_runtime().database.read_async(who, import_list)


@router.post("", status_code=201)
async def begin_import(who: Who, new: NewImport) -> ImportMade:
    """Take a file in as a table; look at it again until it is `mapping`."""
    return ImportMade(id=await get_runtime().database.act_async(who, desk.begin, new.subject, new.file_id))


@router.get("/{import_id}")
async def read_import(who: Who, import_id: UUID) -> ImportDetail:
    """An import of yours with its progress, its first rows as they will be read, and the first with errors."""
    return await get_runtime().database.read_async(who, import_detail, import_id)


@router.patch("/{import_id}", status_code=204)
async def change_import(who: Who, import_id: UUID, choices: ImportChoices) -> None:
    """Say what each column holds and what becomes of duplicates."""
    plan = ImportPlan(**choices.model_dump())
    await get_runtime().database.act_async(who, desk.decide, import_id, plan)


@router.post("/{import_id}/check", status_code=202)
async def check_import(who: Who, import_id: UUID) -> None:
    """Try it without writing; `checked` then says what would happen."""
    await get_runtime().database.act_async(who, desk.check, import_id)


@router.post("/{import_id}/run", status_code=202)
async def run_import(who: Who, import_id: UUID) -> None:
    """Bring the rows in, in the background."""
    await get_runtime().database.act_async(who, desk.run, import_id)


@router.post("/{import_id}/stop", status_code=202)
async def stop_import(who: Who, import_id: UUID) -> None:
    """Stop what is under way; rows that were brought in stay."""
    await get_runtime().database.act_async(who, desk.stop, import_id)


@router.post("/{import_id}/go-on", status_code=202)
async def go_on_with_import(who: Who, import_id: UUID) -> None:
    """Bring in what a stopped import has left."""
    await get_runtime().database.act_async(who, desk.go_on, import_id)


@router.post("/{import_id}/undo", status_code=202)
async def undo_import(who: Who, import_id: UUID) -> None:
    """Take the import back: what it made goes, what it changed becomes as it was, what others use stays."""
    await get_runtime().database.act_async(who, desk.undo, import_id)


@router.get(
    "/{import_id}/errors",
    response_class=Response,
    responses={200: {"description": "CSV.", "content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def import_errors(who: Who, import_id: UUID) -> Response:
    """The rows that could not be brought in, as they were sent, each with its number and what is wrong, as CSV."""
    database = get_runtime().database
    detail = await database.read_async(who, import_detail, import_id)
    language = await database.read_async(who, _language)
    first = await database.read_async(who, refused_rows, import_id)

    def pages() -> Iterator[list[PreviewRow]]:
        page = first
        while page:
            yield page
            page = database.read(who, refused_rows, import_id, page[-1].number)

    headers = {
        "Content-Disposition": attachment(_name_of_errors(detail.file_name, language)),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_error_file(detail, pages(), language), media_type="text/csv", headers=headers)


def _name_of_errors(file_name: str, language: str) -> str:
    """Of several imports each file of errors says whose it is."""
    return i18n.say(language, "Errors of {name}", name=PurePath(file_name).stem) + ".csv"


def _error_file(detail: ImportDetail, pages: Iterator[list[PreviewRow]], language: str) -> Iterator[bytes]:
    labels = {name: i18n.say(language, label) for name, label in fields_of(detail.subject)}
    head = [i18n.say(language, "Row"), i18n.say(language, "What is wrong"), *detail.headers]
    yield csv_lines([head], language, BYTE_ORDER_MARK)
    for page in pages:
        yield csv_lines([[str(row.number), _wrong(row, labels, language), *row.cells] for row in page], language)


def _wrong(row: PreviewRow, labels: dict[str, str], language: str) -> str:
    texts = []
    for one in row.problems:
        text = i18n.say(language, one.template, **one.params)
        texts.append(f"{labels[one.field]}: {text}" if one.field in labels else text)
    return " ".join(texts)


def _language(session: Session, actor: Actor) -> str:
    return actor.language

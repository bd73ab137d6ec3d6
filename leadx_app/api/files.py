"""Files over HTTP: send, read, remove; the rights are asked again at every read."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from leadx_app.adapters.storage_keys import attachment
from leadx_app.api import uploads
from leadx_app.api.door import Door, Who
from leadx_app.db import Unavailable
from leadx_app.domain import files, logos
from leadx_app.domain.errors import NotFound, NotPermitted, Refusal
from leadx_app.domain.permissions import Actor
from leadx_app.domain.ports import MissingFile
from leadx_app.queries.files import stored_content
from leadx_app.runtime import get_runtime

SIGNED_SECONDS = 60
PHOTO_BYTES = 10 * 1024 * 1024
LOGO_BYTES = 5 * 1024 * 1024

_PRIVATE = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_BYTES = {"type": "string", "format": "binary"}
RAW_BODY = {
    "requestBody": {
        "required": True,
        "description": "The bytes of the file.",
        "content": {"application/octet-stream": {"schema": _BYTES}},
    }
}

router = APIRouter(prefix="/files", tags=["files"], route_class=Door)

FileName = Annotated[
    str | None,
    Header(alias="X-File-Name", description="Name of the file, percent-encoded UTF-8.", examples=["site%20photo.jpg"]),
]
IfNoneMatch = Annotated[str | None, Header(include_in_schema=False)]


class UploadedFile(BaseModel):
    """A file as it is kept: a picture is cleaned, so that its size, and of a HEIC also name and type, are others."""

    id: UUID
    name: str
    size: int
    content_type: str
    has_thumbnail: bool


@router.post("", status_code=201, openapi_extra=RAW_BODY)
async def send_file(
    request: Request,
    response: Response,
    who: Who,
    x_file_name: FileName = None,
    x_lead_id: Annotated[UUID | None, Header(alias="X-Lead-Id", description="Lead that gets the file.")] = None,
) -> UploadedFile:
    """Send a file, for a lead or ahead of one: its id then goes into `file_ids` of the new lead within 24 hours."""
    return await take_in(request, response, who, x_file_name, x_lead_id)


@router.post("/photo", status_code=201, openapi_extra=RAW_BODY)
async def send_photo(request: Request, response: Response, who: Who, x_file_name: FileName = None) -> UploadedFile:
    """Make a picture your photo: the square in its middle is kept, without what it tells of place and time."""
    runtime = get_runtime()
    name = uploads.file_name(x_file_name)
    limit = min(runtime.settings.file_limit_bytes, PHOTO_BYTES)
    uploads.refuse_announced(request, limit)
    tenant_id = await runtime.database.read_async(who, _may_write)
    with uploads.a_slot(who):
        async with uploads.received(request, runtime, limit) as path:
            kept = await asyncio.shield(_keep(who, tenant_id, path, name, files.set_photo, shape=uploads.Shape.FACE))
    response.headers["Location"] = f"/files/{kept.id}"
    return kept


@router.delete("/photo", status_code=204)
async def remove_photo(who: Who) -> None:
    """Take your photo away."""
    await get_runtime().database.act_async(who, files.remove_photo)


@router.post("/logo/{organization_id}", status_code=201, openapi_extra=RAW_BODY)
async def send_logo(
    request: Request, response: Response, who: Who, organization_id: UUID, x_file_name: FileName = None
) -> UploadedFile:
    """Make a picture the logo of an organization, without what it tells of place and time."""
    runtime = get_runtime()
    name = uploads.file_name(x_file_name)
    limit = min(runtime.settings.file_limit_bytes, LOGO_BYTES)
    uploads.refuse_announced(request, limit)
    tenant_id = await runtime.database.read_async(who, _may_set_logo, organization_id)
    with uploads.a_slot(who):
        async with uploads.received(request, runtime, limit) as path:
            keep = _keep(who, tenant_id, path, name, logos.set_logo, organization_id, shape=uploads.Shape.PICTURE)
            kept = await asyncio.shield(keep)
    response.headers["Location"] = f"/files/{kept.id}"
    return kept


@router.delete("/logo/{organization_id}", status_code=204)
async def remove_logo(who: Who, organization_id: UUID) -> None:
    """Take the logo of an organization away."""
    await get_runtime().database.act_async(who, logos.remove_logo, organization_id)


@router.get(
    "/{file_id}",
    response_class=Response,
    responses={
        200: {"description": "The bytes.", "content": {"application/octet-stream": {"schema": _BYTES}}},
        304: {"description": "Unchanged since `If-None-Match`."},
        307: {"description": "The bytes are at the address in `Location`, for a minute."},
    },
)
async def read_file(file_id: UUID, who: Who, if_none_match: IfNoneMatch = None) -> Response:
    """The bytes of a file, as a download; from a bucket by a redirect to an address that holds for a minute."""
    found = await get_runtime().database.read_async(who, stored_content, file_id)
    storage = get_runtime().storage
    address = storage.signed_url(found.storage_key, found.name, found.content_type, SIGNED_SECONDS)
    if address:
        return RedirectResponse(address, 307, {**_PRIVATE, "Cache-Control": "private, no-store"})
    headers = {"Content-Disposition": attachment(found.name), "Content-Length": str(found.size_bytes)}
    return await _streamed(found.storage_key, found.content_type, headers, f'"{found.sha256[:32]}"', if_none_match)


@router.get(
    "/{file_id}/thumbnail",
    response_class=Response,
    responses={
        200: {"description": "The picture.", "content": {"image/webp": {"schema": _BYTES}}},
        304: {"description": "Unchanged since `If-None-Match`."},
    },
)
async def read_thumbnail(file_id: UUID, who: Who, if_none_match: IfNoneMatch = None) -> Response:
    """A small WebP of a picture, to be shown in a page; 404 for what is no picture."""
    found = await get_runtime().database.read_async(who, stored_content, file_id)
    if found.thumbnail_key is None:
        raise NotFound()
    headers = {"Content-Disposition": "inline"}
    return await _streamed(found.thumbnail_key, "image/webp", headers, f'"{found.sha256[:32]}-t"', if_none_match)


@router.get(
    "/{file_id}/preview",
    response_class=Response,
    responses={
        200: {"description": "The picture.", "content": {"image/webp": {"schema": _BYTES}}},
        304: {"description": "Unchanged since `If-None-Match`."},
    },
)
async def read_preview(file_id: UUID, who: Who, if_none_match: IfNoneMatch = None) -> Response:
    """A WebP of a picture as wide as a column of text; of a small picture its thumbnail, 404 for what is no picture."""
    found = await get_runtime().database.read_async(who, stored_content, file_id)
    key = found.preview_key or found.thumbnail_key
    if key is None:
        raise NotFound()
    headers = {"Content-Disposition": "inline"}
    return await _streamed(key, "image/webp", headers, f'"{found.sha256[:32]}-p"', if_none_match)


@router.delete("/{file_id}", status_code=204)
async def remove_file(file_id: UUID, who: Who) -> None:
    """Remove a file; it can be restored for 24 hours."""
    await get_runtime().database.act_async(who, files.remove_file, file_id)


@router.post("/{file_id}/restore", status_code=204)
async def restore_file(file_id: UUID, who: Who) -> None:
    """Undo the removal of a file."""
    await get_runtime().database.act_async(who, files.restore_file, file_id)


async def take_in(
    request: Request, response: Response, who: Who, x_file_name: str | None, lead_id: UUID | None
) -> UploadedFile:
    """Receive, check and keep a file; whatever fails, nothing of it stays."""
    runtime = get_runtime()
    name = uploads.file_name(x_file_name)
    uploads.refuse_announced(request, runtime.settings.file_limit_bytes)
    tenant_id, limit = await runtime.database.read_async(who, _may_upload, lead_id, runtime.settings.file_limit_bytes)
    uploads.refuse_announced(request, limit)
    with uploads.a_slot(who):
        async with uploads.received(request, runtime, limit) as path:
            kept = await asyncio.shield(_keep(who, tenant_id, path, name, files.add_file, lead_id))
    response.headers["Location"] = f"/files/{kept.id}"
    return kept


def _may_write(session: Session, actor: Actor) -> UUID:
    """The tenant that will keep what somebody sends of themselves."""
    if not actor.may_write:
        raise NotPermitted("This token may only read.")
    return actor.tenant_id


def _may_set_logo(session: Session, actor: Actor, organization_id: UUID) -> UUID:
    """The tenant that will keep the logo of one of the Admin's organizations."""
    logos.may_set_logo(session, actor, organization_id)
    return _may_write(session, actor)


def _may_upload(session: Session, actor: Actor, lead_id: UUID | None, most_bytes: int) -> tuple[UUID, int]:
    """Refuse before the bytes are read; returns the tenant that will keep them, and how many there may be."""
    tenant_id = _may_write(session, actor)
    files.may_upload(session, actor, lead_id)
    return tenant_id, files.limit_bytes(session, actor, most_bytes)


async def _keep(
    who: Who,
    tenant_id: UUID,
    path: Path,
    name: str,
    write: Callable[..., UUID],
    *place: UUID | None,
    shape: uploads.Shape = uploads.Shape.ANY,
) -> UploadedFile:
    """Bytes first, then the row that says that they are there."""
    runtime = get_runtime()
    stored = await uploads.keep(runtime.storage, tenant_id, path, name, shape=shape)
    try:
        file_id = await runtime.database.act_async(who, write, stored, *place)
    except (Refusal, Unavailable):
        await uploads.forget(runtime.storage, stored)
        raise
    except DBAPIError:  # The connection may have been lost in the commit itself: the row may exist.
        if not await runtime.database.system_async(files.is_kept, stored.storage_key, writes=False):
            await uploads.forget(runtime.storage, stored)
        raise
    return UploadedFile(
        id=file_id,
        name=stored.name,
        size=stored.size_bytes,
        content_type=stored.content_type,
        has_thumbnail=stored.thumbnail_key is not None,
    )


async def _streamed(
    key: str, content_type: str, headers: dict[str, str], etag: str, if_none_match: str | None
) -> Response:
    headers = {**_PRIVATE, "ETag": etag, **headers}
    if if_none_match and etag in [one.strip() for one in if_none_match.split(",")]:
        headers.pop("Content-Length", None)
        return Response(status_code=304, headers=headers)
    try:
        chunks = await asyncio.to_thread(get_runtime().storage.open, key)
    except MissingFile:
        raise NotFound() from None
    return StreamingResponse(chunks, headers=headers, media_type=content_type)

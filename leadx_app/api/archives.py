"""Archives of everything over HTTP: only for the Admin who asked, only for a day, and noted."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response, StreamingResponse

from leadx_app.api.door import Door, Who
from leadx_app.api.exports import FromOurPages
from leadx_app.api.files import SIGNED_SECONDS
from leadx_app.domain import archives
from leadx_app.domain.errors import NotFound
from leadx_app.domain.ports import MissingFile
from leadx_app.runtime import get_runtime

router = APIRouter(prefix="/api/v1/archives", tags=["archives"], route_class=Door)

ZIP = "application/zip"


@router.get(
    "/{archive_id}",
    response_class=Response,
    responses={
        200: {"description": "The archive.", "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}},
        307: {"description": "The archive is at the address in `Location`, for a minute."},
    },
    dependencies=[FromOurPages],
)
async def open_archive(archive_id: UUID, who: Who) -> Response:
    """An archive of everything that you asked for as an Admin, while it is kept; that you opened it is noted."""
    found = await get_runtime().database.act_async(who, archives.open_archive, archive_id)
    storage = get_runtime().storage
    private = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    if address := storage.signed_url(found.storage_key, found.name, ZIP, SIGNED_SECONDS):
        return RedirectResponse(address, 307, private)
    try:
        chunks = await asyncio.to_thread(storage.open, found.storage_key)
    except MissingFile:
        raise NotFound() from None
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"', "Content-Length": str(found.size_bytes)}
    return StreamingResponse(chunks, headers={**private, **headers}, media_type=ZIP)

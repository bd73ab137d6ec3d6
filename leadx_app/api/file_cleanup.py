"""Every hour: forget uploads that nobody attached, files removed for good, archives whose time is over, and what a
killed process left half-sent."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from leadx_app.adapters.storage_local import LocalStorage
from leadx_app.api.uploads import remove_abandoned
from leadx_app.domain import archives, files
from leadx_app.domain.ports import StorageUnavailable
from leadx_app.logs import report
from leadx_app.runtime import Runtime, get_runtime

log = logging.getLogger("leadx.files")

EVERY_SECONDS = 3600


@asynccontextmanager
async def run_file_cleanup(app: Any) -> AsyncIterator[None]:
    """Lifespan task: clean up at the start and every hour."""
    task = asyncio.create_task(_for_ever(get_runtime()))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _for_ever(runtime: Runtime) -> None:
    undeleted: list[str] = []
    while True:
        try:
            undeleted = await clean_up(runtime, undeleted)
        except Exception as error:  # An hour in which the database is away is made up for by the next.
            report(error)
        await asyncio.sleep(EVERY_SECONDS)


async def clean_up(runtime: Runtime, before: list[str]) -> list[str]:
    """Clean up once; returns the keys that the storage would not delete, to be tried again as `before`."""
    undeleted = await asyncio.to_thread(_delete, runtime, before)
    for take_expired in (files.take_expired, archives.take_expired):
        while keys := await runtime.database.system_async(take_expired):
            undeleted += await asyncio.to_thread(_delete, runtime, keys)
    await asyncio.to_thread(_tidy, runtime)
    return undeleted


def _delete(runtime: Runtime, keys: list[str]) -> list[str]:
    undeleted = []
    for key in keys:
        try:
            runtime.storage.delete(key)
        except StorageUnavailable:
            undeleted.append(key)
    if undeleted:
        log.warning("%d files could not be deleted; they will be in an hour", len(undeleted))
    return undeleted


def _tidy(runtime: Runtime) -> None:
    remove_abandoned(runtime)
    if isinstance(runtime.storage, LocalStorage):
        runtime.storage.remove_abandoned()

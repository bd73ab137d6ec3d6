"""The job that makes an archive of a tenant."""

import asyncio
import hashlib
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from leadx_app.adapters.storage_keys import new_key
from leadx_app.archive.write import Progress, Stopped, write_archive
from leadx_app.domain import archives
from leadx_app.domain.jobs import run
from leadx_app.domain.jobs.run import Claimed
from leadx_app.jobs.runner import Desk
from leadx_app.runtime import Runtime

LOOK_SECONDS = 1.0


async def make_archive(desk: Desk) -> None:
    """Write the archive in a thread, saying meanwhile how far it is, and put it where files lie."""
    runtime, job = desk.runtime, desk.job
    key = await desk.piece(archives.begin, new_key(job.tenant_id))
    folder = runtime.settings.make_data_folder()
    with tempfile.NamedTemporaryFile(dir=folder, prefix="archive-", suffix=".zip") as file:
        path = Path(file.name)
        await _written(desk, path)
        size, sha256 = await asyncio.to_thread(_put, runtime, key, path)
    await desk.piece(archives.finish, size, sha256)


async def _written(desk: Desk, path: Path) -> None:
    progress = Progress()
    writing = asyncio.create_task(asyncio.to_thread(_write, desk.runtime, desk.job, path, progress))
    try:
        while not (await asyncio.wait({writing}, timeout=LOOK_SECONDS))[0]:
            await desk.piece(_say, progress.done, progress.total)
    finally:
        progress.is_stopped = not writing.done()
        await asyncio.wait({writing})
        if progress.is_stopped and not writing.cancelled():
            writing.exception()  # Stopped, and nobody asks why.
    await writing
    await desk.piece(_say, progress.done, progress.total)


def _write(runtime: Runtime, job: Claimed, path: Path, progress: Progress) -> None:
    runtime.database.snapshot(job.tenant_id, _everything, path, runtime, job, progress)


def _everything(
    session: Session, path: Path, runtime: Runtime, job: Claimed, progress: Progress, *, now: datetime
) -> None:
    if progress.is_stopped:
        raise Stopped()
    write_archive(session, path, runtime.storage, job.tenant_id, job.user_id, progress, now=now)


def _say(session: Session, job: Claimed, done: int, total: int, *, now: Any) -> None:
    run.get_on(session, job, done, total or None, now=now)


def _put(runtime: Runtime, key: str, path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return runtime.storage.put(key, path, "application/zip"), sha256

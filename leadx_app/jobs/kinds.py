"""Every kind of job and what does it."""

from leadx_app.domain import archives as archive_desk
from leadx_app.domain.imports import desk
from leadx_app.domain.list_settings import REGROUP
from leadx_app.jobs import archives, imports, regroup
from leadx_app.jobs.runner import Work, work_off
from leadx_app.runtime import Runtime

KINDS: dict[str, Work] = {
    desk.READ: imports.read_file,
    desk.CHECK: imports.check_import,
    desk.RUN: imports.run_import,
    desk.UNDO: imports.undo_import,
    archive_desk.MAKE: archives.make_archive,
    REGROUP: regroup.regroup_leads,
}


async def do_jobs(runtime: Runtime) -> None:
    """Do every job that is due, of all kinds."""
    await work_off(runtime, KINDS)

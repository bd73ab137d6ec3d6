"""Every kind of job and what does it."""

from leadx_app.jobs.runner import Work, work_off
from leadx_app.runtime import Runtime

KINDS: dict[str, Work] = {}


async def do_jobs(runtime: Runtime) -> None:
    """Do every job that is due, of all kinds."""
    await work_off(runtime, KINDS)

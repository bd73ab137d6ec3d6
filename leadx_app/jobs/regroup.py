"""The job of moving many leads to another stage, category, source or reason."""

from leadx_app.domain import regroup_job
from leadx_app.jobs.runner import Desk

FIRST = 200


async def regroup_leads(desk: Desk) -> None:
    """Piece by piece until none is left, and once more where leads came meanwhile."""
    is_done = False
    while not is_done:
        await desk.pieces(regroup_job.regroup_piece, FIRST)
        is_done = await desk.piece(regroup_job.finish_regroup)

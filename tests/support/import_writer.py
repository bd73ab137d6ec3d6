"""Does the jobs of a database and says how many rows are in, piece by piece: to be killed in the middle.

python -m tests.support.import_writer <database url> <data folder>
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from sqlmodel import Session

from leadx_app.config import Settings
from leadx_app.domain.imports import pieces
from leadx_app.domain.jobs.run import Claimed
from leadx_app.jobs import runner
from leadx_app.jobs.kinds import KINDS
from leadx_app.jobs.runner import Desk
from leadx_app.models import Import
from leadx_app.runtime import Runtime


async def run_aloud(desk: Desk) -> None:
    """Bring the rows in, saying after each piece how many of them are committed."""
    while await desk.piece(pieces.run_piece):
        done = await desk.piece(_done)
        os.write(1, f"{done}\n".encode())
    await desk.piece(pieces.finish_run)


def _done(session: Session, job: Claimed, *, now: Any) -> int:
    return sum(session.get_one(Import, job.about_id).counts.values())


async def main(url: str, folder: Path) -> None:
    """Work off whatever is due until somebody ends the process, or nothing is left."""
    runner.MOST_REST = 0
    runtime = Runtime(Settings(data=folder, database_url=url))
    await runner.take_up(runtime)
    await runner.work_off(runtime, {**KINDS, "import.run": run_aloud})


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))

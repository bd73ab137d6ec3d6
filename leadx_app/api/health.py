"""`/healthz`: whether the database and the place of the files answer, for whoever watches the installation."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from leadx_app.db import Database
from leadx_app.domain.ports import Storage

log = logging.getLogger("leadx.health")

PATIENCE_SECONDS = 3.0


class Probe:
    """One thing that must answer; at most one question to it is open at a time, however often we are asked."""

    def __init__(self, name: str, question: Callable[[], object], patience: float = PATIENCE_SECONDS) -> None:
        self.name = name
        self._question = question
        self._patience = patience
        self._thread = ThreadPoolExecutor(1, f"leadx-health-{name}")
        self._open: asyncio.Future[object] | None = None

    async def answers(self) -> bool:
        """Whether the answer comes, and in time."""
        if self._open is None or self._open.done():
            self._open = asyncio.get_running_loop().run_in_executor(self._thread, self._question)
        try:
            await asyncio.wait_for(asyncio.shield(self._open), self._patience)
        except Exception as error:
            log.warning("%s does not answer: %s", self.name, type(error).__name__)
            return False
        return True


def health_route(database: Database, storage: Storage, patience: float = PATIENCE_SECONDS) -> Route:
    """The route: 200 if everything answers, else 503; the body names what does not, and no reason."""
    probes = [
        Probe("database", lambda: database.system(_any_row, writes=False), patience),
        Probe("storage", storage.check, patience),
    ]

    async def healthz(request: Request) -> JSONResponse:
        answers = await asyncio.gather(*(probe.answers() for probe in probes))
        words = {probe.name: "ok" if answer else "failing" for probe, answer in zip(probes, answers, strict=True)}
        healthy = all(answers)
        body = {"status": "ok" if healthy else "failing", **words}
        return JSONResponse(body, 200 if healthy else 503, {"Cache-Control": "no-store"})

    return Route("/healthz", healthz, methods=["GET"])


def _any_row(session: Session, *, now: datetime) -> None:
    """A question that only a migrated database can answer."""
    session.execute(sa.text("SELECT version_num FROM alembic_version")).one()

"""Builds the app; nothing else."""

from pathlib import Path
from typing import Any

import reflex as rx
from reflex.utils import prerequisites
from reflex_base import constants

from leadx_app.api.application import in_front_of
from leadx_app.api.file_cleanup import run_file_cleanup
from leadx_app.api.guard import Guard
from leadx_app.components.ui.head import STYLESHEETS, app_wraps, head
from leadx_app.components.words import t
from leadx_app.logs import set_up_logs
from leadx_app.pages.routes import register_all
from leadx_app.rounds import run_rounds
from leadx_app.runtime import get_runtime
from leadx_app.state import errors
from leadx_app.state.gate import Gate
from leadx_app.state.live import run_live, warm_up

app = rx.App(
    stylesheets=STYLESHEETS,
    head_components=head(),
    app_wraps=app_wraps(
        title=t("This page broke"), text=t("We have been told. What you typed is kept."), again=t("Load again")
    ),
    toaster=None,
    api_transformer=in_front_of,
    backend_exception_handler=errors.on_backend_exception,
    frontend_exception_handler=errors.on_frontend_exception,
)
app.add_middleware(Gate(), index=0)
app.register_lifespan_task(run_live)
app.register_lifespan_task(warm_up)
app.register_lifespan_task(run_file_cleanup)
app.register_lifespan_task(run_rounds)
register_all(app)


def application() -> Any:
    """The ASGI application that a server process runs: the app behind the guard."""
    runtime = get_runtime()
    set_up_logs(runtime.settings)
    return Guard(app(), runtime, built_pages(), _pending)


def built_pages() -> Path:
    """Where the exported pages are."""
    return Path(prerequisites.get_web_dir() / constants.Dirs.STATIC).resolve()


def _pending(token: str) -> int:
    """How many events of a tab wait to be run, or run."""
    return len(app.event_processor._token_queues.get(token, ()))

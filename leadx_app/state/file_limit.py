"""How large a file may be that somebody sends from a page."""

import reflex as rx

from leadx_app.queries.files import file_limit_mb
from leadx_app.runtime import get_runtime
from leadx_app.state.doors import read


async def read_file_limit(state: rx.State) -> int:
    """In megabytes: what the reader's organization takes, or else the installation."""
    return await read(state, file_limit_mb, get_runtime().settings.file_limit_bytes)

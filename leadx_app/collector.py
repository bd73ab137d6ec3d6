"""What Python does beside the work in a server: looking for garbage, and taking turns between threads."""

import contextlib
import gc
import sys
from collections.abc import Iterator

YOUNG, MIDDLE, OLD = 10_000, 20, 20
"""After how many new objects the young are looked through, after how many such rounds those that stayed, and all."""
TURN_SECONDS = 0.0005
"""How long a thread that reads the database may keep the loop waiting, which serves everybody; Python's is ten times
as long."""


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Load the program without looking for garbage in between: nearly all of it stays, and is set apart."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settle_down() -> None:
    """Set apart everything that exists by now; call it once what a server needs is imported and made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    sys.setswitchinterval(TURN_SECONDS)

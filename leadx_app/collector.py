"""What Python does beside the work in a server: looking for garbage, and taking turns between threads."""

import gc
import sys

YOUNG, MIDDLE, OLD = 10_000, 20, 20
"""After how many new objects the young are looked through, after how many such rounds those that stayed, and all."""
TURN_SECONDS = 0.0005
"""How long a thread that reads the database may keep the loop waiting, which serves everybody; Python's is ten times
as long."""


def settle_down() -> None:
    """Set apart everything that exists by now; call it once what a server needs is imported and made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    sys.setswitchinterval(TURN_SECONDS)

"""Python's garbage collector in a server: what lives as long as the process is not looked through again and again."""

import gc

YOUNG, MIDDLE, OLD = 10_000, 20, 20
"""After how many new objects the young are looked through, after how many such rounds those that stayed, and all."""


def settle_down() -> None:
    """Set apart everything that exists by now; call it once what a server needs is imported and made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)

"""How the process's threads share memory."""

import ctypes

MOST_HEAPS = 2
_ARENA_MAX = -8


def share_heaps() -> None:
    """Let all threads take memory from two heaps, as many as the least machine has cores; before they begin.

    The GNU C library gives every thread a heap of its own otherwise, and each keeps what one large piece of work on it
    once needed. Other C libraries share theirs anyway.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "gnu_get_libc_version"):
        library.mallopt(_ARENA_MAX, MOST_HEAPS)

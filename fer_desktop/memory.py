"""How the C library keeps freed memory. For programs, not for libraries: it holds for the whole process."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

_M_ARENA_MAX = -8  # of glibc's malloc.h
_ARENAS = 2  # one more than a thread alone would need; none of our threads allocates much at a time


def share_arenas() -> None:
    """Let all threads share few pools of memory; call it before the first thread starts.

    glibc gives each new thread a pool of its own, up to eight for each core, and what is freed in one stays there.
    Each start of a source begins new threads that load the models: without a limit the process grows with every
    start until all pools have held them once. Elsewhere nothing happens.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)

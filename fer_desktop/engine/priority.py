"""Who comes first where there are too few cores."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

_NICER_BY = 2  # a weight of 0.64 against the window's (Linux: 1.25 per step)


def lower_priority(nicer_by: int = _NICER_BY) -> None:
    """Let this thread, and all that it will start, wait a little for the others of this process.

    The window stays quick while analysis and recorder take all that is left. Only Linux knows a niceness
    of single threads; elsewhere nothing happens.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with suppress(OSError):  # where a system forbids even that, nothing is lost but some smoothness
            os.setpriority(os.PRIO_PROCESS, thread, min(os.getpriority(os.PRIO_PROCESS, thread) + nicer_by, 19))

"""Sessions that were not read yet, read on several processes at once: afterwards they are in the cache."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from fer_desktop.core.progress import Progress
from fer_desktop.studies.cached import is_kept, read_or_reason

_SHARE = 0.9  # of the whole work, about
_FEWEST = 8  # sessions; starting processes takes longer than reading fewer


def fill_cache(folders: Sequence[Path], cache: Path, progress: Progress) -> None:
    """Read what is not in the cache yet. What cannot be read is left to whoever reads it next and says so.

    Raises:
        Cancelled: `progress` says so.
    """
    missing = [one for one in dict.fromkeys(folders) if not is_kept(one, cache)]
    workers = min(os.cpu_count() or 1, len(missing))
    if len(missing) < _FEWEST or workers < 2:
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin) as pool:
        try:
            under_way = [pool.submit(_read, folder, cache) for folder in missing]
            for n_done, _ in enumerate(as_completed(under_way)):
                progress.reached(_SHARE * n_done / len(missing))
        except BrokenProcessPool:  # one was ended: whoever reads next has more to do
            return
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _begin() -> None:
    """Ctrl-C reaches all processes; the one that waits ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(folder: Path, cache: Path) -> None:
    read_or_reason(folder, "", cache)

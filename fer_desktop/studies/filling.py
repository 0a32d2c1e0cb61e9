"""Sessions that were not read yet, read in several processes or on a cluster: afterwards they are in the cache."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from fer_desktop.cluster import connected
from fer_desktop.core.progress import Progress
from fer_desktop.studies.cached import n_kept, read_or_reason

_SHARE = 0.9  # of the whole work, about
_FEWEST = 8  # sessions; starting processes takes longer than reading fewer


def fill_cache(folders: Sequence[Path], cache: Path, progress: Progress) -> None:
    """Read what is not in the cache yet. What cannot be read is left to whoever reads it next and says so.

    The cache is only counted here: looking which sessions are in it would take as long as reading it.

    Raises:
        Cancelled: `progress` says so.
    """
    asked = list(dict.fromkeys(folders))
    n_missing = len(asked) - n_kept(cache)
    workers = min(os.cpu_count() or 1, n_missing)
    if n_missing < _FEWEST or workers < 2:
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin) as pool:
        try:
            under_way = [pool.submit(_read, folder, cache) for folder in asked]
            for n_done, _ in enumerate(as_completed(under_way)):
                progress.reached(_SHARE * n_done / len(asked))
        except BrokenProcessPool:  # one was ended: whoever reads next has more to do
            return
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def fill_on_cluster(folders: Sequence[Path], cache: Path, progress: Progress, address: str) -> None:
    """The same on the workers of a Dask cluster, which must see the same files; what is in the cache is soon done.

    Args:
        address: Of the scheduler; "local" starts one here.

    Raises:
        ClusterUnreachable: there is no such cluster, or the library for it is missing.
        Cancelled: `progress` says so.
    """
    asked = [one.resolve() for one in dict.fromkeys(folders)]
    with connected(address) as client:
        from distributed import as_completed

        under_way = client.map(_read, asked, cache=cache.resolve(), pure=False)
        for n_done, _ in enumerate(as_completed(under_way), 1):  # what failed is read, and said, by who reads next
            progress.reached(_SHARE * n_done / len(asked))


def _begin() -> None:
    """Ctrl-C reaches all processes; the one that waits ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read(folder: Path, cache: Path) -> None:
    read_or_reason(folder, "", cache)

"""A Dask cluster, found or started here. What it says of its own ending goes to our log, not to the user's terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from fer_desktop.bundle import install_hint
from fer_desktop.errors import ClusterUnreachable

if TYPE_CHECKING:
    from distributed import Client, Worker

LOCAL = "local"
_ANSWER_S = 10  # a cluster that has not answered for so long is not there
_ENDING = ("closing_gracefully", "closing", "closed")  # names of distributed's `Status`

_log = logging.getLogger(__name__)


@contextmanager
def connected(address: str, workers: int | None = None) -> Iterator[Client]:
    """A client of the cluster; one that was started for it ends with it.

    Args:
        address: Of the scheduler; "local" starts one here.
        workers: How many processes it then has; None for one on each core.

    Raises:
        ClusterUnreachable: there is no such cluster, or the library for it is missing.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ClusterUnreachable(
            "A cluster needs the library distributed.", install_hint('Run pip install "fer-desktop[cluster]".')
        ) from error
    with ExitStack() as quiet, ExitStack() as opened:
        try:
            if address == LOCAL:
                # the worker itself imports this module and calls `dask_setup`
                here = {"threads_per_worker": 1, "dashboard_address": None, "preload": __name__}
                client = opened.enter_context(Client(opened.enter_context(LocalCluster(n_workers=workers, **here))))
            else:
                client = opened.enter_context(Client(address, timeout=_ANSWER_S))
        except (OSError, ValueError) as error:
            raise ClusterUnreachable(
                "There is no cluster at {address} ({reason}).",
                "Start it, or check the address.",
                address=address,
                reason=error,
            ) from error
        opened.callback(quiet.enter_context, _kept_in_log())  # first of all on the way out
        yield client


def dask_setup(worker: Worker) -> None:
    """In a worker process of a cluster that was started here: keep its own end, and lost heartbeats, to itself.

    One under way when the worker is ended fails, with a traceback. That a worker died, its nanny says, which is
    in our process.
    """
    for way in _ways():
        way.addFilter(lambda record: record.funcName != "heartbeat" and worker.status.name not in _ENDING)


@contextmanager
def _kept_in_log() -> Iterator[None]:
    """Meanwhile nothing of distributed goes anywhere but to our log."""
    ways = _ways()
    for way in ways:
        way.addFilter(_keep)
    try:
        yield
    finally:
        for way in ways:
            way.removeFilter(_keep)


def _ways() -> list[logging.Filterer]:
    """What each line of distributed passes, and of the loops that it runs in."""
    # its handlers are those of tornado, too
    return [*logging.getLogger("distributed").handlers, logging.getLogger("asyncio")]


def _keep(record: logging.LogRecord) -> bool:
    _log.info("the end of the cluster: %s", record.getMessage(), exc_info=record.exc_info)
    return False

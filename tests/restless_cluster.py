"""A program that starts a cluster which has much to say. Its argument: a file that only exists once a worker died."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from distributed import Nanny, Scheduler

from fer_desktop.cluster import connected
from fer_desktop.log import set_up_logging

NANNY = logging.getLogger("distributed.nanny")
ended = Nanny.close
from_workers: set[str] = set()


async def never_answer(self, address, **_):
    from_workers.add(address)
    await asyncio.sleep(1000)


async def end_with_a_word(self, **how):
    NANNY.error("it takes long to end")
    return await ended(self, **how)


def beat(dask_worker):
    dask_worker.loop.add_callback(dask_worker.heartbeat)


async def until_all_wait():
    while len(from_workers) < 2:
        await asyncio.sleep(0.01)


def die_at_first(mark):
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    set_up_logging(folder)
    with connected("local", 1) as client:
        print(client.submit(die_at_first, folder / "mark").result())
    print("the first ended", file=sys.stderr)
    Scheduler.heartbeat_worker, Nanny.close = never_answer, end_with_a_word
    with connected("local", 2) as client:
        client.run(beat)
        client.sync(until_all_wait)
        NANNY.error("the second works")
    NANNY.error("the second ended")

"""Jobs on several processes or computers at once. The same analysis in each."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context

from fer_desktop.cluster import connected
from fer_desktop.log import spare_warnings
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.outcome import CutShort, Failed, Outcome
from fer_desktop.offline.resume import attempt_again
from fer_desktop.offline.worker_process import attempt_in_process, begin_process, spare_tracker
from fer_desktop.paths import weights_dir
from fer_desktop.vision.analyzer import model_sha256


def in_processes(jobs: Sequence[Job], options: AnalyzeOptions, workers: int) -> Iterator[Outcome]:
    """Jobs side by side; a process that dies takes none but its own job with it.

    Raises:
        KeyboardInterrupt: after the outcomes of all that it cut short.
    """
    waiting = deque(jobs)
    spare_tracker()
    while waiting:
        # which of those under way ended the pool, nobody knows: each of them gets a process of its own
        suspects = yield from _side_by_side(waiting, options, workers)
        for job in suspects:
            if (yield from _side_by_side(deque([job]), options, 1)):
                yield Failed(job.label, "The process that analysed it ended.", "See the system's log.")


def _side_by_side(waiting: deque[Job], options: AnalyzeOptions, workers: int) -> Generator[Outcome, None, list[Job]]:
    """Work off `waiting`; ends early when a process dies, and returns the jobs that were under way."""
    under_way: dict[Future[Outcome], Job] = {}
    is_broken = False
    with ProcessPoolExecutor(min(workers, len(waiting)), get_context("spawn"), begin_process) as pool:
        try:
            while not is_broken and (waiting or under_way):
                try:
                    # no more than can run: those that only wait in the pool would be lost with it and count as suspects
                    while waiting and len(under_way) < workers:
                        future = pool.submit(attempt_in_process, waiting[0], options)
                        under_way[future] = waiting.popleft()
                except BrokenProcessPool:
                    is_broken = True
                wait(under_way, return_when=FIRST_COMPLETED)
                for future in [future for future in under_way if future.done()]:
                    if isinstance(future.exception(), BrokenProcessPool):
                        is_broken = True
                        continue
                    del under_way[future]
                    outcome = future.result()
                    yield outcome
                    if isinstance(outcome, CutShort):  # Ctrl-C reaches all processes, ours perhaps a little later
                        raise KeyboardInterrupt
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)  # waits: each process, interrupted too, closes its session
            for future in under_way:
                if not future.cancelled() and future.exception() is None:
                    yield future.result()
            raise
    return list(under_way.values())


def on_cluster(jobs: Sequence[Job], options: AnalyzeOptions, address: str, workers: int) -> Iterator[Outcome]:
    """Jobs on the workers of a Dask cluster, which must see the same files; others do what a dead worker leaves.

    Args:
        address: Of the scheduler; "local" starts one here, with so many `workers`.

    Raises:
        ClusterUnreachable: there is no such cluster, or the library for it is missing.
    """
    model = model_sha256(options.analyzer)
    # workers have a working folder of their own
    adapted = options.analyzer.adapted and options.analyzer.adapted.resolve()
    there = replace(options, out=options.out.resolve(), analyzer=replace(options.analyzer, adapted=adapted))
    given = [replace(job, paths=tuple(path.resolve() for path in job.paths)) for job in jobs]
    with connected(address, workers) as client:
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        futures = {
            # not pure: Dask would take an equal job of an earlier run for done
            client.submit(_attempt_there, job, there, model, pure=False, key=f"fer-{i}-{job.name}"): job
            for i, job in enumerate(given)
        }
        for future in as_completed(list(futures)):
            job = futures[future]
            try:
                yield future.result()
            except KilledWorker:
                yield Failed(job.label, "Its workers ended, one after the other.", "See the workers' logs.")
            except Exception as error:
                what = {"error": repr(error)}
                yield Failed(job.label, "The cluster failed: {error}.", "See the workers' logs.", values=what)


def _attempt_there(job: Job, options: AnalyzeOptions, model: str) -> Outcome:
    """Runs on a worker, with the weights that are installed there."""
    spare_warnings()
    analyzer = replace(options.analyzer, weights=weights_dir())
    if model_sha256(analyzer) != model:
        return Failed(job.label, "The worker has another model.", "Install the same version everywhere.")
    return attempt_again(job, replace(options, analyzer=analyzer))

"""Many jobs: one after the other, in several processes, or on a Dask cluster. The same analysis in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fer_desktop.errors import FerError
from fer_desktop.offline.attempt import Listener, attempt
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.outcome import CutShort, Failed, LeftOut, Outcome
from fer_desktop.offline.resume import finished, remove_failed
from fer_desktop.offline.workers import in_processes, on_cluster


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How the jobs are done.

    Attributes:
        workers: Processes on this machine; 1 works in this one. Of a local cluster, its size.
        cluster: Address of a Dask scheduler, "local" to start one here, "" for none.
        resume: What an earlier run has finished with the same settings and model is not done again.
    """

    workers: int = 1
    cluster: str = ""
    resume: bool = False


def run_jobs(
    jobs: Sequence[Job], options: AnalyzeOptions, how: BatchOptions, listener: Listener | None = None
) -> Iterator[Outcome]:
    """Do all jobs; what fails does not stop the others.

    Yields one outcome for each job, those that are left out first, the others as they end. After Ctrl-C one or more
    `CutShort` are the last, and jobs that were not begun have none. What keeps all of them from being done, such as
    a cluster that is not there, is one `Failed`.

    Args:
        listener: Hears of jobs that run in this process, one after the other.
    """
    done = finished(jobs, options) if how.resume else {}
    for job in jobs:
        if job.name in done:
            yield LeftOut(job.label, done[job.name])
    left = [job for job in jobs if job.name not in done]
    if how.resume:
        remove_failed(left, options)
    try:
        yield from _outcomes(left, options, how, listener or Listener())
    except FerError as error:
        yield Failed.of(how.cluster or "analyze", error)
    except KeyboardInterrupt:
        yield CutShort()


def _outcomes(jobs: Sequence[Job], options: AnalyzeOptions, how: BatchOptions, listener: Listener) -> Iterator[Outcome]:
    if how.cluster:
        return on_cluster(jobs, options, how.cluster, how.workers)
    if how.workers > 1:
        return in_processes(jobs, options, how.workers)
    return _one_by_one(jobs, options, listener)


def _one_by_one(jobs: Sequence[Job], options: AnalyzeOptions, listener: Listener) -> Iterator[Outcome]:
    for number, job in enumerate(jobs, 1):
        listener.begun(job, number, len(jobs))
        outcome = attempt(job, options, listener)
        yield outcome
        if isinstance(outcome, CutShort):
            return

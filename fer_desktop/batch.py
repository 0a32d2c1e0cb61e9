"""Many inputs: one after the other, in several processes, or on a Dask cluster. The same analysis in each."""

from __future__ import annotations

import shutil
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tqdm import tqdm

from fer_desktop.analyze import AnalyzeOptions, Done, Failure, Job, Outcome, attempt, plan
from fer_desktop.arguments import INTERRUPTED
from fer_desktop.engine.offline import OfflineResult
from fer_desktop.errors import FerError, SourceError
from fer_desktop.paths import weights_dir
from fer_desktop.progress import Progress
from fer_desktop.session.library import list_sessions, read_info
from fer_desktop.session.schema import PARTIAL_SUFFIX, TIMELINE_FILE
from fer_desktop.session.store import PlainStore, is_sealed
from fer_desktop.vision.manifest import read_manifest

LOCAL = "local"
_QUIET_S = 10.0  # a session that nobody has written to for so long was left by a process that is gone


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


def run_analyze(inputs: Sequence[str], options: AnalyzeOptions, how: BatchOptions) -> tuple[int, dict[str, Any]]:
    """Do all jobs; what fails does not stop the others.

    Returns:
        Exit code (0 all done, 1 some failed, 130 interrupted) and a summary ready for JSON.
    """
    jobs, failures = plan(inputs)
    outcomes: list[Outcome] = list(failures)
    for outcome in outcomes:
        _tell(outcome)
    done = _finished(jobs, options) if how.resume else {}
    for job in jobs:
        if job.name in done:
            outcomes.append(Done(job.label, done[job.name], was_there=True))
    is_interrupted = False
    try:
        for outcome in _runner(options, how)([job for job in jobs if job.name not in done]):
            outcomes.append(outcome)
            _tell(outcome)
    except FerError as error:
        outcomes.append(Failure(how.cluster or "analyze", error.message, error.hint))
        _tell(outcomes[-1])
    except KeyboardInterrupt as interrupt:
        print(f"Interrupted. Kept: {interrupt or 'the sessions finished before'}", file=sys.stderr)
        is_interrupted = True
    if done:
        print(f"{len(done)} of {len(jobs)} were done before.", file=sys.stderr)
    places = {job.label: i for i, job in enumerate(jobs)}
    outcomes.sort(key=lambda outcome: places.get(outcome.input, -1))
    summary = {
        "sessions": [
            {"input": one.input, **asdict(one.result), "was_there": one.was_there}
            for one in outcomes
            if isinstance(one, Done)
        ],
        "failed": [asdict(one) for one in outcomes if isinstance(one, Failure)],
        "interrupted": is_interrupted,
    }
    return INTERRUPTED if is_interrupted else int(bool(summary["failed"])), summary


Runner = Callable[[Sequence[Job]], Iterator[Outcome]]


def _runner(options: AnalyzeOptions, how: BatchOptions) -> Runner:
    if how.cluster:
        return lambda jobs: _on_cluster(jobs, options, how)
    if how.workers > 1:
        return lambda jobs: _in_processes(jobs, options, how.workers)
    return lambda jobs: _one_by_one(jobs, options)


def _one_by_one(jobs: Sequence[Job], options: AnalyzeOptions) -> Iterator[Outcome]:
    for number, job in enumerate(jobs, 1):
        with Progress(f"[{number}/{len(jobs)}] {job.label}") as progress:
            outcome = attempt(job, options, progress.reached)
        yield outcome


def _in_processes(jobs: Sequence[Job], options: AnalyzeOptions, workers: int) -> Iterator[Outcome]:
    """Jobs side by side; a process that dies takes none but its own job with it."""
    waiting = deque(jobs)
    with _overall(len(jobs)) as bar:
        while waiting:
            # which of those under way ended the pool, nobody knows: each of them gets a process of its own
            suspects = yield from _side_by_side(waiting, options, workers, bar)
            for job in suspects:
                yield _alone(job, options)
                bar.update()


def _side_by_side(
    waiting: deque[Job], options: AnalyzeOptions, workers: int, bar: tqdm[Any]
) -> Generator[Outcome, None, list[Job]]:
    """Work off `waiting`; ends early when a process dies, and returns the jobs that were under way."""
    under_way: dict[Future[Outcome], Job] = {}
    is_broken = False
    with ProcessPoolExecutor(min(workers, len(waiting)), get_context("spawn")) as pool:
        while not is_broken and (waiting or under_way):
            try:
                while waiting and len(under_way) < workers:
                    future = pool.submit(attempt_again, waiting[0], options)
                    under_way[future] = waiting.popleft()
            except BrokenProcessPool:
                is_broken = True
            wait(under_way, return_when=FIRST_COMPLETED)
            for future in [future for future in under_way if future.done()]:
                if isinstance(future.exception(), BrokenProcessPool):
                    is_broken = True
                    continue
                yield future.result()
                bar.update()
                del under_way[future]
    return list(under_way.values())


def _alone(job: Job, options: AnalyzeOptions) -> Outcome:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            return pool.submit(attempt_again, job, options).result()
        except BrokenProcessPool:
            return Failure(job.label, "The process that analysed it ended.", "See the system's log.")


def _on_cluster(jobs: Sequence[Job], options: AnalyzeOptions, how: BatchOptions) -> Iterator[Outcome]:
    """Jobs on the workers of a Dask cluster, which must see the same files; others do what a dead worker leaves."""
    try:
        from distributed import Client, LocalCluster, as_completed
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise SourceError(
            "A cluster needs the library distributed.", "Run pip install fer-desktop[cluster]."
        ) from error
    model = read_manifest(options.analyzer.weights).weights.sha256
    there = replace(options, out=options.out.resolve())
    given = [replace(job, paths=tuple(path.resolve() for path in job.paths)) for job in jobs]
    try:
        if how.cluster == LOCAL:
            cluster = LocalCluster(n_workers=how.workers, threads_per_worker=1, dashboard_address=None)
            client = Client(cluster)
        else:
            cluster, client = None, Client(how.cluster, timeout=10)
    except (OSError, ValueError) as error:
        raise SourceError(
            "There is no cluster at {address} ({reason}).",
            "Start it, or check the address.",
            address=how.cluster,
            reason=error,
        ) from error
    try:
        futures = {
            client.submit(_attempt_there, job, there, model, pure=False, key=f"fer-{i}-{job.name}"): job
            for i, job in enumerate(given)
        }
        with _overall(len(jobs)) as bar:
            for future in as_completed(list(futures)):
                job = futures[future]
                try:
                    outcome = future.result()
                except KilledWorker:
                    outcome = Failure(job.label, "Its workers ended, one after the other.", "See the workers' logs.")
                except Exception as error:
                    outcome = Failure(job.label, f"The cluster failed: {error!r}.", "See the workers' logs.")
                yield outcome
                bar.update()
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _attempt_there(job: Job, options: AnalyzeOptions, model: str) -> Outcome:
    """Runs on a worker, with the weights that are installed there."""
    weights = weights_dir()
    if read_manifest(weights).weights.sha256 != model:
        return Failure(job.label, "The worker has another model.", "Install the same version everywhere.")
    return attempt_again(job, replace(options, analyzer=replace(options.analyzer, weights=weights)))


def attempt_again(job: Job, options: AnalyzeOptions) -> Outcome:
    """As `attempt`, where an earlier try may have died with its process, or may be about to end."""
    partial = options.out / (job.name + PARTIAL_SUFFIX)
    while partial.is_dir() and _is_of(partial, job, options):
        if time.time() - _last_written(partial) > _QUIET_S:
            shutil.rmtree(partial, ignore_errors=True)
            break
        time.sleep(1.0)
        done = _finished([job], options)
        if job.name in done:
            return Done(job.label, done[job.name])
    return attempt(job, options)


def _finished(jobs: Sequence[Job], options: AnalyzeOptions) -> dict[str, OfflineResult]:
    """Jobs, by name, that have a whole session from an earlier run with the same settings and model."""
    model = read_manifest(options.analyzer.weights).weights.sha256
    found: dict[str, OfflineResult] = {}
    by_identity = {str(job.identity): job.name for job in jobs if job.paths}
    for folder in list_sessions(options.out):
        with suppress(FerError, KeyError, TypeError):
            info = {} if is_sealed(folder) else read_info(PlainStore(folder))
            settings = info["settings"]
            name = by_identity.get(str(settings["input"]))
            same = {key: settings[key] for key in options.facts} == options.facts and info["model"]["sha256"] == model
            if name and same and info["complete"] and not info["end_reason"]:
                faces = info["faces"]
                found[name] = OfflineResult(
                    str(folder),
                    info["frames_analysed"],
                    info["duration_s"],
                    len(faces),
                    sum(face["samples"] for face in faces),
                )
    return found


def _is_of(partial: Path, job: Job, options: AnalyzeOptions) -> bool:
    """Whether an unfinished session is of this job, and not of the user's."""
    try:
        settings = read_info(PlainStore(partial))["settings"]
        return bool(settings["input"] == job.identity and job.paths)
    except (FerError, KeyError, TypeError):
        return False


def _last_written(folder: Path) -> float:
    try:
        return (folder / TIMELINE_FILE).stat().st_mtime
    except OSError:
        return time.time()


def _overall(n: int) -> tqdm[Any]:
    return tqdm(total=n, desc="inputs", unit="input", file=sys.stderr, disable=None)


def _tell(outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        result = outcome.result
        text = f"{outcome.input}: {result.n_frames} frames, {result.n_faces} face(s) -> {result.location}"
    else:
        text = f"{outcome.input}: {outcome.message} {outcome.hint}".strip()
    tqdm.write(text, file=sys.stderr)

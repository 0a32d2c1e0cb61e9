"""Many inputs: one after the other, in several processes, or on a Dask cluster. The same analysis in each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tqdm import tqdm

from fer_desktop.errors import FerError
from fer_desktop.offline.job import AnalyzeOptions, Done, Failure, Job, Outcome, attempt, plan
from fer_desktop.offline.progress import StreamBar
from fer_desktop.offline.resume import finished
from fer_desktop.offline.workers import in_processes, on_cluster

INTERRUPTED = 130  # exit code of a command ended by Ctrl-C


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
    notices = _Notices()
    for outcome in outcomes:
        _tell(outcome)
    done = finished(jobs, options) if how.resume else {}
    for job in jobs:
        if job.name in done:
            outcomes.append(Done(job.label, done[job.name], was_there=True))
    is_interrupted, cut_short = False, list[str]()
    try:
        for outcome in _runner(options, how, notices)([job for job in jobs if job.name not in done]):
            outcomes.append(outcome)
            _tell(outcome)
            notices.tell_all(outcome.notices)
    except FerError as error:
        outcomes.append(Failure(how.cluster or "analyze", error.message, error.hint))
        _tell(outcomes[-1])
    except KeyboardInterrupt as interrupt:
        is_interrupted, cut_short = True, [str(place) for place in interrupt.args]
        _tell_kept(outcomes, cut_short)
    if done:
        print(f"{len(done)} of {len(jobs)} were done before.", file=sys.stderr)
    places = {job.label: i for i, job in enumerate(jobs)}
    outcomes.sort(key=lambda outcome: places.get(outcome.input, -1))
    failed = [one for one in outcomes if isinstance(one, Failure)]
    summary = {
        "sessions": [
            {"input": one.input, **asdict(one.result), "was_there": one.was_there}
            for one in outcomes
            if isinstance(one, Done)
        ],
        "failed": [{"input": one.input, "message": one.message, "hint": one.hint} for one in failed],
        "interrupted": is_interrupted,
        "cut_short": cut_short,
        "notices": list(notices.told),
    }
    return INTERRUPTED if is_interrupted else int(bool(failed)), summary


class _Notices:
    """What the user should know although nothing failed; each is told once in a run."""

    def __init__(self) -> None:
        self.told: dict[str, None] = {}

    def tell(self, text: str) -> None:
        if text not in self.told:
            self.told[text] = None
            tqdm.write(f"warning: {text}", file=sys.stderr)

    def tell_all(self, texts: Sequence[str]) -> None:
        for text in texts:
            self.tell(text)


Runner = Callable[[Sequence[Job]], Iterator[Outcome]]


def _runner(options: AnalyzeOptions, how: BatchOptions, notices: _Notices) -> Runner:
    if how.cluster:
        return lambda jobs: on_cluster(jobs, options, how.cluster, how.workers)
    if how.workers > 1:
        return lambda jobs: in_processes(jobs, options, how.workers)
    return lambda jobs: _one_by_one(jobs, options, notices)


def _one_by_one(jobs: Sequence[Job], options: AnalyzeOptions, notices: _Notices) -> Iterator[Outcome]:
    for number, job in enumerate(jobs, 1):
        with StreamBar(f"[{number}/{len(jobs)}] {job.label}") as bar:
            outcome = attempt(job, options, bar.reached, notices.tell)
        yield outcome


def _tell(outcome: Outcome) -> None:
    if isinstance(outcome, Done):
        result = outcome.result
        text = f"{outcome.input}: {result.n_frames} frames, {result.n_faces} face(s) -> {result.location}"
    else:
        text = f"{outcome.input or repr('')}: {outcome.message} {outcome.hint}".strip()
    tqdm.write(text, file=sys.stderr)


def _tell_kept(outcomes: Sequence[Outcome], cut_short: Sequence[str]) -> None:
    """What an interrupt left: sessions that were finished in this run, and those that it cut short."""
    kept = [one.result.location for one in outcomes if isinstance(one, Done) and not one.was_there]
    kept += [f"{place} (cut short)" for place in cut_short]
    print(f"Interrupted. {'Kept: ' + ', '.join(kept) if kept else 'No session was finished.'}", file=sys.stderr)

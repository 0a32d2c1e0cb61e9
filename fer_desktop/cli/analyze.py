"""`fer-desktop analyze`: what it prints, and its exit code."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tqdm import tqdm

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions
from fer_desktop.cli.exit_code import FAILED, INTERRUPTED, OK
from fer_desktop.cli.progress import StreamBar
from fer_desktop.cli.say import say, visible
from fer_desktop.cli.values import AUTOMATIC
from fer_desktop.log import set_up_logging
from fer_desktop.offline.attempt import Listener
from fer_desktop.offline.batch import BatchOptions, run_jobs
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.neutral import NeutralOptions
from fer_desktop.offline.outcome import CutShort, Done, Failed, LeftOut, Outcome
from fer_desktop.offline.planning import Ignored, plan
from fer_desktop.offline.wording import Keep, WordsOptions
from fer_desktop.paths import adapted_dir, log_dir, sessions_dir, weights_dir
from fer_desktop.settings import DEFAULT_MAX_FACES
from fer_desktop.vision.adapted import chosen_adapted
from fer_desktop.vision.analyzer import AnalyzerOptions


def run(options: argparse.Namespace) -> int:
    """Analyse all inputs; what fails does not stop the others. Returns the exit code."""
    set_up_logging(log_dir(), console_level=logging.CRITICAL + 1)
    how = BatchOptions(int(options.workers), options.cluster, options.resume or bool(options.cluster))
    code, summary = analyze(options.inputs, _chosen(options), how)
    if options.json:
        say(json.dumps(summary, ensure_ascii=False))
    return code


def analyze(inputs: Sequence[str], options: AnalyzeOptions, how: BatchOptions) -> tuple[int, dict[str, Any]]:
    """Analyse all inputs and say on stderr what becomes of each.

    Returns:
        Exit code (0 all done, 1 some failed, 130 interrupted) and a summary ready for JSON.
    """
    planned = plan(inputs, options.voice, options.words.keep is not None)
    jobs = planned.jobs
    console = _Console(is_parallel=bool(how.cluster) or how.workers > 1)
    outcomes: list[Outcome] = []
    for ignored in planned.ignored:
        console.noticed(ignored.text)
    try:
        for outcome in console.watched(planned.failures, jobs, run_jobs(jobs, options, how, console)):
            outcomes.append(outcome)
    except KeyboardInterrupt:  # while something was printed
        outcomes.append(CutShort())
    if any(isinstance(outcome, CutShort) for outcome in outcomes):
        _print_kept(outcomes)
    n_before = sum(isinstance(outcome, LeftOut) for outcome in outcomes)
    if n_before:
        say(f"{n_before} of {len(jobs)} were done before.", file=sys.stderr)
    return exit_code(outcomes), {**_summary(outcomes, jobs, console.told), "ignored": _names(planned.ignored)}


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """0 when every input has its session, 1 when one failed, 130 after Ctrl-C."""
    kinds = {type(outcome) for outcome in outcomes}
    return INTERRUPTED if CutShort in kinds else FAILED if Failed in kinds else OK


def _chosen(options: argparse.Namespace) -> AnalyzeOptions:
    faces = int(options.max_faces or DEFAULT_MAX_FACES)
    return AnalyzeOptions(
        out=options.out or sessions_dir(),
        analyzer=AnalyzerOptions(
            weights_dir(),
            faces,
            options.device or "auto",
            threads=1,
            prior=options.prior or "balanced",
            details=options.details,
            adapted=chosen_adapted(adapted_dir(), options.adapted),
        ),
        cut=Cut(options.start, options.end, options.fps, options.video_track),
        demo=_demo(options),
        plot=options.plot,
        copy_video=options.copy_video,
        voice=options.voice,
        audio_track=options.audio_track,
        neutral=_neutral(options),
        words=_words(options),
        fusion=not options.without_fusion,
    )


def _words(options: argparse.Namespace) -> WordsOptions:
    is_wanted = options.words or options.transcript or options.speech_model
    keep: Keep | None = options.words or ("text" if is_wanted else None)
    return WordsOptions(options.transcript, keep, options.language, options.speech_model)


def _demo(options: argparse.Namespace) -> DemoOptions:
    usual = DemoOptions().fps
    return DemoOptions(
        n_faces=int(options.demo_faces),
        fps=min(options.fps or usual, usual),
        duration_s=options.duration,
        speaking=(0,) if options.voice else (),
    )


def _neutral(options: argparse.Namespace) -> NeutralOptions:
    if options.neutral == AUTOMATIC:
        return NeutralOptions(is_automatic=True)
    return NeutralOptions(span_s=options.neutral, path=options.neutral_from, anyway=options.neutral_anyway)


class _Console(Listener):
    """Says on stderr how far the work is: of the one job that runs here, or of all where several run at once.

    Attributes:
        told: Notices that were said; each is said once in a run.
    """

    def __init__(self, is_parallel: bool) -> None:
        self.told: list[str] = []
        self._is_parallel = is_parallel
        self._bar: StreamBar | None = None

    def watched(self, first: Iterable[Outcome], jobs: Sequence[Job], others: Iterable[Outcome]) -> Iterable[Outcome]:
        """The same outcomes, each told as it comes."""
        for outcome in first:
            self._tell(outcome)
            yield outcome
        with tqdm(total=len(jobs), desc="inputs", unit="input", disable=None if self._is_parallel else True) as bar:
            for outcome in others:
                self._close_bar()
                self._tell(outcome)
                bar.update()
                yield outcome
        self._close_bar()

    def begun(self, job: Job, number: int, total: int) -> None:
        self._bar = StreamBar(f"[{number}/{total}] {job.label}")

    def reached(self, time_s: float, start_s: float, duration_s: float) -> None:
        if self._bar is not None:
            self._bar.reached(time_s, start_s, duration_s)

    def noticed(self, text: str) -> None:
        if text not in self.told:
            self.told.append(text)
            tqdm.write(visible(f"warning: {text}"), file=sys.stderr)

    def _close_bar(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _tell(self, outcome: Outcome) -> None:
        match outcome:
            case Done(label, result, notices):
                found = f"{result.n_frames} frames, {result.n_faces} face(s)"
                if result.n_utterances is not None:
                    found += f", {result.n_utterances} utterance(s)"
                tqdm.write(visible(f"{label}: {found} -> {result.location}"), file=sys.stderr)
            case Failed(label, _, hint, notices):
                words = f"{label or repr('')}: {outcome.message} {hint}".strip()
                tqdm.write(visible(words), file=sys.stderr)
            case _:
                return
        for notice in notices:
            self.noticed(notice)


def _print_kept(outcomes: Sequence[Outcome]) -> None:
    """What an interrupt left: sessions that were finished in this run, and those that it cut short."""
    kept = [one.result.location for one in outcomes if isinstance(one, Done)]
    kept += [f"{place} (cut short)" for place in _cut_short(outcomes)]
    say(f"Interrupted. {'Kept: ' + ', '.join(kept) if kept else 'No session was finished.'}", file=sys.stderr)


def _cut_short(outcomes: Iterable[Outcome]) -> list[str]:
    return [one.location for one in outcomes if isinstance(one, CutShort) and one.location]


def _summary(outcomes: Sequence[Outcome], jobs: Sequence[Job], notices: Sequence[str]) -> dict[str, Any]:
    """For JSON, in the order of the inputs and not in that of ending."""
    places = {job.label: i for i, job in enumerate(jobs)}
    ordered = sorted(outcomes, key=lambda outcome: places.get(outcome.input, -1))
    return {
        "sessions": [_session(one) for one in ordered if isinstance(one, Done | LeftOut)],
        "failed": [
            {"input": one.input, "message": one.message, "hint": one.hint} for one in ordered if isinstance(one, Failed)
        ],
        "interrupted": any(isinstance(one, CutShort) for one in ordered),
        "cut_short": _cut_short(ordered),
        "notices": list(notices),
    }


def _names(ignored: Iterable[Ignored]) -> dict[str, list[str]]:
    return {one.folder: list(one.names) for one in ignored}


def _session(outcome: Done | LeftOut) -> dict[str, Any]:
    result = asdict(outcome.result)
    del result["is_interrupted"]  # never of a session that is whole
    return {"input": outcome.input, **result, "was_there": isinstance(outcome, LeftOut)}

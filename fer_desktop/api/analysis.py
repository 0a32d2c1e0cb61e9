"""`analyze`: a video, photographs or sound as a table, by the same way as `fer-desktop analyze`."""

from __future__ import annotations

import sys
import warnings
from contextlib import ExitStack
from math import inf
from os import PathLike, fspath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from tqdm import tqdm

from fer_desktop.api.tables import data_frame
from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions
from fer_desktop.errors import SourceUnreadable
from fer_desktop.facts import encoded
from fer_desktop.offline.attempt import Listener, run_job
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.planning import plan
from fer_desktop.paths import weights_dir
from fer_desktop.results.selection import Selection, select
from fer_desktop.session.library import load_session
from fer_desktop.vision.analyzer import AnalyzerOptions

if TYPE_CHECKING:
    import pandas as pd


def analyze(
    path: str | PathLike[str],
    *,
    out: str | PathLike[str] | None = None,
    start_s: float = 0.0,
    end_s: float = inf,
    fps: float = 0.0,
    max_faces: int = 4,
    device: Literal["auto", "cuda", "mps", "cpu"] = "auto",
    prior: Literal["balanced", "photographs"] = "balanced",
    details: bool = False,
    voice: bool = False,
    demo_s: float = 20.0,
    demo_faces: int = 1,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Analyse every frame of a video, a photograph, a folder of photographs, a file of sound, or "demo".

    The table has the columns of `timeline.csv` and the same values as `fer-desktop analyze`; with `details` and
    `voice` those of the other tables beside them, as `sessions export` joins them. `attrs` holds what
    `session.json` says, and as "folder" where the session is kept.

        >>> table = fer.analyze("demo", demo_s=1.0)
        >>> table[["time_s", "face_id", "expression"]].head(1)
           time_s  face_id expression
        0     0.0        1    neutral

    Args:
        path: What to analyse; of several videos each takes a call, which may be made in a pool of processes.
        out: Keep the session in a new folder in this one; otherwise it is deleted once it was read.
        start_s, end_s: The part of a file to take, in seconds.
        fps: Thin out a video to this rate; 0 takes every frame.
        max_faces: Faces followed at a time, 1 to 10.
        device: Where the network runs.
        prior: How likely rare expressions are taken to be.
        details: Measure action units, lids, gaze and mouth, too.
        voice: Listen to the sound, too.
        demo_s, demo_faces: Length of "demo", and how many faces it has, 1 to 4.
        progress: Show a bar; None shows it in a terminal and in Jupyter.

    Raises:
        FerError: it cannot be analysed; the message says why and what to do.
    """
    analyzer = AnalyzerOptions(weights_dir(), max_faces, device, threads=1, prior=prior, details=details)
    demo, cut = DemoOptions(demo_faces, duration_s=demo_s), Cut(start_s, end_s, fps)
    with ExitStack() as opened:
        root = Path(opened.enter_context(TemporaryDirectory(prefix="fer-desktop-")) if out is None else out)
        options = AnalyzeOptions(root, analyzer, cut, demo, voice=voice)
        return _table(_job(fspath(path), voice), options, progress, is_kept=out is not None)


def _table(job: Job, options: AnalyzeOptions, progress: bool | None, is_kept: bool) -> pd.DataFrame:
    with _bar(job.label, progress) as bar:
        result = run_job(job, options, _Shown(bar), _warn)
    if result.is_interrupted:
        raise KeyboardInterrupt
    session = load_session(Path(result.location))
    joined = Selection(
        with_details=options.analyzer.details and session.details is not None,
        with_voice=options.voice and session.voice is not None,
    )
    facts = {**encoded(session.info), "folder": result.location if is_kept else None}
    return data_frame(select(session, joined), facts)


def _job(text: str, with_sound: bool) -> Job:
    """What is to be done.

    Raises:
        SourceUnreadable: there is nothing to analyse, or more than one thing.
    """
    planned = plan([text], with_sound)
    for failed in planned.failures:
        raise SourceUnreadable(failed.template, failed.hint, **failed.values)
    if len(planned.jobs) > 1:
        raise SourceUnreadable(
            "{path} holds {count} videos or sets of images.",
            "Name one of them, or call analyze for each.",
            path=text,
            count=len(planned.jobs),
        )
    for ignored in planned.ignored:
        _warn(ignored.text)
    return planned.jobs[0]


def _warn(text: str) -> None:
    warnings.warn(text, stacklevel=2)


class _Shown(Listener):
    """Moves a bar."""

    def __init__(self, bar: tqdm[None]) -> None:
        self._bar = bar

    def reached(self, time_s: float, start_s: float, duration_s: float) -> None:
        if duration_s > 0:
            self._bar.n = round(min((time_s - start_s) / duration_s, 1.0) * 100)
            self._bar.update(0)


def _bar(label: str, is_wanted: bool | None) -> tqdm[None]:
    is_hidden = not is_wanted if is_wanted is not None else None  # None: where stderr is a terminal
    if is_wanted is None and "ipykernel" in sys.modules:
        is_hidden = False
    return tqdm(total=100, desc=label, unit="%", disable=is_hidden, leave=False)

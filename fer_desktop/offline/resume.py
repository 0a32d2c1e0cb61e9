"""What earlier runs left: sessions that need not be made again, and those that a dead process did not finish."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from fer_desktop.errors import FerError, ModelError
from fer_desktop.offline.attempt import attempt
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.outcome import Done, Outcome
from fer_desktop.offline.pipeline import OfflineResult
from fer_desktop.paths import voice_weights_dir
from fer_desktop.session.files import is_being_recorded
from fer_desktop.session.info import SessionInfo
from fer_desktop.session.library import list_sessions, read_info
from fer_desktop.session.schema import PARTIAL_SUFFIX, TIMELINE_FILE
from fer_desktop.session.setting_facts import FileIdentity
from fer_desktop.session.store import PlainStore, is_sealed
from fer_desktop.vision.analyzer import AnalyzerOptions, model_sha256
from fer_desktop.vision.eye_manifest import EYES, read_eye_manifest
from fer_desktop.vision.shape_units import SHAPE, read_shape_manifest
from fer_desktop.voice.manifest import read_voice_manifest
from fer_desktop.weight_file import is_described

_QUIET_S = 10.0  # a session that nobody has written to for so long was left by a process that is gone
_POLL_S = 1.0


def attempt_again(job: Job, options: AnalyzeOptions) -> Outcome:
    """As `attempt`, where an earlier try may have died with its process, or may be about to end."""
    partial = options.out / (job.name + PARTIAL_SUFFIX)
    written, since_s = _last_written(partial), time.monotonic()
    while partial.is_dir() and _is_of(partial, job, options):
        # by our own clock as well: that of another computer may be ahead of ours
        if max(time.time() - written, time.monotonic() - since_s) > _QUIET_S and not is_being_recorded(partial):
            shutil.rmtree(partial, ignore_errors=True)
            break
        time.sleep(_POLL_S)
        done = finished([job], options)
        if job.name in done:
            return Done(job.label, done[job.name])
        if (now_written := _last_written(partial)) != written:
            written, since_s = now_written, time.monotonic()
    return attempt(job, options)


def finished(jobs: Sequence[Job], options: AnalyzeOptions) -> dict[str, OfflineResult]:
    """Jobs, by name, that have a whole session from an earlier run with the same settings and model."""
    try:
        model = model_sha256(options.analyzer)
        voice = _voice_model() if options.voice else ""
        details = _details_models(options.analyzer) if options.analyzer.details else ("", "")
    except ModelError:  # no session is known to be of it; whoever analyses hears what is wrong
        return {}
    wanted = {job.identity for job in jobs if job.paths}
    # copies of one file in several folders have one identity
    results: dict[tuple[FileIdentity, ...], list[OfflineResult]] = {}
    for folder in list_sessions(options.out):
        with suppress(FerError, OSError):
            info = None if is_sealed(folder) else read_info(PlainStore(folder))
            if info is None or not (info.is_whole and _is_of_models(info, model, voice, details)):
                continue
            identity = info.settings.input
            if identity in wanted and info.settings == replace(options.facts, input=identity):
                results.setdefault(identity, []).append(_result(folder, info))
    return {job.name: result for job in jobs if (result := _taken(results.get(job.identity, []), job))}


def remove_failed(jobs: Sequence[Job], options: AnalyzeOptions) -> None:
    """Remove what failed attempts at these jobs left, with the same settings: each is about to be made anew.

    Kept are sessions of other settings, and those that Ctrl-C, a crash or another process left.
    """
    wanted = {job.identity for job in jobs if job.paths}
    for folder in list_sessions(options.out):
        with suppress(FerError, OSError):
            if not folder.name.endswith(PARTIAL_SUFFIX) or is_sealed(folder) or is_being_recorded(folder):
                continue
            info = read_info(PlainStore(folder))
            identity = info.settings.input
            is_same = identity in wanted and info.settings == replace(options.facts, input=identity)
            if is_same and info.end_reason and not info.complete:
                shutil.rmtree(folder)


def _voice_model() -> str:
    """Hash of the recogniser of the voice; "" where there is none."""
    folder = voice_weights_dir()
    return read_voice_manifest(folder).onnx.sha256 if is_described(folder) else ""


def _details_models(options: AnalyzerOptions) -> tuple[str, str]:
    """Hashes of the models of lids and gaze, and of units in landmarks."""
    eyes, shape = read_eye_manifest(options.weights / EYES), read_shape_manifest(options.weights / SHAPE)
    return eyes.onnx.sha256, shape.arrays.sha256


def _is_of_models(info: SessionInfo, model: str, voice: str, details: tuple[str, str]) -> bool:
    """Whether the models of today made it; sound alone knows no faces, and a film may have no sound."""
    is_same_voice = info.voice is None or info.voice.model.sha256 == voice
    then = tuple("" if one is None else one.sha256 for one in (info.model.eyes, info.model.shape))
    return is_same_voice and (not info.model.sha256 or (info.model.sha256 == model and then == details))


def _taken(results: list[OfflineResult], job: Job) -> OfflineResult | None:
    """The result of this job, which is then no other's: that of its own name, else the first."""
    results.sort(key=lambda result: Path(result.location).name != job.name)
    return results.pop(0) if results else None


def _result(folder: Path, info: SessionInfo) -> OfflineResult:
    n_rows_with_face = sum(face.samples for face in info.faces)
    return OfflineResult(
        str(folder),
        info.frames_analysed,
        info.duration_s,
        len(info.faces),
        n_rows_with_face,
        n_utterances=None if info.voice is None else info.voice.utterances,
    )


def _is_of(partial: Path, job: Job, options: AnalyzeOptions) -> bool:
    """Whether an unfinished session is of this job, and not of the user's."""
    try:
        return bool(job.paths) and read_info(PlainStore(partial)).settings.input == job.identity
    except FerError:
        return False


def _last_written(folder: Path) -> float:
    """When a row was added, or, without any table, when the folder began; infinite when it is there no more."""
    for path in (folder / TIMELINE_FILE, folder):
        with suppress(OSError):
            return path.stat().st_mtime
    return float("inf")

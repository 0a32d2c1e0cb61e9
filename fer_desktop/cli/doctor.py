"""`fer-desktop doctor`: whether the app can run here, and what to do where it cannot. Changes nothing."""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fer_desktop import __version__
from fer_desktop.bundle import is_bundle
from fer_desktop.cli.check import Check
from fer_desktop.cli.device_checks import cameras, display, microphones
from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.say import say
from fer_desktop.errors import FerError, SpeechModelUnusable
from fer_desktop.paths import (
    assets_dir,
    log_dir,
    sessions_dir,
    settings_file,
    user_data_dir,
    voice_weights_dir,
    weights_dir,
    words_weights_dir,
)
from fer_desktop.settings import Settings, load_settings

_NEEDED = ("PySide6-Essentials", "mediapipe", "onnxruntime", "opencv-contrib-python", "numpy", "av", "pyqtgraph")
_EXTRAS = {  # what `pip install "fer-desktop[...]"` adds, and what for
    "pandas": ("pandas", "tables in Python"),
    "pyarrow": ("parquet", "Parquet"),
    "pylsl": ("lsl", "Lab Streaming Layer"),
    "pythonosc": ("osc", "OSC"),
    "distributed": ("cluster", "--cluster"),
    "faster_whisper": ("speech", "--speech-model"),
}
_MEDIAPIPE_MODELS = (
    "modules/face_detection/face_detection_short_range.tflite",
    "modules/face_landmark/face_landmark.tflite",
)
_REINSTALL = "Reinstall the app."


def run(options: argparse.Namespace) -> int:
    """Examine and print what was found; returns the exit code."""
    checks = examine()
    if options.speech_model is not None:
        checks.append(_speech(options.speech_model))
    if options.json:
        say(json.dumps(as_json(checks), ensure_ascii=False))
    else:
        print_checks(checks)
    return OK if can_run(checks) else FAILED


def examine() -> list[Check]:
    """Look at everything; a look that fails in an unexpected way is an error of its own."""
    checks: list[Check] = []
    for name, look in _EXAMINATIONS.items():
        try:
            checks += look()
        except SpeechModelUnusable as error:  # all else works without
            checks.append(Check(name, "warning", error.message, error.hint))
        except FerError as error:
            checks.append(Check(name, "error", error.message, error.hint))
        except Exception as error:
            checks.append(Check(name, "error", f"could not be looked at: {error!r}", "Please report this."))
    return checks


def can_run(checks: list[Check]) -> bool:
    """Whether nothing that the app needs is missing."""
    return all(check.status != "error" for check in checks)


def as_json(checks: list[Check]) -> dict[str, Any]:
    """For programs, and for bug reports."""
    return {"can_run": can_run(checks), "checks": [asdict(check) for check in checks]}


def print_checks(checks: list[Check]) -> None:
    """One line each, and what to do below it."""
    width = max(len(check.name) for check in checks)
    for check in checks:
        say(f"{check.status:>7}  {check.name.ljust(width)}  {check.text}")
        if check.hint:
            say(f"{'':>7}  {'':{width}}  -> {check.hint}")
    say("\nThe app can run here." if can_run(checks) else "\nThe app cannot run here yet: see the errors above.")


def _program() -> Iterator[Check]:
    yield Check("FER Desktop", "ok", f"{__version__}, Python {platform.python_version()}, {platform.platform()}")
    for name in _NEEDED:
        found = _version(name)
        is_there = found or find_spec({"opencv-contrib-python": "cv2"}.get(name, name.split("-")[0]))
        if not is_there:
            yield Check(name, "error", "is not installed", _REINSTALL)
    yield Check("libraries", "ok", ", ".join(f"{name} {_version(name) or '(bundled)'}" for name in _NEEDED))
    yield from _optional()


def _optional() -> Iterator[Check]:
    left_out = [] if find_spec("torch") else ["torch (GPU)"]  # of the light bundle alone
    extras = {extra: use for library, (extra, use) in _EXTRAS.items() if not find_spec(library)}
    missing = [*left_out, *(f"{extra} ({use})" for extra, use in extras.items())]
    hint = f'To add them: pip install "fer-desktop[{",".join(extras)}]"' if extras and not is_bundle() else ""
    yield Check("optional", "ok", f"not installed: {', '.join(missing)}" if missing else "all installed", hint)


def _voice() -> Iterator[Check]:
    from fer_desktop.voice.analyzer import open_voice

    model = open_voice(voice_weights_dir()).model
    said = f"{model.model_id}, SHA-256 {model.sha256[:16]}..." if model.model_id else "no recogniser, it measures alone"
    yield Check("voice", "ok", f"{said}; the detector of speech is whole")


def _words() -> Iterator[Check]:
    from fer_desktop.weight_file import is_described
    from fer_desktop.words.reader import open_reader

    if not is_described(words_weights_dir()):
        yield Check("words", "ok", "no reader, expressions of words stay blank")
        return
    model = open_reader(words_weights_dir()).model
    yield Check("words", "ok", f"{model.model_id}, SHA-256 {model.sha256[:16]}...")


def _heard() -> Iterator[Check]:
    """Whether what the settings say of speech can be done."""
    from fer_desktop.words.speech_model import check_speech_model, is_installed

    settings = _settings()
    if settings.speech_model:
        check_speech_model(Path(settings.speech_model))
        how = "heard while you listen" if settings.hear_words else "not heard while you listen"
        yield Check("speech", "ok", f"{settings.speech_model}, words are {how}")
    elif settings.hear_words:
        yield Check("speech", "warning", "no speech model is chosen", "Name its folder in the settings, under Words.")
    else:
        library = "installed" if is_installed() else "not installed"
        yield Check("speech", "ok", f"faster-whisper is {library}, no model is chosen")


def _speech(folder: Path) -> Check:
    """Whether a speech model can be loaded."""
    from fer_desktop.words.speech_model import open_speech_model

    try:
        open_speech_model(folder)
    except FerError as error:
        return Check("speech", "error", error.message, error.hint)
    return Check("speech", "ok", f"{folder} hears words")


def _weights() -> Iterator[Check]:
    from fer_desktop.vision.manifest import read_manifest

    manifest = read_manifest(weights_dir())
    for file in (manifest.onnx, manifest.photographs):
        if file is not None:
            file.read(weights_dir())
    if manifest.onnx is None or (weights_dir() / manifest.file).exists():  # the light bundle has the graph alone
        manifest.weights.read(weights_dir())
    yield Check("weights", "ok", f"{manifest.model_id}, SHA-256 {manifest.weights.sha256[:16]}..., files are whole")


def _mediapipe() -> Iterator[Check]:
    spec = find_spec("mediapipe")
    folder = Path(spec.origin).parent if spec is not None and spec.origin else Path()
    missing = [name for name in _MEDIAPIPE_MODELS if not (folder / name).is_file()]
    if missing:
        yield Check("MediaPipe models", "error", f"missing: {', '.join(missing)}", _REINSTALL)
    else:
        yield Check("MediaPipe models", "ok", f"{len(_MEDIAPIPE_MODELS)} of {len(_MEDIAPIPE_MODELS)} there")


def _network() -> Iterator[Check]:
    """The network really runs, on the device that the settings ask for."""
    import numpy as np

    from fer_desktop.vision.open_runtime import open_runtime

    wanted = _settings().device
    opened = open_runtime(weights_dir(), wanted)
    config = opened.manifest.network
    x = np.zeros((1, 1, config.input_px, config.input_px), np.float32)
    state, dt_s = np.zeros((1, config.state_size), np.float32), np.full((1, 1), np.inf, np.float32)
    opened.runtime.step(x, state, dt_s)
    start_s = time.perf_counter()
    opened.runtime.step(x, state, dt_s)
    took_ms = (time.perf_counter() - start_s) * 1000
    text = f"{opened.device.name.upper()} (asked for: {wanted}), {took_ms:.1f} ms for one face"
    if opened.device.notice is not None:
        yield Check("device", "warning", text, str(opened.device.notice))
    else:
        yield Check("device", "ok", text)


def _folders() -> Iterator[Check]:
    settings = _settings()
    sessions = Path(settings.sessions_dir).expanduser() if settings.sessions_dir else sessions_dir()
    for name, folder, is_needed in (
        ("sessions", sessions, True),
        ("settings", settings_file().parent, False),
        ("logs", log_dir(), False),
    ):
        if _may_write(folder):
            yield Check(f"{name} folder", "ok", str(folder))
        else:
            hint = "Choose another folder in the settings." if is_needed else f"Make {user_data_dir()} writable."
            yield Check(f"{name} folder", "error" if is_needed else "warning", f"{folder} cannot be written", hint)
    free_mb = shutil.disk_usage(_nearest(sessions)).free / 1e6
    text = f"{free_mb:.0f} MB free for sessions; a recording ends below {settings.stop_below_mb} MB"
    if free_mb < settings.stop_below_mb:
        yield Check("disk", "error", text, "Free some space, or choose another session folder in the settings.")
    elif free_mb < settings.warn_below_mb:
        yield Check("disk", "warning", text, "Free some space before you record.")
    else:
        yield Check("disk", "ok", text)


def _resources() -> Iterator[Check]:
    catalogues = sorted(path.stem for path in (assets_dir() / "translations").glob("*.qm"))
    if catalogues:
        yield Check("languages", "ok", f"en, {', '.join(name.removeprefix('fer_desktop_') for name in catalogues)}")
    else:
        yield Check("languages", "warning", "no translation is installed: the window is in English", _REINSTALL)


_EXAMINATIONS: dict[str, Callable[[], Iterator[Check]]] = {
    "program": _program,
    "weights": _weights,
    "voice": _voice,
    "words": _words,
    "speech": _heard,
    "MediaPipe models": _mediapipe,
    "device": _network,
    "cameras": cameras,
    "microphones": microphones,
    "display": display,
    "folders": _folders,
    "languages": _resources,
}


def _settings() -> Settings:
    return load_settings(settings_file())


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _may_write(folder: Path) -> bool:
    """Whether files can be made in a folder, or it can be made."""
    try:
        with tempfile.TemporaryFile(dir=_nearest(folder)):  # permissions alone do not tell
            return True
    except OSError:
        return False


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""

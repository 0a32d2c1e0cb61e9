"""The user's settings: a frozen value, kept as JSON. A damaged file never stops the app."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from fer_desktop.disk import OWNER_ONLY, write_file

_log = logging.getLogger(__name__)

SCHEMA_VERSION = 2
N_MARKER_LABELS = 9

VideoMode = Literal["none", "plain", "blurred"]
Theme = Literal["system", "light", "dark"]
Language = Literal["system", "en", "zh_CN"]
Device = Literal["auto", "cuda", "mps", "cpu"]
Response = Literal["cnn", "gru", "smooth"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose.

    Attributes:
        has_agreed: The first screen was read.
        sessions_dir: Where recordings go; "" is the standard folder.
        video: What of the pictures a recording keeps.
        encrypt: Recordings are encrypted with a passphrase that is asked for.
        stop_below_mb: A recording ends when less is free on the disk; it warns at four times that.
        keep_days: Sessions older than this are offered for deletion at the start; 0 keeps them for ever.
        marker_labels: What the keys 1 to 9 write.
        marker_port: Port of this machine on which lines become markers; 0 for none.
        lsl_markers: Whether LSL streams of type "Markers" become markers.
        device: Where the network runs.
        max_faces: Faces that are followed at a time, 1 to 10.
        response: Which scores the window shows.
        mirror, boxes, labels, landmarks, pose: How the picture is drawn; the data never change.
        language, theme: Of the window.
    """

    has_agreed: bool = False
    sessions_dir: str = ""
    video: VideoMode = "none"
    encrypt: bool = False
    stop_below_mb: int = 200
    keep_days: int = 0
    marker_labels: tuple[str, ...] = tuple(f"marker {number}" for number in range(1, N_MARKER_LABELS + 1))
    marker_port: int = 0
    lsl_markers: bool = False
    device: Device = "auto"
    max_faces: int = 4
    response: Response = "gru"
    mirror: bool = True
    boxes: bool = True
    labels: bool = True
    landmarks: bool = False
    pose: bool = False
    language: Language = "system"
    theme: Theme = "system"


def load_settings(path: Path) -> Settings:
    """Read the settings; what is missing or makes no sense takes its default, with a warning."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("settings %s cannot be read, using defaults: %s", path, error)
        return Settings()
    if not isinstance(values, dict):
        _log.warning("settings %s hold no object, using defaults", path)
        return Settings()
    return Settings(**_sound(values))


def save_settings(settings: Settings, path: Path) -> bool:
    """Write the settings whole or not at all; False, with a warning, when the folder cannot be written."""
    text = json.dumps({"schema_version": SCHEMA_VERSION, **asdict(settings)}, indent=2, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text.encode("utf-8"), OWNER_ONLY)
    except OSError as error:
        _log.warning("settings cannot be saved in %s: %s", path, error.strerror)
        return False
    return True


def _one_of(choices: object) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in get_args(choices)


def _whole(low: int, high: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _are_labels(value: object) -> bool:
    is_list = isinstance(value, list | tuple) and len(value) == N_MARKER_LABELS
    return is_list and all(isinstance(text, str) and 0 < len(text) <= 60 for text in value)  # type: ignore[attr-defined]


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "sessions_dir": lambda value: isinstance(value, str) and "\0" not in value,
    "video": _one_of(VideoMode),
    "stop_below_mb": _whole(10, 1_000_000),
    "keep_days": _whole(0, 36_500),
    "marker_labels": _are_labels,
    "marker_port": lambda value: value == 0 or _whole(1024, 65_535)(value),
    "device": _one_of(Device),
    "max_faces": _whole(1, 10),
    "response": _one_of(Response),
    "language": _one_of(Language),
    "theme": _one_of(Theme),
}


def _sound(values: dict[str, Any]) -> dict[str, Any]:
    """The values that make sense for their setting."""
    names = {f.name for f in fields(Settings)}
    sound = {}
    for name, value in _upgraded(values).items():
        if name == "schema_version":
            continue
        check = _CHECKS.get(name, lambda value: isinstance(value, bool))
        if name not in names:
            _log.warning("unknown setting %r ignored", name)
        elif not check(value):
            _log.warning("setting %r has no sensible value, using the default", name)
        else:
            sound[name] = tuple(value) if isinstance(value, list) else value
    return sound


def _upgraded(values: dict[str, Any]) -> dict[str, Any]:
    """Values of an older file under the names of today."""
    if "record_video" not in values:
        return values
    changed = {name: value for name, value in values.items() if name != "record_video"}
    return {"video": "plain" if values["record_video"] is True else "none", **changed}

"""The user's settings: a frozen value, kept as JSON. A damaged file never stops the app."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta

from fer_desktop.disk import write_file
from fer_desktop.facts import Facts, decoded, encoded, hints_of, json_bytes, load_json

_log = logging.getLogger(__name__)

SCHEMA_VERSION = 2
N_MARKER_LABELS = 9
DEFAULT_MAX_FACES = 4
_WARN_FACTOR = 4  # of the free space at which a recording ends

VideoMode = Literal["none", "plain", "blurred"]
KeepVoice = Literal["none", "scores", "sound"]
KeepWords = Literal["text", "scores"]
Theme = Literal["system", "light", "dark"]
Language = Literal["system", "en", "zh_CN"]
Device = Literal["auto", "cuda", "mps", "cpu"]
Prior = Literal["balanced", "photographs"]
Response = Literal["cnn", "gru", "smooth"]
MarkerLabels = Annotated[
    tuple[Annotated[str, Meta(min_length=1, max_length=60)], ...],
    Meta(min_length=N_MARKER_LABELS, max_length=N_MARKER_LABELS),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings(Facts):
    """What the user chose.

    Attributes:
        has_agreed: The first screen was read.
        sessions_dir: Where recordings go; "" is the standard folder.
        video: What of the pictures a recording keeps.
        listen: Whether voices are listened to, beside the pictures.
        microphone: The name of the one that belongs to the camera; "" is the system's own.
        keep_voice: What of a voice a recording keeps: nothing, tables, or tables and the sound.
        hear_words: Whether a speech model hears what is said while somebody listens.
        speech_model: The folder of that model; the app has none of its own.
        speech_language: What is spoken, as BCP 47 calls it; "" lets the model find it out.
        keep_words: What of words a session keeps: the texts and what they say, or what they say alone.
        fusion: Whether face, voice and words lead to one decision, too.
        encrypt: Recordings are encrypted with a passphrase that is asked for.
        stop_below_mb: A recording ends when less is free on the disk; it warns at four times that.
        keep_days: Sessions older than this are offered for deletion at the start; 0 keeps them for ever.
        marker_labels: What the keys 1 to 9 write.
        marker_port: Port of this machine on which lines become markers; 0 for none.
        marker_token: What a program sends to that port first; "" for nothing.
        lsl_markers: Whether LSL streams of type "Markers" become markers.
        websocket_port: Port on which other programs and pages get values and give commands; 0 for none.
        websocket_address: Address of this computer on which they find it.
        websocket_token: What they give first; "" for nothing, on the loopback interface alone.
        lsl_outlet: Whether values and markers go out as LSL streams.
        osc_port: Port to which values go as OSC; 0 for none.
        osc_address: Of the computer on which it is.
        device: Where the network runs.
        prior: How likely rare expressions are taken to be beforehand: nearly as likely as others, or as in photographs.
        adapted: Name of the adapted weights that read faces; "" for those that came with the app.
        max_faces: Faces that are followed at a time, 1 to 10.
        response: Which scores the window shows.
        details: Whether action units, lids, gaze and mouth are measured, too.
        calibrated: Whether the window shows calibrated scores where the neutral face of a person is known.
        automatic_neutral: Whether a face that nobody measured is read against what it looks like most of the time.
        mirror, boxes, labels, landmarks, pose: How the picture is drawn; the data never change.
        language, theme: Of the window.
    """

    has_agreed: bool = False
    sessions_dir: Annotated[str, Meta(pattern=r"^[^\0]*$")] = ""
    video: VideoMode = "none"
    listen: bool = False
    microphone: Annotated[str, Meta(max_length=500)] = ""
    keep_voice: KeepVoice = "scores"
    hear_words: bool = False
    speech_model: Annotated[str, Meta(max_length=4096, pattern=r"^[^\0]*$")] = ""
    speech_language: Annotated[str, Meta(max_length=35, pattern=r"^[A-Za-z0-9-]*$")] = ""
    keep_words: KeepWords = "text"
    fusion: bool = True
    encrypt: bool = False
    stop_below_mb: Annotated[int, Meta(ge=10, le=1_000_000)] = 200
    keep_days: Annotated[int, Meta(ge=0, le=36_500)] = 0
    marker_labels: MarkerLabels = tuple(f"marker {number}" for number in range(1, N_MARKER_LABELS + 1))
    marker_port: Annotated[int, Meta(ge=0, le=65_535)] = 0
    marker_token: Annotated[str, Meta(max_length=100, pattern=r"^[!-~]*$")] = ""
    lsl_markers: bool = False
    websocket_port: Annotated[int, Meta(ge=0, le=65_535)] = 0
    websocket_address: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[!-~]*$")] = "127.0.0.1"
    websocket_token: Annotated[str, Meta(max_length=100, pattern=r"^[!-~]*$")] = ""
    lsl_outlet: bool = False
    osc_port: Annotated[int, Meta(ge=0, le=65_535)] = 0
    osc_address: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[!-~]*$")] = "127.0.0.1"
    device: Device = "auto"
    prior: Prior = "balanced"
    adapted: Annotated[str, Meta(max_length=40, pattern=r"^[\w-]*$")] = ""
    max_faces: Annotated[int, Meta(ge=1, le=10)] = DEFAULT_MAX_FACES
    response: Response = "gru"
    details: bool = False
    calibrated: bool = True
    automatic_neutral: bool = False
    mirror: bool = True
    boxes: bool = True
    labels: bool = True
    landmarks: bool = False
    pose: bool = False
    language: Language = "system"
    theme: Theme = "system"

    @property
    def warn_below_mb(self) -> int:
        """Free space below which the user is warned before a recording has to end."""
        return _WARN_FACTOR * self.stop_below_mb


def load_settings(path: Path) -> Settings:
    """Read the settings; what is missing or makes no sense takes its default, with a warning."""
    try:
        values = load_json(path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        _log.warning("settings %s cannot be read, using defaults: %s", path, error)
        return Settings()
    if not isinstance(values, dict):
        _log.warning("settings %s hold no object, using defaults", path)
        return Settings()
    return _sound(_upgraded(values))


def save_settings(settings: Settings, path: Path) -> bool:
    """Write the settings whole or not at all; False, with a warning, when the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, json_bytes({"schema_version": SCHEMA_VERSION, **encoded(settings)}))
    except OSError as error:
        _log.warning("settings cannot be saved in %s: %s", path, error.strerror)
        return False
    return True


def _sound(values: dict[str, Any]) -> Settings:
    """The values that make sense for their setting, and those of settings that another version knows."""
    hints = hints_of(Settings)
    sound, unknown = {}, {}
    for name, value in values.items():
        if name not in hints:
            unknown[name] = value
            continue
        try:
            sound[name] = decoded(value, hints[name])
        except ValueError as error:
            _log.warning("setting %r takes its default: %s", name, error)
    unknown.pop("schema_version", None)
    return Settings(**sound, unknown=unknown)


def _upgraded(values: dict[str, Any]) -> dict[str, Any]:
    """Values of an older file under the names of today."""
    if "record_video" not in values:
        return values
    changed = {name: value for name, value in values.items() if name != "record_video"}
    return {"video": "plain" if values["record_video"] is True else "none", **changed}

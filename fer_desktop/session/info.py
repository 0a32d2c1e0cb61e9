"""What session.json says, as one frozen value: of which source, with which model, and how much of it.

To add a fact: give `SessionInfo` a field, with a class of its own (derived from `Facts`) where it has several
parts, and a default for the sessions that do not have it, None where it is not known. Say in
docs/session-format.md what it means; a test compares. `SessionWriter` or `dataclasses.replace` fills it in.
The version of the schema goes up only when an older app would misread what is written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from msgspec import Meta

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.types import ModelInfo, SourceInfo
from fer_desktop.facts import Count, Facts, Number, decoded, encoded, json_bytes, load_json
from fer_desktop.session.baseline_facts import BaselineFacts, CalibrationFacts
from fer_desktop.session.microphone_facts import MicrophoneFacts
from fer_desktop.session.schema import SCHEMA_VERSION
from fer_desktop.session.screen_facts import ScreenFacts
from fer_desktop.session.setting_facts import SettingFacts


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFacts(Facts):
    """The source; see `SourceInfo`."""

    name: str
    width_px: Count | None = None
    height_px: Count | None = None
    nominal_fps: Number = 0.0
    duration_s: Number = 0.0
    is_live: bool = False
    images: tuple[str, ...] = ()
    clock_offset_s: Number = 0.0
    clock: str = ""
    path: str = ""
    folder: str | None = None
    fingerprint: str = ""

    @classmethod
    def of(cls, source: SourceInfo) -> SourceFacts:
        """What an open source says."""
        return cls(
            name=source.name,
            width_px=source.width_px,
            height_px=source.height_px,
            nominal_fps=source.nominal_fps if 0 < source.nominal_fps < math.inf else 0.0,
            duration_s=source.duration_s,
            is_live=source.is_live,
            images=source.images,
            clock_offset_s=source.clock_offset_s,
            clock=source.clock,
            path=source.path,
            folder=source.folder or None,
            fingerprint=source.fingerprint,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class PartFacts(Facts):
    """A model beside that of the expressions; see `ModelInfo`."""

    model_id: str = ""
    sha256: str = ""

    @classmethod
    def of(cls, model: ModelInfo) -> PartFacts:
        """What it says of itself."""
        return cls(model_id=model.model_id, sha256=model.sha256)


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelFacts(Facts):
    """The model; see `ModelInfo`."""

    model_id: str = ""
    sha256: str = ""
    device: str = ""
    calibration: CalibrationFacts | None = None
    eyes: PartFacts | None = None
    shape: PartFacts | None = None
    parent_sha256: str | None = None

    @classmethod
    def of(cls, model: ModelInfo) -> ModelFacts:
        """What a model says of itself."""
        known = model.calibration
        calibration = None if known is None else CalibrationFacts.of(known)
        return cls(
            model_id=model.model_id,
            sha256=model.sha256,
            device=model.device,
            calibration=calibration,
            eyes=None if model.eyes is None else PartFacts.of(model.eyes),
            shape=None if model.shape is None else PartFacts.of(model.shape),
            parent_sha256=model.parent_sha256 or None,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceFacts(Facts):
    """The sound that was listened to.

    Attributes:
        source: Name of the file or the microphone.
        track: Of a file with several sounds, which, from 1.
        model: What told the expressions.
        utterances, speech_s: How many there were, and how long somebody spoke.
        duration_s: Where the last stretch of sound ends; None without any.
        has_sound: Whether the sound itself was kept.
        microphone: Of a microphone, in a session that was closed properly.
        path, fingerprint: Of a file of sound alone; not those of the source, which would be taken for a video.
    """

    source: str
    track: Count | None = None
    model: ModelFacts
    utterances: Count = 0
    speech_s: Number = 0.0
    duration_s: Number | None = None
    has_sound: bool = False
    microphone: MicrophoneFacts | None = None
    path: str | None = None
    fingerprint: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FaceFacts(Facts):
    """One face: its number, its rows, and what it is called."""

    face_id: Count
    samples: Count = 0
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TableFacts(Facts):
    """What a table holds, by which a reader finds out whether it is whole.

    Attributes:
        rows: Without the head.
        first_s, last_s: Times of the first and the last row; None without one.
        n_bytes: Size of the file.
        sha256: Of its bytes, hexadecimal.
    """

    rows: Count
    first_s: Number | None = None
    last_s: Number | None = None
    n_bytes: Count
    sha256: str

    def are_of(self, data: bytes) -> bool:
        """Whether these are the bytes of the table."""
        return len(data) == self.n_bytes and sha256(data).hexdigest() == self.sha256


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionInfo(Facts):
    """All of session.json; docs/session-format.md says what each key means."""

    schema_version: Annotated[int, Meta(ge=1, le=SCHEMA_VERSION)]
    session_id: str
    app_version: str
    started_at_utc: str
    started_monotonic_s: Number | None = None
    label_order: tuple[str, ...] = EXPRESSIONS
    model: ModelFacts
    source: SourceFacts
    settings: SettingFacts
    frames_captured: Count
    frames_analysed: Count
    frames_skipped: Count
    frames_refused: Count | None = None
    markers_refused: Count = 0
    frames_lost: Count | None = None
    frames_passed_over: Count | None = None
    measured_fps: Number | None = None
    samples: Count
    faces: tuple[FaceFacts, ...]
    baselines: tuple[BaselineFacts, ...] = ()
    screens: tuple[ScreenFacts, ...] = ()
    top_expressions: Mapping[str, Count] = field(default_factory=dict)
    duration_s: Number
    end_reason: str
    notices: tuple[str, ...] = ()
    has_video: bool
    voice: VoiceFacts | None = None
    tables: Mapping[str, TableFacts] = field(default_factory=dict)
    complete: bool

    @property
    def started(self) -> datetime | None:
        """When it began, in local time; None where that cannot be read."""
        return moment_of(self.started_at_utc)

    @property
    def is_sound_alone(self) -> bool:
        """Whether nothing was to be seen: it was made of a microphone, or a file, without pictures."""
        return self.voice is not None and not self.source.width_px and not self.faces

    @property
    def is_blurred(self) -> bool:
        """Whether it has a video in which every head is blurred."""
        return self.has_video and self.settings.video == "blurred"

    @property
    def is_whole(self) -> bool:
        """Whether it was closed properly, at the end that it was meant to have."""
        return self.complete and not self.end_reason


def moment_of(iso: str) -> datetime | None:
    """A moment as files name it, in local time; None where that cannot be read."""
    try:
        return datetime.fromisoformat(iso).astimezone()
    except (ValueError, OverflowError):
        return None


def is_too_new(data: bytes) -> bool:
    """Whether the bytes of session.json are of a later version than this one, whatever else they say.

    Raises:
        ValueError: they name no version.
    """
    return decoded(load_json(data), _Version).schema_version > SCHEMA_VERSION


def info_of(data: bytes) -> SessionInfo:
    """What the bytes of session.json say, of this version or an older one.

    Raises:
        ValueError: a key is missing, or holds something of another kind.
    """
    return decoded(load_json(data), SessionInfo)


def info_bytes(info: SessionInfo) -> bytes:
    """The bytes of session.json."""
    return json_bytes(encoded(info))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Version(Facts):
    schema_version: Count


def n_captured(settings: SettingFacts, first: int, last: int, n_analysed: int) -> int:
    """Frames that came from the first to the last analysed one, by their numbers.

    Args:
        settings: Of the session; what `analyze` left out to thin a video counts as never captured.
        first, last: Numbers of the first and the last analysed frame.
        n_analysed: How many were analysed.
    """
    is_thinned = settings.cut is not None and settings.cut.fps > 0
    return n_analysed if is_thinned or not n_analysed else max(last - first + 1, n_analysed)

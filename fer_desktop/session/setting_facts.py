"""What shaped the data of a session, as session.json says it: `settings` there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta

from fer_desktop.facts import Count, Facts, Time


@dataclass(frozen=True, kw_only=True, slots=True)
class CutFacts(Facts):
    """The part of a file that was analysed.

    Attributes:
        end_s: None is its end.
        fps: What it was thinned to; 0 takes every frame.
        track: Which video of the file, from 1; None is the largest.
    """

    start_s: Time
    end_s: Time | None
    fps: Time
    track: Count | None = None


FileIdentity = tuple[str, int, int]
"""Name, size in bytes and time of change (ns) of a file, by which an input is known again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VoiceSettings(Facts):
    """How the sound was listened to.

    Attributes:
        audio_track: Of a file, the sound that was asked for, from 1; None takes the default one.
    """

    audio_track: Count | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WordsSettings(Facts):
    """How what was said came in.

    Attributes:
        transcript: Name of the file that was asked for; None for the one beside the input.
        keep: "text", or "scores" where the words themselves were left out.
        language: What the user said it is.
        speech_model: Name of the folder of what heard the words.
    """

    transcript: str | None = None
    keep: str = "text"
    language: str | None = None
    speech_model: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportFacts(Facts):
    """The table of another program that a session was made of.

    Attributes:
        program: What wrote it.
        file: Its name.
        sha256: Of its bytes, hexadecimal.
        at_utc: When it became a session.
        fps: Frames a second that the user said; None where its own times were taken.
    """

    program: str
    file: str
    sha256: str
    at_utc: str
    fps: Time | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingFacts(Facts):
    """What else shaped the data.

    Attributes:
        max_faces: Faces followed at a time.
        prior: How likely rare expressions were taken to be, "balanced" or "photographs"; None before one could choose.
        video: Of a recording: "none", "plain" or "blurred".
        cut: Of a file: the part that was analysed.
        neutral: Of a file: where baselines were asked from, such as "0:05-0:07" or "automatic"; None for nowhere.
        input: Of a file, or of each image of a folder.
        parent: Identity of the session whose video was analysed again.
        voice: None where nobody listened.
        words: None where nobody asked for words.
        fusion: Whether face, voice and words lead to one decision, where there are two of them.
        imported: None where we analysed it ourselves.
    """

    max_faces: Annotated[int, Meta(ge=1, le=100)] | None = None
    prior: str | None = None
    video: str | None = None
    cut: CutFacts | None = None
    neutral: str | None = None
    input: tuple[FileIdentity, ...] | None = None
    parent: str | None = None
    voice: VoiceSettings | None = None
    words: WordsSettings | None = None
    fusion: bool = True
    imported: ImportFacts | None = None

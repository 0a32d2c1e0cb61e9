"""What `fer-desktop analyze` is to do: one job for each session that is to be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from fer_desktop.capture.animation import AnimationSource
from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.capture.demo.voice import DemoVoice
from fer_desktop.capture.files import name_of
from fer_desktop.capture.images import ImageSource
from fer_desktop.capture.sound_file import SoundFile
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.interfaces import FrameSource, SoundSource
from fer_desktop.offline.neutral import NeutralOptions
from fer_desktop.offline.wording import WordsOptions
from fer_desktop.session.setting_facts import CutFacts, FileIdentity, SettingFacts, VoiceSettings
from fer_desktop.vision.analyzer import AnalyzerOptions

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class AnalyzeOptions:
    """What the command line asks for.

    Attributes:
        out: Folder for the session folders.
        demo: What `demo` as an input shows.
        plot: Also draw timeline.png into each session.
        copy_video: Keep a copy of the video in the session.
        voice: Listen to the sound, too.
        audio_track: Which of several sounds in a file, from 1; None takes the default one.
        neutral: Which neutral faces it is read against.
        words: What is done with what is said.
        fusion: Keep what face, voice and words say together, where there are two of them.
    """

    out: Path
    analyzer: AnalyzerOptions
    cut: Cut
    demo: DemoOptions
    plot: bool = False
    copy_video: bool = False
    voice: bool = False
    audio_track: int | None = None
    neutral: NeutralOptions = field(default_factory=NeutralOptions)
    words: WordsOptions = field(default_factory=WordsOptions)
    fusion: bool = True

    @property
    def facts(self) -> SettingFacts:
        """What explains the data, for session.json; two analyses with the same facts and model say the same."""
        end_s = self.cut.end_s if self.cut.end_s < float("inf") else None
        cut = CutFacts(start_s=self.cut.start_s, end_s=end_s, fps=self.cut.fps, track=self.cut.track)
        voice = VoiceSettings(audio_track=self.audio_track) if self.voice else None
        return SettingFacts(
            max_faces=self.analyzer.max_faces,
            prior=self.analyzer.prior,
            cut=cut,
            voice=voice,
            neutral=self.neutral.label,
            words=self.words.facts,
            fusion=self.fusion,
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One input that becomes one session. A value: it may be handed to another process or machine.

    Attributes:
        label: What the user called it.
        name: Of the session folder; different for each job of a run.
        paths: One video, one file of sound, or the images of a folder.
    """

    label: str
    name: str
    kind: Literal["demo", "video", "animation", "images", "sound"]
    paths: tuple[Path, ...] = ()

    @property
    def has_times(self) -> bool:
        """Whether a part of it can be chosen by time."""
        return self.kind in ("video", "animation", "sound")

    def source(self, options: AnalyzeOptions) -> FrameSource:
        """Made in the process that will read it."""
        if self.kind == "demo":
            return DemoSource(options.demo)
        if self.kind == "images":
            return ImageSource(name_of(self.paths[0]) if len(self.paths) == 1 else self.name, self.paths)
        if self.kind == "animation":
            return AnimationSource(self.paths[0], options.cut)
        return VideoFileSource(self.paths[0], options.cut)

    def sound(self, options: AnalyzeOptions, origin_s: float | None = None) -> SoundSource | None:
        """Its sound; None where it cannot have any, or nobody wants it.

        Args:
            origin_s: What is time 0 on the clock of the file.
        """
        if options.voice and self.kind == "demo":
            return DemoVoice(options.demo.duration_s)
        if not options.voice or self.kind not in ("video", "sound"):
            return None
        return SoundFile(self.paths[0], options.audio_track, origin_s)

    @property
    def sound_path(self) -> Path | None:
        """The file that may hold its sound."""
        return self.paths[0] if self.kind in ("video", "sound") else None

    @property
    def identity(self) -> tuple[FileIdentity, ...]:
        """Of each file; empty for the demo."""
        try:
            return tuple((name_of(path), path.stat().st_size, path.stat().st_mtime_ns) for path in self.paths)
        except OSError:
            return tuple((name_of(path), -1, -1) for path in self.paths)  # opening it will say what is wrong

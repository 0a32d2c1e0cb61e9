"""What a recording is to be, and how its session is opened."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from fer_desktop.core.interfaces import LiveSink
from fer_desktop.core.types import ModelInfo, SourceInfo
from fer_desktop.engine.status import HearingStarted
from fer_desktop.settings import Prior, Settings


@dataclass(frozen=True, slots=True)
class RecordingPlan:
    """All that the user wants of a recording, as it stands when Record is pressed.

    Attributes:
        root: Where the session folder goes.
        hearing: What is listened to, if anything.
        hears_words: What is said is heard and kept, too.
        passphrase: "" writes plain files.
    """

    root: Path
    source: SourceInfo
    model: ModelInfo
    max_faces: int
    prior: Prior
    settings: Settings
    hearing: HearingStarted | None = None
    hears_words: bool = False
    passphrase: str = field(default="", repr=False)

    @property
    def with_video(self) -> bool:
        """Whether pictures are kept, where there are any."""
        return self.settings.video != "none" and self.source.width_px > 0

    def open_sink(self) -> LiveSink:
        """Called in the recorder's thread: what it imports is imported there, behind the window.

        Raises:
            SessionError: the session cannot be made.
        """
        from fer_desktop.offline.live_session import LiveSession
        from fer_desktop.offline.wording import heard_facts
        from fer_desktop.session.files import live_name
        from fer_desktop.session.info import ModelFacts, VoiceFacts
        from fer_desktop.session.recorder import SessionHeader, WriterOptions
        from fer_desktop.session.setting_facts import SettingFacts, VoiceSettings, WordsSettings

        chosen = self.settings
        reserve_bytes = chosen.stop_below_mb * 10**6
        with_sound = chosen.keep_voice == "sound"
        options = WriterOptions(self.with_video, chosen.video == "blurred", with_sound, reserve_bytes, self.passphrase)
        kept = SettingFacts(max_faces=self.max_faces, prior=self.prior, video=chosen.video, fusion=chosen.fusion)
        voice = None
        if self.hearing is not None and chosen.keep_voice != "none":
            voice = VoiceFacts(source=self.hearing.sound.name, model=ModelFacts.of(self.hearing.model))
            kept = replace(kept, voice=VoiceSettings())
        words = heard_facts(chosen) if self.hears_words else None
        if words is not None:
            language = chosen.speech_language or None
            heard = WordsSettings(keep=chosen.keep_words, language=language, speech_model=words.speech_model)
            kept = replace(kept, words=heard)
        return LiveSession(self.root, SessionHeader(live_name(), self.source, self.model, kept, voice), options, words)

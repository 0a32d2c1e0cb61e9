"""Writes what was heard into a session: voice.csv, utterances.csv and, where that is wanted, the sound."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from fer_desktop.core.sound import CardFacts, Sound
from fer_desktop.core.voice import Heard
from fer_desktop.session import schema
from fer_desktop.session.info import VoiceFacts
from fer_desktop.session.microphone_facts import MicrophoneFacts
from fer_desktop.session.sound import SoundWriter
from fer_desktop.session.table_writer import TableWriter
from fer_desktop.session.voice_schema import VOICE_HEADER, voice_row


class VoiceWriter:
    """Owns both tables, and the file of sound.

    Args:
        facts: What is known of the sound when it begins.
        new_table: Makes a table of a name with a header.
        sound: Takes the sound; None keeps none.
    """

    def __init__(
        self,
        facts: VoiceFacts,
        new_table: Callable[[str, tuple[str, ...]], TableWriter],
        sound: SoundWriter | None = None,
    ) -> None:
        self._facts, self._sound = facts, sound
        self._pieces = new_table(schema.VOICE_FILE, VOICE_HEADER)
        self._utterances = new_table(schema.UTTERANCES_FILE, VOICE_HEADER)
        self.n_rows = 0

    def add(self, heard: Heard) -> None:
        """Append the rows of what was heard."""
        for table, samples in ((self._pieces, heard.pieces), (self._utterances, heard.utterances)):
            for sample in samples:
                table.add(sample.time_s, voice_row(sample))
        self._utterances.flush()
        self.n_rows += len(heard.pieces)
        facts = self._facts
        self._facts = replace(
            facts,
            utterances=facts.utterances + len(heard.utterances),
            speech_s=facts.speech_s + sum(piece.duration_s for piece in heard.pieces if piece.is_speech),
            duration_s=heard.pieces[-1].end_s if heard.pieces else facts.duration_s,
        )

    def add_sound(self, sound: Sound) -> None:
        """Append a block of sound; ignored where none is kept."""
        if self._sound is not None:
            self._sound.add(sound)

    def facts_with(self, card: CardFacts | None) -> VoiceFacts:
        """What is known by now, with what became of the sound of a microphone."""
        microphone = None if card is None else MicrophoneFacts.of(card)
        has_sound = self._sound is not None and self._sound.duration_s > 0
        return replace(self._facts, has_sound=has_sound, microphone=microphone)

    def close(self) -> None:
        """Close all, also when closing one of them fails."""
        with ExitStack() as ending:
            ending.callback(self._pieces.close)
            ending.callback(self._utterances.close)
            if self._sound is not None:
                ending.callback(self._sound.close)

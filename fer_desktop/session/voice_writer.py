"""Writes what was heard into a session: voice.csv and utterances.csv, and counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fer_desktop.core.voice import Heard
from fer_desktop.session import schema
from fer_desktop.session.info import VoiceFacts
from fer_desktop.session.table_writer import TableWriter
from fer_desktop.session.voice_schema import VOICE_HEADER, voice_row


class VoiceWriter:
    """Owns both tables.

    Args:
        facts: What is known of the sound when it begins.
        new_table: Makes a table of a name with a header.
    """

    def __init__(self, facts: VoiceFacts, new_table: Callable[[str, tuple[str, ...]], TableWriter]) -> None:
        self.facts = facts
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
        facts = self.facts
        self.facts = replace(
            facts,
            utterances=facts.utterances + len(heard.utterances),
            speech_s=facts.speech_s + sum(piece.duration_s for piece in heard.pieces if piece.is_speech),
            duration_s=heard.pieces[-1].end_s if heard.pieces else facts.duration_s,
        )

    def close(self) -> None:
        """Close both, also when closing one of them fails."""
        try:
            self._pieces.close()
        finally:
            self._utterances.close()

"""Writes into a session that is recorded what is said in it, as soon as it is heard: words.csv, edits.json."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fer_desktop.core.words import WordsSample
from fer_desktop.facts import json_bytes
from fer_desktop.session import schema
from fer_desktop.session.edits import Edits, TranscriptFacts, edits_json
from fer_desktop.session.store import Store
from fer_desktop.session.words_file import write_words


class WordsWriter:
    """Keeps all lines, and writes them whole each time: they are few, and a crash leaves them readable.

    Args:
        facts: What hears and reads them, and whether texts are kept.
    """

    def __init__(self, store: Store, facts: TranscriptFacts) -> None:
        self._store, self._facts = store, facts
        self._lines: list[WordsSample] = []

    def add(self, lines: Sequence[WordsSample]) -> None:
        """More lines.

        Raises:
            SessionUnwritable, DiskFull: they cannot be written.
        """
        self._lines = sorted([*self._lines, *lines], key=lambda line: line.said.start_s)
        facts = write_words(self._store, self._lines, replace(self._facts, n_lines=len(self._lines)))
        self._store.write(schema.EDITS_FILE, json_bytes(edits_json(Edits(transcript=facts))))

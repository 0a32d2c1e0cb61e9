"""A session that is recorded live: with what is said in it, and with what its streams say together."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard
from fer_desktop.core.words import WordsSample
from fer_desktop.errors import FerError, SessionError
from fer_desktop.offline.fusing import refresh_fused
from fer_desktop.session.edits import TranscriptFacts
from fer_desktop.session.files import disk_errors
from fer_desktop.session.fused_writer import FusedWriter
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.words_writer import WordsWriter

_log = logging.getLogger(__name__)
_HOLD_S = 10.0  # fused rows wait so long for words


class LiveSession(SessionWriter):
    """One session being recorded.

    Args:
        words: What hears and reads words; None where nobody does.

    Raises:
        SessionUnwritable, DiskFull: as `SessionWriter`.
    """

    def __init__(
        self, root: Path, header: SessionHeader, options: WriterOptions, words: TranscriptFacts | None = None
    ) -> None:
        super().__init__(root, header, options)
        self._passphrase = options.passphrase
        self._words = WordsWriter(self.store, words) if words is not None else None
        self._fused: FusedWriter | None = None
        self._has_voice = header.voice is not None
        if header.settings.fusion and (self._has_voice or words is not None):
            hold_s = _HOLD_S if words is not None else 0.0
            self._fused = FusedWriter(self.store, hold_s)

    def add_analysis(self, analysis: Analysis) -> None:
        """Append the rows of one analysis. Raises as that of `SessionWriter`."""
        super().add_analysis(analysis)
        if self._fused is not None:
            with disk_errors(self.folder):
                self._fused.see(analysis)

    def add_heard(self, heard: Heard) -> None:
        """Append the rows of what was heard. Raises as that of `SessionWriter`."""
        super().add_heard(heard)
        if self._fused is not None and self._has_voice:
            with disk_errors(self.folder):
                self._fused.hear(heard)

    def add_words(self, lines: Sequence[WordsSample]) -> None:
        """Keep what was said; ignored where that is not wanted. Raises as `add_analysis`."""
        if self._words is not None:
            with disk_errors(self.folder):
                self._words.add(lines)
            if self._fused is not None:
                self._fused.read(lines)

    def close(self, counts: RecordingCounts) -> str:
        """Finish; what the streams say together is then worked out of all that came. Raises as `SessionWriter`."""
        if self._fused is not None:
            with disk_errors(self.folder):
                self._fused.end()
        location = super().close(counts)
        if self._fused is not None:
            try:
                refresh_fused(Path(location), self._passphrase)
            except FerError as error:  # the session is whole; what was written of it live is there
                _log.warning("fused.csv stays as it was written live: %s", error)
        return location

    def abandon(self, reason: str) -> str:
        """See `SessionWriter`."""
        if self._fused is not None:
            with suppress(OSError, ValueError, SessionError):  # as there: what led here is the one to report
                self._fused.close()
        return super().abandon(reason)

"""Writes fused.csv while it is recorded: what was known by then. Afterwards it is worked out anew."""

from __future__ import annotations

from collections.abc import Sequence

from fer_desktop.core.live_fusion import Decision, LiveFusion
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard
from fer_desktop.core.words import WordsSample
from fer_desktop.session import schema
from fer_desktop.session.fused_schema import FUSED_HEADER, fused_row
from fer_desktop.session.store import Store
from fer_desktop.session.table_writer import TableWriter


class FusedWriter:
    """Owns the table, which is made as soon as there is a second stream.

    Args:
        store: Where it goes; no sums of it are kept, as it is worked out anew.
        hold_s: Rows are written so much later, that words which come late are in them.
    """

    def __init__(self, store: Store, hold_s: float = 0.0) -> None:
        self._store, self._fusion = store, LiveFusion(hold_s)
        self._table: TableWriter | None = None
        self._waiting: list[Decision] = []  # while one stream is alone

    def see(self, analysis: Analysis) -> None:
        """Faces of a frame."""
        self._fusion.see(analysis)
        self._write(self._fusion.decided())

    def hear(self, heard: Heard) -> None:
        """What a voice said."""
        self._fusion.hear(heard)
        self._write(self._fusion.decided())

    def read(self, lines: Sequence[WordsSample]) -> None:
        """What words said."""
        self._fusion.read(lines)

    def end(self) -> None:
        """Write what is left, and close the table."""
        self._write(self._fusion.rest())
        self.close()

    def close(self) -> None:
        """Close the table with what was written."""
        if self._table is not None:
            self._table.close()

    def _write(self, decisions: list[Decision]) -> None:
        self._waiting += decisions
        if not self._fusion.is_fused:
            return
        if self._table is None:
            self._table = TableWriter(self._store.create(schema.FUSED_FILE), FUSED_HEADER)
        for decision in self._waiting:
            self._table.add(decision.time_s, fused_row(decision))
        self._waiting = []

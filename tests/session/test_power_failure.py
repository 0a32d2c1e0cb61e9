"""A power failure at any moment costs what was not yet promised, and never a session."""

from __future__ import annotations

import random
import sys
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker, SourceInfo
from fer_desktop.errors import FerError
from fer_desktop.session import recorder, vault
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import list_sessions, load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from tests.fakes import MODEL, make_analysis, make_tracked
from tests.session.forgetful_disk import ForgetfulDisk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc"),
]
INFO = SourceInfo("cam", 64, 48, 30.0, is_live=True)
N = 6


class Failures:
    """Lets the power fail at every step, and looks at what is left."""

    def __init__(self, tmp_path: Path, word: str, seed: int) -> None:
        self.root = tmp_path / "sessions"
        self.root.mkdir()
        self._images, self._word = tmp_path / "images", word
        self._images.mkdir()
        self._numbers, self._choice = count(), random.Random(seed)
        self.disk = ForgetfulDisk(self.root, self.look)
        self.promised_rows = 0
        self.is_begun = self.is_closed = False
        self.titles = {""}

    def look(self) -> None:
        """What was promised is there after a power failure now."""
        if self._word and self._choice.random() < 0.7:  # more would take a minute
            return
        for names_are_new in (False, True):
            image = self._images / str(next(self._numbers))
            self.disk.after_power_failure(image, self._choice, names_are_new)
            folders = list_sessions(image)
            if not self.is_begun:
                continue
            (folder,) = folders
            session = load_session(recover(folder, self._word), self._word)
            assert session.problems == ()
            assert len(session.recorded) >= self.promised_rows
            assert session.edits.title in self.titles
            if self.is_closed:
                assert (len(session.recorded), len(session.markers)) == (N, 1)
                assert session.info.end_reason == ""


@pytest.mark.parametrize(("word", "seed"), [("", 1), ("", 2), ("a passphrase", 3)])
def test_a_power_failure_costs_what_was_not_promised(tmp_path, monkeypatch, word, seed):
    monkeypatch.setattr(recorder, "_SYNC_S", 0.0)
    monkeypatch.setattr(vault, "_derive", cache(vault._derive))  # a session is opened some hundred times
    failures = Failures(tmp_path, word, seed)
    with failures.disk.watching(monkeypatch):
        options = WriterOptions(with_video=True, passphrase=word)
        writer = SessionWriter(failures.root, SessionHeader("s", INFO, MODEL), options)
        for i in range(N):
            if i == 2:
                writer.add_marker(Marker(i / 30, "a marker"))
            writer.add_frame(Frame(i, i / 30, np.full((48, 64, 3), 40 * i, np.uint8)))
            writer.add_analysis(make_analysis(i, [make_tracked()]))
            failures.is_begun, failures.promised_rows = True, i + 1
            failures.disk.tell()
        folder = Path(writer.close(RecordingCounts(N, 0, 0)))
        failures.is_closed = True
        failures.disk.tell()
        failures.titles.add("a title")
        save_edits(load_session(folder, word).store, Edits(title="a title"))
        failures.titles = {"a title"}
        failures.disk.tell()


def test_the_disk_forgets_what_was_not_synced(tmp_path, monkeypatch):
    """The test of the test: without syncs the promise is broken."""
    monkeypatch.setattr(recorder, "_SYNC_S", 0.0)
    failures = Failures(tmp_path, "", 1)
    with failures.disk.watching(monkeypatch):
        writer = SessionWriter(failures.root, SessionHeader("s", INFO, MODEL))
        monkeypatch.setattr("fer_desktop.session.store.sync", lambda file: None)
        for i in range(N):
            writer.add_analysis(make_analysis(i, [make_tracked()]))
        failures.is_begun, failures.promised_rows = True, N
        with pytest.raises((AssertionError, FerError)):
            failures.disk.tell()
    writer.abandon("test over")

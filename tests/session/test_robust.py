"""What happens to laptops: killed programs, clocks that go back, two programs at once, long days."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.session import files as files_module
from fer_desktop.session.catalogue import expired, summary_of
from fer_desktop.session.files import live_name
from fer_desktop.session.library import list_sessions, load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.schema import PARTIAL_SUFFIX
from tests.factories import write_rows
from tests.fakes import MODEL, make_analysis, make_tracked

INFO = SourceInfo("cam", 640, 480, 30.0, is_live=True)
VICTIM = """
import sys, time
from pathlib import Path
from fer_desktop.core.types import Analysis, SourceInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from tests.fakes import MODEL, FakeAnalyzer, ScriptedSource

class Told(SessionWriter):
    def add_analysis(self, analysis):
        super().add_analysis(analysis)
        print(f"{time.monotonic():.4f} {analysis.frame_index}", flush=True)

root, word = Path(sys.argv[1]), sys.argv[2]
info = SourceInfo("cam", 32, 24, 100.0)
engine = Engine(FakeAnalyzer)
engine.start(lambda: ScriptedSource(fps=100.0, is_live=False))
while engine.status.phase.value != "running":
    time.sleep(0.01)
options = WriterOptions(with_video=True, passphrase=word)
engine.start_recording(lambda: Told(root, SessionHeader("live", info, MODEL), options), True)
time.sleep(60)
"""


@pytest.mark.parametrize(("seed", "word"), [(1, ""), (2, ""), (3, "a passphrase")])
def test_kill_at_a_random_moment_costs_at_most_a_second(tmp_path, seed, word):
    root = tmp_path / "sessions"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(root), word], stdout=subprocess.PIPE, text=True, env=environment
    )
    first = victim.stdout.readline()
    assert first, "the victim did not start"
    time.sleep(random.Random(seed).uniform(1.2, 3.5))
    killed_s = time.monotonic()
    victim.send_signal(signal.SIGKILL)
    told = [line.split() for line in (first + victim.stdout.read()).splitlines() if len(line.split()) == 2]
    victim.stdout.close()
    victim.wait(200)
    (left,) = list_sessions(root)
    assert left.name.endswith(PARTIAL_SUFFIX)
    session = load_session(recover(left, word), word)
    kept = set(session.table["frame"].astype(int).tolist())
    older = {int(index) for at_s, index in told if float(at_s) < killed_s - 1.1}
    assert older
    assert older <= kept
    assert session.info.complete is True
    assert session.info.samples == len(session.table)


def test_a_clock_that_is_set_back_changes_no_time(tmp_path, monkeypatch):
    clock = [datetime(2026, 3, 29, 3, 30, tzinfo=UTC)]

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            clock[0] -= timedelta(hours=1)
            return clock[0].astimezone(tz) if tz else clock[0].replace(tzinfo=None)

    monkeypatch.setattr(files_module, "datetime", Clock)
    names = {live_name() for _ in range(3)}
    assert len(names) == 3
    writer = SessionWriter(tmp_path, SessionHeader("s", INFO, MODEL))
    for i in range(10):
        writer.add_analysis(make_analysis(i, [make_tracked()]))
    session = load_session(Path(writer.close(RecordingCounts(10, 0, 0))))
    assert (session.table["time_s"][1:] > session.table["time_s"][:-1]).all()


def test_two_programs_record_into_one_library(tmp_path):
    """Both start in the same second: each gets its own folder, and neither loses a row."""
    script = (
        "import sys\nfrom pathlib import Path\nfrom tests.factories import write_rows\n"
        "write_rows(Path(sys.argv[1]), 200)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    both = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], env=environment) for _ in range(2)]
    assert [program.wait(200) for program in both] == [0, 0]
    folders = list_sessions(tmp_path)
    assert sorted(folder.name for folder in folders) == ["same", "same_2"]
    assert all(len(load_session(folder).table) == 200 for folder in folders)


def memory_bytes() -> int:
    """Resident memory of this process, on Linux."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("word", ["", "a passphrase"])
def test_an_hour_does_not_grow(tmp_path, word):
    """Ten results a second, as fast as they can be written."""
    writer = SessionWriter(tmp_path, SessionHeader("long", INFO, MODEL), WriterOptions(passphrase=word))
    face, n, before = make_tracked(), 3600 * 10, 0
    for i in range(n):
        writer.add_analysis(make_analysis(i, [face], fps=10))
        if i % 6000 == 0:
            writer.add_marker(Marker(i / 10, "hour"))
        if i == n // 10:
            before = memory_bytes()
    assert memory_bytes() - before < 7 * 2**20
    folder = Path(writer.close(RecordingCounts(n, 0, 0)))
    if not word:
        assert json.loads((folder / "session.json").read_text())["duration_s"] == pytest.approx(3600, abs=0.2)


def test_old_sessions_are_known(tmp_path):
    write_rows(tmp_path, 3)
    (folder,) = list_sessions(tmp_path)
    summary = summary_of(folder)
    now = datetime.now().astimezone()
    assert expired([summary], 30, now) == []
    assert expired([summary], 30, now + timedelta(days=31)) == [summary]

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.cli.analyze import analyze
from fer_desktop.offline.attempt import attempt
from fer_desktop.offline.batch import BatchOptions
from fer_desktop.offline.job import Job
from fer_desktop.offline.outcome import CutShort, Done
from fer_desktop.offline.planning import plan
from tests.clips import write_clip_of
from tests.fakes import default_signals
from tests.offline.helpers import options, tables

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["--workers=2", "--cluster"])
def test_a_process_that_is_killed_under_way_costs_nothing(tmp_path, how):
    psutil = pytest.importorskip("psutil")
    pytest.importorskip("distributed")
    folder = tmp_path / "clips"
    folder.mkdir()
    clip = write_clip_of(tmp_path / "clip.mp4", DemoSource(DemoOptions(1, 320, 240, duration_s=4.0)))
    for i in range(3):
        shutil.copy(clip, folder / f"{i}.mp4")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tests.offline.impatient", "analyze", str(folder), "--out", str(out), how]
    command += ["--json", "--workers=2", "--max-faces=1"]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    deadline = time.monotonic() + 200
    while len(list(out.glob("*.partial/session.json"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    children = psutil.Process(program.pid).children(recursive=True)
    victims = [child for child in children if any("spawn_main" in word for word in child.cmdline())]
    assert len(victims) >= 2
    os.kill(victims[0].pid, signal.SIGKILL)
    stdout, stderr = program.communicate(timeout=200)
    assert program.returncode == 0, stderr.decode()
    summary = json.loads(stdout)
    assert len(summary["sessions"]) == 3
    assert sorted(path.name for path in out.iterdir()) == ["0", "1", "2"]
    assert len(set(tables(out).values())) == 1


def leave_partial(out: Path, job: Job, changed_s: float | None, with_table: bool = True) -> Path:
    """What a process that died left of a job."""
    from fer_desktop.core.types import SourceInfo
    from fer_desktop.session.recorder import SessionHeader, SessionWriter
    from fer_desktop.session.setting_facts import SettingFacts
    from tests.fakes import MODEL, make_analysis

    header = SessionHeader(job.name, SourceInfo("x", 64, 48, 30.0), MODEL, SettingFacts(input=job.identity))
    writer = SessionWriter(out, header)
    writer.add_analysis(make_analysis(0))
    partial = Path(writer.abandon("died"))
    if not with_table:
        (partial / "timeline.csv").unlink()
    for path in (partial / "timeline.csv", partial):
        if changed_s is not None and path.exists():
            os.utime(path, (changed_s, changed_s))
    return partial


@pytest.mark.parametrize("with_table", [True, False])
@pytest.mark.parametrize("age_s", [3600.0, -1e8])
def test_what_a_dead_process_left_does_not_keep_a_job_waiting(clips, tmp_path, monkeypatch, with_table, age_s):
    from fer_desktop.offline import resume

    monkeypatch.setattr(resume, "_QUIET_S", 0.5)
    monkeypatch.setattr(resume, "_POLL_S", 0.1)
    (job,) = plan([str(clips / "b" / "two.mp4")]).jobs
    partial = leave_partial(tmp_path, job, time.time() - age_s, with_table)
    outcome = resume.attempt_again(job, options(tmp_path))
    assert isinstance(outcome, Done)
    assert not partial.exists()
    assert resume._last_written(partial) == float("inf")


def test_a_job_that_another_process_finishes_is_not_done_again(clips, alone, tmp_path, monkeypatch):
    from fer_desktop.offline import resume

    (job,) = plan([str(clips / "b" / "two.mp4")]).jobs
    partial = leave_partial(tmp_path, job, None)

    def meanwhile(_):
        os.utime(partial / "timeline.csv", (time.time() + 1, time.time() + 1))  # it is written to
        if not (tmp_path / "two").exists():
            shutil.copytree(alone[0] / "two", tmp_path / "elsewhere")
            (tmp_path / "elsewhere").rename(tmp_path / "two")

    monkeypatch.setattr(time, "sleep", meanwhile)
    outcome = resume.attempt_again(job, options(tmp_path))
    assert isinstance(outcome, Done)
    assert outcome.result.location == str(tmp_path / "two")


def test_an_interrupt_names_what_is_kept(clips, tmp_path, monkeypatch, capsys):
    from fer_desktop.offline import batch

    real = attempt

    def second_time(job, *rest):
        if job.name == "two":
            return CutShort(job.label, str(tmp_path / "two"))
        return real(job, *rest)

    monkeypatch.setattr(batch, "attempt", second_time)
    chosen = [str(clips / "a"), str(clips / "b" / "two.mp4")]
    code, summary = analyze(chosen, options(tmp_path), BatchOptions())
    assert code == 130
    assert [one["location"] for one in summary["sessions"]] == [str(tmp_path / "one")]
    assert (summary["interrupted"], summary["cut_short"]) == (True, [str(tmp_path / "two")])
    assert f"Interrupted. Kept: {tmp_path / 'one'}, {tmp_path / 'two'} (cut short)" in capsys.readouterr().err
    analyze(chosen[1:], options(tmp_path / "none"), BatchOptions())
    monkeypatch.setattr(batch, "attempt", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    analyze(chosen, options(tmp_path / "none"), BatchOptions())
    assert "No session was finished" in capsys.readouterr().err


def test_an_interrupt_before_the_first_frame_leaves_nothing(tmp_path, monkeypatch):
    from fer_desktop.offline import job as job_module

    class Interrupted:
        def __getattr__(self, name):
            raise KeyboardInterrupt

    monkeypatch.setattr(job_module, "DemoSource", lambda _: DemoSource(DemoOptions()))
    monkeypatch.setattr("fer_desktop.vision.analyzer.Analyzer.find", lambda *_: Interrupted().now)
    assert attempt(Job("demo", "demo", "demo"), options(tmp_path)) == CutShort("demo")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_an_interrupt_of_several_processes_names_every_session(minute, tmp_path):
    """As on a terminal, where Ctrl-C reaches all of them."""
    folder = tmp_path / "clips"
    folder.mkdir()
    write_clip_of(folder / "a.mp4", DemoSource(DemoOptions(1, 160, 120, duration_s=0.5)))
    for name in "bc":
        shutil.copy(minute, folder / f"{name}.mp4")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "fer_desktop", "analyze", str(folder), "--out", str(out), "--workers=2", "--json"]
    program = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=default_signals,  # noqa: PLW1509
    )
    deadline = time.monotonic() + 200
    timelines = [out / f"{name}.partial" / "timeline.csv" for name in "bc"]
    while time.monotonic() < deadline and not (
        (out / "a").exists() and all(path.exists() and path.stat().st_size > 3000 for path in timelines)
    ):
        time.sleep(0.05)
    os.killpg(program.pid, signal.SIGINT)
    stdout, stderr = program.communicate(timeout=240)
    assert program.returncode == 130, stderr.decode()
    assert b"Traceback" not in stderr
    summary = json.loads(stdout)
    assert [Path(one["location"]).name for one in summary["sessions"]] == ["a"]
    assert sorted(Path(place).name for place in summary["cut_short"]) == ["b", "c"]
    for place in (out / "a", out / "b", out / "c"):
        assert str(place) in stderr.decode()

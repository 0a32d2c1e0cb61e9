from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from fer_desktop.capture.container import PLAY_HINT
from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.cli.analyze import analyze
from fer_desktop.offline import workers
from fer_desktop.offline.attempt import attempt
from fer_desktop.offline.batch import BatchOptions
from fer_desktop.offline.job import AnalyzeOptions, Job
from fer_desktop.offline.outcome import CutShort, Done, Failed, LeftOut
from fer_desktop.offline.planning import plan
from fer_desktop.paths import weights_dir
from fer_desktop.session.library import list_sessions, read_info
from fer_desktop.session.store import PlainStore
from fer_desktop.vision.analyzer import AnalyzerOptions
from tests.clips import write_clip_of
from tests.fakes import default_signals

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    """Three short clips of the demo, two of them with the same name, and one file that is none."""
    root = tmp_path_factory.mktemp("clips")
    for folder, name, seconds in (("a", "one", 1.0), ("b", "one", 0.5), ("b", "two", 0.5)):
        (root / folder).mkdir(exist_ok=True)
        write_clip_of(root / folder / f"{name}.mp4", DemoSource(DemoOptions(1, 320, 240, duration_s=seconds)))
    (root / "b" / "broken.mp4").write_text("no video")
    return root


def options(out: Path, **cut) -> AnalyzeOptions:
    return AnalyzeOptions(out, AnalyzerOptions(weights_dir(), 1, "cpu"), Cut(**cut), DemoOptions())


def inputs(clips: Path) -> list[str]:
    return [str(clips / "a"), str(clips / "b")]


def tables(out: Path) -> dict[str, str]:
    return {folder.name: (folder / "timeline.csv").read_text() for folder in list_sessions(out)}


def test_inputs_of_one_name_get_a_number_in_their_order(clips):
    planned = plan(inputs(clips))
    jobs = planned.jobs
    assert [job.name for job in jobs] == ["one", "broken", "one_2", "two"]
    assert not planned.failures
    assert jobs[0].identity != jobs[2].identity
    assert Job("x", "x", "video", (Path("nowhere"),)).identity == (("nowhere", -1, -1),)


@pytest.fixture(scope="module")
def alone(clips, tmp_path_factory):
    out = tmp_path_factory.mktemp("alone")
    code, summary = analyze(inputs(clips), options(out), BatchOptions())
    return out, code, summary


def test_one_by_one(alone, clips):
    out, code, summary = alone
    assert code == 1
    assert [one["input"] for one in summary["failed"]] == [str(clips / "b" / "broken.mp4")]
    assert sorted(tables(out)) == ["one", "one_2", "two"]


@pytest.mark.slow
@pytest.mark.parametrize("how", [BatchOptions(workers=2), BatchOptions(workers=2, cluster="local")])
def test_every_way_gives_the_same(alone, clips, tmp_path, how):
    if how.cluster:
        pytest.importorskip("distributed")
    out, _, expected = alone
    code, summary = analyze(inputs(clips), options(tmp_path), how)
    assert code == 1
    assert tables(tmp_path) == tables(out)
    assert summary["failed"] == expected["failed"]
    assert [one["input"] for one in summary["sessions"]] == [one["input"] for one in expected["sessions"]]


def test_what_is_done_is_not_done_again(alone, clips, capsys):
    out, _, first = alone
    code, summary = analyze(inputs(clips), options(out), BatchOptions(resume=True))
    assert code == 1  # the broken one is tried again
    assert all(one["was_there"] for one in summary["sessions"])
    strip = [{key: value for key, value in one.items() if key != "was_there"} for one in summary["sessions"]]
    assert strip == [{key: value for key, value in one.items() if key != "was_there"} for one in first["sessions"]]
    assert len(list_sessions(out)) == 3
    assert "3 of 4 were done before" in capsys.readouterr().err


def test_other_settings_are_another_analysis(alone, clips, tmp_path):
    out = shutil.copytree(alone[0], tmp_path / "out")
    summary = analyze([str(clips / "a")], options(out, fps=10.0), BatchOptions(resume=True))[1]
    assert not summary["sessions"][0]["was_there"]
    assert (out / "one_3").is_dir()


def test_no_cluster_is_said(clips, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(workers, "_ANSWER_S", 1)
    code, summary = analyze(inputs(clips), options(tmp_path), BatchOptions(cluster="tcp://127.0.0.1:1"))
    assert code == 1
    assert "no cluster" in summary["failed"][-1]["message"]


def test_outcomes_are_values():
    import pickle

    for outcome in (CutShort("a", "b"), LeftOut("a", None), Failed("a", "b", "c"), Done("a", None)):
        assert pickle.loads(pickle.dumps(outcome)) == outcome


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


def test_long_and_odd_paths_work(clips, tmp_path):
    odd = tmp_path / "with space, 中文 and 'quotes'" / ("long" * 50)
    odd.mkdir(parents=True)
    clip = odd / "einschließlich ümlaut 视频.mp4"
    clip.write_bytes((clips / "b" / "two.mp4").read_bytes())
    code, summary = analyze([str(clip)], options(odd / "out"), BatchOptions())
    assert code == 0
    assert Path(summary["sessions"][0]["location"]).name == "einschließlich ümlaut 视频"


def leave_partial(out: Path, job: Job, changed_s: float | None, with_table: bool = True) -> Path:
    """What a process that died left of a job."""
    from fer_desktop.core.types import SourceInfo
    from fer_desktop.session.info import SettingFacts
    from fer_desktop.session.recorder import SessionHeader, SessionWriter
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


def test_damaged_weights_are_a_failure_of_each_input(clips, tmp_path):
    from dataclasses import replace

    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "manifest.json").write_text("{")
    chosen = options(tmp_path / "out")
    damaged = replace(chosen, analyzer=replace(chosen.analyzer, weights=weights))
    code, summary = analyze([str(clips / "a")], damaged, BatchOptions(resume=True))
    assert code == 1
    assert "description cannot be read" in summary["failed"][0]["message"]


def test_copies_of_one_file_are_each_done_once(clips, tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        shutil.copy2(clips / "b" / "two.mp4", tmp_path / folder / "two.mp4")
    copies = [str(tmp_path / "x"), str(tmp_path / "y")]
    out = tmp_path / "out"
    for was_there in ([False], [True, False], [True, True]):
        summary = analyze(copies[: len(was_there)], options(out), BatchOptions(resume=True))[1]
        assert [one["was_there"] for one in summary["sessions"]] == was_there
    places = [Path(one["location"]).name for one in summary["sessions"]]
    assert places == sorted(path.name for path in out.iterdir()) == ["two", "two_2"]


def test_what_a_video_lost_stands_in_its_session(tmp_path):
    clip = write_clip_of(tmp_path / "clip.avi", DemoSource(DemoOptions(duration_s=1.0)))
    with av.open(str(clip)) as container:
        packets = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.dts is not None]
    data = bytearray(clip.read_bytes())
    at, size = packets[12]
    data[at : at + size] = bytes(size)
    clip.write_bytes(bytes(data))
    code, summary = analyze([str(clip)], options(tmp_path), BatchOptions())
    assert code == 0
    text = "clip.avi: 1 damaged picture(s) left out."
    assert summary["notices"] == [f"{clip}: {text} {PLAY_HINT}"]
    info = read_info(PlainStore(Path(summary["sessions"][0]["location"])))
    assert info.notices == (text,)
    assert info.is_whole


def test_a_damaged_file_leaves_one_session_however_often_it_is_tried(tmp_path):
    clip = write_clip_of(tmp_path / "clip.avi", DemoSource(DemoOptions(duration_s=1.0)))
    with av.open(str(clip)) as container:
        at = [packet.pos for packet in container.demux(video=0) if packet.dts is not None][5]
    clip.write_bytes(clip.read_bytes()[:at])
    out = tmp_path / "out"
    for _ in range(2):
        code, summary = analyze([str(clip)], options(out), BatchOptions(resume=True))
        assert code == 1
        assert "cut off" in summary["failed"][0]["message"]
        assert [folder.name for folder in out.iterdir()] == ["clip.partial"]
    code, _ = analyze([str(clip)], options(out, end_s=0.1), BatchOptions(resume=True))
    assert code == 0
    assert sorted(folder.name for folder in out.iterdir()) == ["clip.partial", "clip_2"]

from __future__ import annotations

import shutil
from pathlib import Path

import av
import pytest

from fer_desktop import cluster
from fer_desktop.capture.container import PLAY_HINT
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.cli.analyze import analyze
from fer_desktop.offline.batch import BatchOptions
from fer_desktop.offline.job import Job
from fer_desktop.offline.outcome import CutShort, Done, Failed, LeftOut
from fer_desktop.offline.planning import plan
from fer_desktop.session.library import list_sessions, read_info
from fer_desktop.session.store import PlainStore
from tests.clips import write_clip_of
from tests.offline.helpers import inputs, options, tables


def test_inputs_of_one_name_get_a_number_in_their_order(clips):
    planned = plan(inputs(clips))
    jobs = planned.jobs
    assert [job.name for job in jobs] == ["one", "broken", "one_2", "two"]
    assert not planned.failures
    assert jobs[0].identity != jobs[2].identity
    assert Job("x", "x", "video", (Path("nowhere"),)).identity == (("nowhere", -1, -1),)


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
    monkeypatch.setattr(cluster, "_ANSWER_S", 1)
    code, summary = analyze(inputs(clips), options(tmp_path), BatchOptions(cluster="tcp://127.0.0.1:1"))
    assert code == 1
    assert "no cluster" in summary["failed"][-1]["message"]


def test_outcomes_are_values():
    import pickle

    for outcome in (CutShort("a", "b"), LeftOut("a", None), Failed("a", "b", "c"), Done("a", None)):
        assert pickle.loads(pickle.dumps(outcome)) == outcome


def test_long_and_odd_paths_work(clips, tmp_path):
    odd = tmp_path / "with space, 中文 and 'quotes'" / ("long" * 50)
    odd.mkdir(parents=True)
    clip = odd / "einschließlich ümlaut 视频.mp4"
    clip.write_bytes((clips / "b" / "two.mp4").read_bytes())
    code, summary = analyze([str(clip)], options(odd / "out"), BatchOptions())
    assert code == 0
    assert Path(summary["sessions"][0]["location"]).name == "einschließlich ümlaut 视频"


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

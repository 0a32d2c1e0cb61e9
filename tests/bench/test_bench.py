"""That the measurements measure something; how fast it is, is not a test's business."""

from __future__ import annotations

import json
import multiprocessing
import time
from typing import Any, cast

import numpy as np
import pytest

from fer_desktop.bench import neighbour
from fer_desktop.bench.connections import measure_connections
from fer_desktop.bench.frames import LiveFrames, read_frames
from fer_desktop.bench.gpu import bench_gpu
from fer_desktop.bench.gui import GuiBenchOptions
from fer_desktop.bench.kills import measure_kills
from fer_desktop.bench.listening import measure_listening
from fer_desktop.bench.live import measure_latency
from fer_desktop.bench.machine import StealTime
from fer_desktop.bench.pipeline import STAGES, CaseOptions, measure_case
from fer_desktop.bench.runtimes import RUNTIMES, gru_share, inputs
from fer_desktop.bench.soak import soak
from fer_desktop.bench.start import measure_starts
from fer_desktop.cli.bench import print_bench, print_result
from fer_desktop.errors import DataError, SpeechModelUnusable


@pytest.fixture(scope="module")
def case():
    return measure_case(CaseOptions(2, 640, 480, "cpu", None, n_frames=25, repeats=1), 0.1)


def test_the_stages_of_a_case_add_up(case):
    assert set(case["stages"]) == set(STAGES)
    assert case["faces_found"] == 2
    parts = sum(case["stages"][name]["median_ms"] for name in STAGES if name != "decode")
    assert parts == pytest.approx(case["frame_ms"], rel=0.35)
    assert case["overhead_ratio"] == pytest.approx(case["frame_ms"] / case["mediapipe_ms"])
    assert case["stages"]["gru"]["median_ms"] == pytest.approx(case["stages"]["cnn"]["median_ms"] / 9, rel=1e-6)


def test_figures_are_printed_as_table_and_as_json(case, capsys):
    machine = {"processor": "p", "cores": 2, "python": "3", "load_1_min": None, "stolen_percent": 1.0}
    print_bench({"machine": machine, "cases": [case], "latency": {"cpu": {"p50_ms": 1.0}}, "start": {"help_s": 0.1}})
    assert "640x480" in capsys.readouterr().out
    print_result([{"a": {"median_ms": 1.0, "p95_ms": 2.0}, "b": "x"}], False)
    assert "1.00 (2.00)" in capsys.readouterr().out
    print_result({"ran": False}, True)
    assert json.loads(capsys.readouterr().out) == {"ran": False}


def test_the_gru_is_a_small_part():
    assert 0.01 < gru_share() < 0.5


def test_runtimes_agree():
    given = inputs(3)
    names = ("torch, 1 thread", "ONNX Runtime, 1 thread", "ONNX Runtime, 2 threads, no spinning")
    answers = [np.asarray(cast(Any, RUNTIMES[name]()(given))[1]) for name in names]
    for answer in answers[1:]:
        assert np.abs(answer - answers[0]).max() < 1e-3


def test_a_camera_of_frames_keeps_its_rate():
    frames = LiveFrames(read_frames(1, 64, 48, 3, None).images, fps=100.0, n_frames=6)
    frames.open()
    times = [frame.time_s for frame in iter(frames.read, None)]
    assert times == pytest.approx([0, 0.01, 0.02, 0.03, 0.04, 0.05])


@pytest.mark.slow
def test_latency_is_measured_from_arrival_to_result():
    figures = measure_latency("cpu", None, seconds=1.0)
    assert 0 < figures["p50_ms"] <= figures["p95_ms"]
    assert figures["captured"] > 5


def test_a_short_soak_keeps_every_time():
    figures = soak(40, "cpu", None)
    assert figures["rows"] == 40
    assert figures["frames_without_row"] == 0
    assert figures["largest_drift_s"] < 1e-5
    assert figures["results"] == 40
    assert figures["frames_skipped"] == figures["results_refused"] == 0
    assert figures["complete"]


@pytest.mark.slow
class Analysis:
    """Stands for an engine on a clock of its own: a quarter as fast while there are other processes."""

    def __init__(self):
        self.now_s, self.stamps = 0.0, None

    def started(self, device, videos, stamps, fps, size):
        self.stamps = stamps
        return self

    def monotonic(self):
        return self.now_s

    def sleep(self, seconds):
        is_beside = bool(multiprocessing.active_children())
        self.now_s += seconds
        self.stamps.ages_ms += [50.0 if is_beside else 10.0] * round(seconds * (100 if is_beside else 400))


def test_beside_a_neighbour_the_rate_falls_and_comes_back(monkeypatch):
    analysis, ended = Analysis(), []
    monkeypatch.setattr(neighbour, "time", analysis)
    monkeypatch.setattr(neighbour, "started", analysis.started)
    monkeypatch.setattr(neighbour, "end", ended.append)
    row = neighbour._measure("cpu", None, 400.0)
    assert row["busy"] >= 1
    assert (row["fps_before"], row["fps_beside"], row["fps_after"]) == pytest.approx((400, 100, 400))
    assert (row["share"], row["p95_ms_beside"]) == pytest.approx((0.25, 50))
    assert row["recovered_s"] == pytest.approx(neighbour._STEP_S)
    assert ended == [analysis]
    assert not multiprocessing.active_children()


def test_time_stolen_is_a_share():
    steal = StealTime()
    time.sleep(0.05)
    stolen = steal.stolen_percent
    assert stolen is None or 0 <= stolen <= 100


def test_without_a_card_it_is_said():
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a CUDA device")
    assert bench_gpu() == {"ran": False, "reason": "there is no CUDA device"}


def test_what_is_left_of_recordings_that_were_killed():
    seen = measure_kills(3)
    ends = {name: count for name, count in seen.items() if ": " in name}
    assert sum(ends.values()) == seen["kills"] == 3
    assert not [name for name in ends if name.split(": ")[1].isupper() or "LEFT" in name or "CANNOT" in name]
    assert seen["most_lost_s"] < 5  # a busy machine; usually little more than a second


@pytest.mark.slow
def test_strangers_cost_no_value_that_is_not_counted_and_no_row():
    figures = measure_connections(60, hours=0.005)
    assert (figures["rows"], figures["frames_without_row"], figures["complete"]) == (540, 0, True)
    assert figures["lost_uncounted"] == 0
    assert figures["connections"] == 60
    assert figures["clients_left"] == 0


def test_listening_is_measured_in_each_way_by_turns(monkeypatch, tmp_path):
    monkeypatch.setattr("fer_desktop.bench.listening.check_speech_model", lambda folder: None)
    asked: list[tuple[bool, str]] = []

    def run(options: GuiBenchOptions) -> dict[str, Any]:
        asked.append((options.with_voice, options.speech_model))
        fps = 30.0 - 3 * options.with_voice - 3 * bool(options.speech_model)
        return {"analysed_fps": fps, "to_screen_p95_ms": 40.0, "hearing_words_share": 0.5}

    rows = measure_listening(GuiBenchOptions(1.0), tmp_path, run)["ways"]
    assert asked == [(False, ""), (True, ""), (True, str(tmp_path))] * 2
    assert [row["share"] for row in rows] == pytest.approx([1.0, 0.9, 0.8])
    assert len(measure_listening(GuiBenchOptions(1.0), None, run)["ways"]) == 2


def test_a_folder_without_a_speech_model_is_named_before_anything_is_measured(tmp_path):
    with pytest.raises(SpeechModelUnusable):
        measure_listening(GuiBenchOptions(1.0), tmp_path)


def test_starts_are_measured_by_turns_with_another_checkout(tmp_path):
    program = tmp_path / "fer_desktop"
    (program / "bench").mkdir(parents=True)
    (program / "__init__.py").touch()
    (program / "bench" / "__init__.py").touch()
    (program / "__main__.py").touch()
    (program / "bench" / "start.py").write_text('print(\'{"window": 1.0, "face": 2.0}\')')
    with pytest.raises(DataError, match="no checkout"):
        measure_starts({"none": program}, 1)
    (row,) = measure_starts({"before": tmp_path}, 1)
    assert (row["program"], row["window_s"], row["first_face_s"]) == ("before", 1.0, 2.0)
    assert row["help_s"] > 0
    assert row.get("memory_mb", 1) > 0


def test_a_bundle_says_that_it_cannot_measure_its_start(monkeypatch):
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(DataError, match="bundle"):
        measure_starts({"this": None}, 1)

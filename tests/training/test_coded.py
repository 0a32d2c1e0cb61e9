from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.baseline import Calibration
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import DataError
from fer_desktop.paths import weights_dir
from fer_desktop.training import evaluate_coded as coded
from fer_desktop.training.against_smoothing import Track
from fer_desktop.training.coded_calibrated import CodedClip, print_calibrated, read_automatically, read_by_hand
from fer_desktop.training.evaluate_clips import run_track
from fer_desktop.training.evaluate_coded import Moment, coded_moments, print_coded
from fer_desktop.vision.weights import load_network


def test_every_code_is_an_expression_or_says_that_there_is_none():
    moments = coded_moments()
    assert len(moments) == 322
    assert moments == sorted(moments, key=lambda moment: (moment.clip, moment.time_s))
    assert {code for moment in moments for code in moment.codes} <= {*EXPRESSIONS, "other", "unclear"}
    counts = Counter(moment.agreed for moment in moments)
    assert counts[EXPRESSIONS.index("neutral")] == 140
    assert counts[None] == 63  # the raters differ, or both say `other`


@pytest.mark.parametrize(
    ("codes", "agreed"), [(("anger", "anger"), 4), (("anger", "sadness"), None), (("other", "other"), None)]
)
def test_a_moment_counts_where_both_say_the_same_expression(codes, agreed):
    assert Moment("a.mp4", 0.5, codes).agreed == agreed


def _moments() -> list[Moment]:
    one = [Moment("one.mp4", 0.12, ("happiness", "happiness")), Moment("one.mp4", 0.2, ("anger", "fear"))]
    return [*one, Moment("one.mp4", 0.31, ("neutral", "neutral")), Moment("two.mp4", 0.0, ("fear", "fear"))]


def test_the_answer_is_that_of_the_frame_nearest_to_the_moment(monkeypatch, tmp_path, capsys):
    crops = np.random.default_rng(1).integers(0, 255, (5, 64, 64), dtype=np.uint8)
    times = np.arange(5) / 10
    monkeypatch.setattr(coded, "coded_moments", _moments)
    monkeypatch.setattr(coded, "clip_paths", lambda folder: [folder / "one.mp4", folder / "two.mp4", folder / "x.mp4"])
    monkeypatch.setattr(coded, "main_face", lambda path, size: (crops, times))
    network, _ = load_network(weights_dir())
    said = run_track(network, crops, times, np.zeros((5, 8))).scores.argmax(axis=1)

    result = coded.evaluate_coded(tmp_path, weights_dir())

    wanted = np.zeros((8, 8), int)
    for truth, row in ((1, 1), (0, 3), (6, 0)):
        wanted[truth, said[row]] += 1
    assert result["confusion"] == wanted.tolist()
    assert result["negative_at_rest"] == float(said[3] in (3, 4, 5, 6, 7))
    low, high = result["uar_interval"]
    assert low <= result["uar"] <= high
    print_coded(result)
    said_of_it = capsys.readouterr().out
    assert "kappa of the raters" in said_of_it
    assert said_of_it.count("no clip has one") == 2  # half a second holds no other moment, and no automatic baseline


def test_a_folder_without_the_clips_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="none of the clips"):
        coded.evaluate_coded(tmp_path, weights_dir())


CALIBRATION = Calibration((0.0, -4.0, -4.0, -2.0, -3.0, -5.0, -4.5, -3.5), 1.5)


def _stern_clip(n: int = 600, fps: float = 10.0) -> CodedClip:
    """Somebody who looks sad at rest, and is angry in the last quarter: the network says sadness of all of it."""
    logits = np.tile([0.0, -6, -6, 0.2, -1.5, -5, -6, -4], (n, 1))
    angry = np.arange(n) >= 3 * n // 4
    logits[angry, 4] += 2.6
    values = np.exp(logits)
    said = values / values.sum(axis=1, keepdims=True)
    rows = np.arange(5, n, 40)
    return CodedClip(Track(np.arange(n) / fps, said, said, said), rows, np.where(angry[rows], 4, 0))


@pytest.mark.parametrize("read", [read_by_hand, read_automatically])
def test_a_face_that_looks_sad_at_rest_is_read_against_itself(read, capsys):
    clip = _stern_clip()
    found = read([clip], CALIBRATION)
    assert found["not_calibrated"]["neutral"] == 0.0
    assert found["calibrated"]["neutral"] == found["calibrated"]["anger"] == found["calibrated"]["accuracy"] == 1.0
    other = {"by_hand": {"n": 0}, "automatic": {"n": 0}}
    print_calibrated({**other, "by_hand" if read is read_by_hand else "automatic": found})
    assert "anger 1.000" in capsys.readouterr().out


def test_the_moment_itself_and_what_is_near_it_are_no_cases():
    clip = _stern_clip()
    n_others = len(clip.rows) - 1
    assert read_by_hand([clip], CALIBRATION)["n"] == n_others
    near = CodedClip(clip.track, np.array([100, 105]), np.array([0, 4]))  # half a second apart
    assert read_by_hand([near], CALIBRATION) == {"n": 0}

from __future__ import annotations

import numpy as np
import pytest
import torch

from fer_desktop.core.smoothing import smoothed
from fer_desktop.errors import DataError
from fer_desktop.paths import weights_dir
from fer_desktop.training.against_smoothing import RATIOS, Track, at_equal, figures_of, print_following
from fer_desktop.training.blend import blended
from fer_desktop.training.calibration import CalibrationOptions, calibrate, fit_temperature, neutral_offset
from fer_desktop.training.crops import cnn_logits
from fer_desktop.training.data import crop_matrix, picture_matrix
from fer_desktop.training.evaluate_drawn import evaluate_motion, groups_of
from fer_desktop.training.evaluate_peaks import evaluate_peaks, print_peaks
from fer_desktop.training.judges import HeldOut
from fer_desktop.training.lower_neutral import lower_neutral, lowered
from fer_desktop.training.metrics import confusion_matrix, expected_calibration_error, report, wrong_though_sure
from fer_desktop.training.render.drawn_file import save_drawn
from fer_desktop.training.render.motion import MovingFaces
from fer_desktop.training.render.peaks import Peaks
from fer_desktop.training.render.render import FIELD
from fer_desktop.training.temporal import FeatureSequences, near_changes
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.preprocess import warp_face
from fer_desktop.vision.weights import load_network
from tests.training.helpers import crops_of


def test_figures_of_a_known_case():
    truth = np.array([0, 0, 0, 1, 1, 4])
    answers = np.array([0, 0, 1, 1, 1, 0])
    figures = report(np.eye(8)[answers] * 0.93 + 0.01 * (1 - np.eye(8)[answers]), truth)
    assert figures["accuracy"] == pytest.approx(4 / 6)
    assert figures["uar"] == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert figures["per_class"]["happiness"]["f1"] == pytest.approx(2 * 2 / (2 + 3))
    assert confusion_matrix(truth, answers)[0].tolist() == [2, 1, 0, 0, 0, 0, 0, 0]
    assert figures["ece"] == pytest.approx(0.93 - 4 / 6, abs=1e-9)


def test_perfect_calibration_has_no_error():
    confidence = np.repeat([0.25, 0.75], 400)
    correct = np.concatenate([np.arange(400) % 4 == 0, np.arange(400) % 4 != 0])
    assert expected_calibration_error(confidence, correct) == pytest.approx(0)


def test_the_temperature_undoes_overconfidence():
    rng = np.random.default_rng(1)
    logits = torch.from_numpy(rng.normal(0, 2, (4000, 8)).astype(np.float32))
    labels = np.array([rng.choice(8, p=p / p.sum()) for p in logits.softmax(dim=1).double().numpy()])
    assert fit_temperature(3 * logits, labels) == pytest.approx(3, rel=0.1)


def test_a_prior_is_part_of_a_calibrated_answer():
    torch.manual_seed(1)
    cnn = FaceCnn(NetworkConfig(input_px=16, widths=(4, 8))).eval()
    crops = crops_of(40, 16).numpy().astype(np.uint8)
    before = cnn_logits(cnn, crops)
    frequency = torch.linspace(-4, -1, 8)
    made = calibrate(cnn, HeldOut("photographs", crops, np.arange(40) % 8), None, frequency, CalibrationOptions(0.5))
    after = cnn_logits(cnn, crops)
    assert after == pytest.approx(((before + 0.5 * frequency) / made.temperature).numpy(), abs=1e-4)


def test_neutral_alone_is_moved_until_as_many_are_kept():
    rng = np.random.default_rng(2)
    logits, truth = rng.normal(0, 2, (3000, 8)), rng.integers(0, 8, 3000)
    for kept in (0.5, 0.9):
        moved = logits + neutral_offset(logits, truth, kept) * (np.arange(8) == 0)
        assert (moved[truth == 0].argmax(axis=1) == 0).mean() == pytest.approx(kept, abs=0.005)


def test_neutral_alone_is_lowered():
    torch.manual_seed(1)
    cnn = FaceCnn(NetworkConfig(input_px=16, widths=(4, 8))).eval()
    crops = crops_of(5, 16).numpy().astype(np.uint8)
    before = cnn_logits(cnn, crops)
    lower_neutral(cnn, 0.7)
    assert (cnn_logits(cnn, crops) - before).numpy() == pytest.approx(np.array([[-0.7] + 7 * [0.0]] * 5), abs=1e-6)


def test_lowered_weights_say_by_how_much_and_keep_the_rest():
    network, manifest = load_network(weights_dir())
    bias = network.cnn.classifier.bias.detach().clone()
    origin = lowered(network, manifest, 0.25, "another")
    assert origin.model_id == "another"
    assert origin.neutral == manifest.neutral and origin.leanings == manifest.leanings
    before = manifest.calibration["neutral_lowered"]
    assert origin.calibration == {**manifest.calibration, "neutral_lowered": before + 0.25}
    assert float(network.cnn.classifier.bias[0].detach()) == pytest.approx(float(bias[0]) - 0.25)


def test_a_blend_lies_between_two_networks_of_one_shape():
    torch.manual_seed(3)
    first, second, other = (FaceCnn(NetworkConfig(input_px=16, widths=widths)) for widths in ((4, 8), (4, 8), (4, 6)))
    before, after = first.state_dict(), second.state_dict()
    middle = blended(before, after, 0.25)
    name = "classifier.weight"
    assert middle[name] == pytest.approx((0.75 * before[name] + 0.25 * after[name]).numpy(), abs=1e-6)
    assert all(torch.equal(value, after[key]) for key, value in blended(before, after, 1.0).items())
    with pytest.raises(DataError, match="different shapes"):
        blended(before, other.state_dict(), 0.5)


def test_smoothing_lags_and_calms():
    times = np.arange(0, 8, 1 / 30)
    rng = np.random.default_rng(1)
    clean = np.where((times // 2 % 2 == 0)[:, None], np.eye(8)[0], np.eye(8)[1])
    noisy = clean * 0.25 + 0.75 * rng.dirichlet(np.full(8, 0.5), len(times))

    def figures(answers):
        return figures_of([Track(times, clean, clean, answers)])["methods"]["GRU"]

    alone, calm = figures(noisy), figures(smoothed(times, noisy, 0.3))
    assert alone["flicker_per_min"] > calm["flicker_per_min"]
    assert alone["lag_mean_ms"] < calm["lag_mean_ms"]
    assert alone["changes"] == 3
    assert figures(clean)["agreement"] == 1


def test_steps_near_a_change_are_known():
    targets = torch.from_numpy(np.eye(8, dtype=np.float32)[[[0] * 20 + [1] * 20]])
    steps = torch.full((1, 40, 1), 0.05)
    steps[0, 0] = torch.inf
    near = near_changes(FeatureSequences(torch.zeros(1, 40, 2), torch.zeros(1, 40, 8), steps, targets))[0]
    assert set(range(19, 28)) <= set(near.nonzero().flatten().tolist()) <= set(range(18, 29))


def test_sure_answers_that_are_wrong_are_counted():
    answers = np.array([[0.9, 0.1], [0.85, 0.15], [0.6, 0.4], [0.1, 0.9]])
    figures = wrong_though_sure(answers, np.array([0, 1, 1, 1]))
    assert figures["n"] == 3
    assert figures["wrong"] == pytest.approx(1 / 3)


def test_equal_flicker_and_equal_lag_take_smoothing_at_its_best():
    from fer_desktop.training.against_smoothing import TIME_CONSTANTS_S

    n = len(TIME_CONSTANTS_S)
    curve = {
        f"smoothing {constant:g} s": {"flicker_per_min": 20.0 - i if i < n - 1 else 19.0, "lag_mean_ms": 10.0 * i}
        for i, constant in enumerate(TIME_CONSTANTS_S)
    }
    ratios = at_equal({**curve, "GRU": {"flicker_per_min": 15.5, "lag_mean_ms": 25.0}})
    assert ratios["lag_ratio_at_equal_flicker"] == pytest.approx(25 / 45)
    assert ratios["flicker_ratio_at_equal_lag"] == pytest.approx(15.5 / 17.5)
    assert (
        at_equal({**curve, "GRU": {"flicker_per_min": 0.0, "lag_mean_ms": 25.0}})["lag_ratio_at_equal_flicker"] is None
    )


def test_figures_name_every_method():
    times = np.arange(0, 4, 1 / 30)
    clean = np.where((times > 2)[:, None], np.eye(8)[0], np.eye(8)[1])
    figures = figures_of([Track(times, clean, clean, clean)])
    assert figures["methods"]["GRU"]["agreement"] == 1
    assert len(figures["methods"]) == 14


def _one_that_changes(rng, quick, times):
    """A face that changes once, at a moment of its own; the CNN flickers, the GRU follows after `quick` seconds."""
    at = rng.uniform(1.5, 2.5)
    truth = np.where((times > at)[:, None], np.eye(8)[0], np.eye(8)[1])
    raw = truth * 0.4 + 0.6 * rng.dirichlet(np.full(8, 0.3), len(times))
    scores = np.where((times > at + quick)[:, None], np.eye(8)[0], np.eye(8)[1])
    return Track(times, truth, raw, scores)


def test_the_interval_of_a_ratio_holds_it_and_shrinks_with_more_faces():
    rng, times = np.random.default_rng(5), np.arange(0, 4, 1 / 30)
    tracks = [_one_that_changes(rng, rng.uniform(0.05, 0.5), times) for _ in range(64)]
    widths = []
    for n in (16, 64):
        found = figures_of(tracks[:n], resampled=True)
        ratio, (low, high) = found[RATIOS[0]], found["intervals"][RATIOS[0]]
        assert low < ratio < high
        widths.append(high - low)
    assert widths[1] < widths[0]
    assert "intervals" not in figures_of(tracks[:16])


def test_copies_of_one_face_are_drawn_together():
    rng, times = np.random.default_rng(6), np.arange(0, 4, 1 / 30)
    tracks = [_one_that_changes(rng, rng.uniform(0.05, 0.5), times) for _ in range(16)]
    four_times = [track for track in tracks for _ in range(4)]
    once, together = figures_of(tracks, resampled=True), figures_of(four_times, 4, resampled=True)
    assert together["intervals"][RATIOS[0]] == pytest.approx(once["intervals"][RATIOS[0]])
    apart = figures_of(four_times, resampled=True)["intervals"][RATIOS[0]]
    assert apart[1] - apart[0] < 0.7 * np.subtract(*once["intervals"][RATIOS[0]][::-1])


def test_a_face_that_never_changes_has_no_ratio(capsys):
    times = np.arange(0, 4, 1 / 30)
    still = np.tile(np.eye(8)[0], (len(times), 1))
    found = figures_of([Track(times, still, still, still)] * 3, resampled=True)
    assert found["intervals"] == dict.fromkeys(RATIOS)
    print_following({"as_drawn": found})
    assert "not known, since nothing changed" in capsys.readouterr().out


def test_drawn_faces_that_move_are_judged_with_the_noise_of_a_camera_too(tmp_path):
    times = np.tile(np.arange(40) / 25, (2, 1))
    still = np.tile(np.linspace(100, 110, 64).astype(np.uint8), (2, 40, 64, 1))  # so flat that noise is seen
    labels = np.tile(np.eye(8, dtype=np.float32)[0], (2, 40, 1))
    save_drawn(tmp_path / "motion.npz", MovingFaces(still, times, labels, np.array(["at rest", "at rest"])))
    result = evaluate_motion([tmp_path / "motion.npz"] * 2, weights_dir())
    assert result["sequences"] == 4
    drawn, noisy = (result[kind]["methods"]["smoothing 0 s"] for kind in ("as_drawn", "with_camera_noise"))
    assert drawn["flicker_per_min"] == 0 < noisy["flicker_per_min"]


def test_sequences_end_right_where_the_last_frame_says_what_is_shown(tmp_path, capsys):
    rng = np.random.default_rng(2)
    pictures = np.repeat(rng.integers(0, 255, (4, 1, 96, 96), dtype=np.uint8), 3, axis=1)
    times = np.tile(np.arange(3) / 10, (4, 1))
    network, manifest = load_network(weights_dir())
    matrix = crop_matrix(picture_matrix(96, FIELD), manifest.network.input_px)
    crops = np.stack([warp_face(picture, matrix, manifest.network.input_px) for picture in pictures[:, 0]])
    said = cnn_logits(network.cnn, crops).numpy().argmax(axis=1)
    person = np.arange(4)
    save_drawn(tmp_path / "right.npz", Peaks(pictures, times, person, np.full(4, said[0])))
    result = evaluate_peaks([tmp_path / "right.npz"] * 2, weights_dir())
    assert (result["sequences"], result["people"]) == (8, 8)
    alone = result["ways"]["CNN"]
    assert alone["of_40"] == pytest.approx(40 * (said == said[0]).mean())
    assert alone["interval"][0] <= alone["of_40"] <= alone["interval"][1]
    # a face that never moves is its own neutral face
    assert result["ways"]["calibrated: CNN"]["of_40"] == (40 if said[0] == 0 else 0)
    print_peaks(result)
    assert "of 40 so many end right" in capsys.readouterr().out


def test_groups_are_by_limits_and_by_the_ancestry_of_most_of_a_shape(tmp_path):
    ancestry = np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.4, 0.3, 0.3]])
    np.savez(tmp_path / "people.npz", years=np.array([20.0, 30.0, 60.0]), ancestry=ancestry)
    groups = groups_of(tmp_path / "people.npz")
    assert {name: rows.tolist() for name, rows in groups["years"].items()} == {
        "-inf to 30": [True, False, False],
        "30 to 55": [False, True, False],
        "55 to inf": [False, False, True],
    }
    assert {name: rows.tolist() for name, rows in groups["ancestry"].items()} == {
        "african": [True, False, False],
        "caucasian": [False, True, False],
    }

"""Faces that show nothing, of people of the second family: drawn, and how many are called something negative."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from fer_desktop.errors import DataError
from fer_desktop.paths import weights_dir
from fer_desktop.training import evaluate_at_rest
from fer_desktop.training.evaluate_at_rest import print_at_rest
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.held_out import N_AT_REST, HeldOutPeople, at_rest, save_held_out
from fer_desktop.training.render.repertoire import AT_REST
from tests.training.test_render import NAMES
from tests.training.test_second_family import faces


def people_at_rest(n: int, years: np.ndarray) -> HeldOutPeople:
    """Three pictures of each of n people."""
    rows, zero = 3 * n, np.zeros(3 * n, np.float32)
    shown = replace(faces(rows), expression=np.zeros(rows, np.int64), person=np.repeat(np.arange(n), 3))
    resting = np.tile([AT_REST, "speaking", "squinting"], n)
    known = dict.fromkeys(("tone", "maleness", "yaw", "pitch", "glasses", "beard"), zero)
    return HeldOutPeople(shown, resting, years=np.repeat(years, 3), ancestry=np.zeros((rows, 3), np.float32), **known)


def save(people: HeldOutPeople, path: Path) -> Path:
    save_held_out(path, people)
    return path


def test_a_face_that_looks_angry_at_rest_is_a_false_alarm_until_it_is_read_against_itself(
    tmp_path, monkeypatch, capsys
):
    neutral, angry = torch.tensor([6.0, *[0.0] * 7]), torch.tensor([0.0, 0, 0, 0, 9, 0, 0, 0])
    logits = torch.stack([neutral] * 3 + [angry] * 3 + [neutral, neutral, angry])
    monkeypatch.setattr(evaluate_at_rest, "cnn_logits", lambda *_: logits)
    path = save(people_at_rest(3, np.array([20.0, 40.0, 70.0], np.float32)), tmp_path / "rest.npz")
    result = evaluate_at_rest.evaluate_at_rest(path, weights_dir())
    assert (result["people"], result["faces"]) == (3, 6)
    everybody = result["shares"]["all"]["all"]
    assert everybody["n"] == 6  # the first picture of each is the neutral face and is not judged
    assert everybody["as_it_is"]["share"] == pytest.approx(3 / 6)
    assert everybody["calibrated"]["share"] == pytest.approx(1 / 6)
    assert everybody["as_it_is"]["interval"] == pytest.approx((0, 1))
    by_years = result["shares"]["years"]
    assert [part["as_it_is"]["share"] for part in by_years.values()] == [0, 1, 0.5]
    assert [part["calibrated"]["share"] for part in by_years.values()] == [0, 0, 0.5]
    kinds = result["shares"]["at rest"]
    assert set(kinds) == {"speaking", "squinting"}
    assert kinds["squinting"]["calibrated"]["share"] == pytest.approx(1 / 3)
    print_at_rest(result)
    assert "0.500 (0.000 to 1.000)   0.167" in capsys.readouterr().out


def test_faces_that_show_something_are_refused(tmp_path):
    people = people_at_rest(2, np.full(2, 30, np.float32))
    shown = replace(people, faces=replace(people.faces, expression=np.arange(6)))
    unknown = replace(people, resting=np.full(6, "speaking"))
    for i, wrong in enumerate((shown, unknown)):
        with pytest.raises(DataError, match="holds other faces than at rest"):
            evaluate_at_rest.evaluate_at_rest(save(wrong, tmp_path / f"{i}.npz"), weights_dir())


def test_at_rest_the_first_picture_shows_nothing_at_all_and_camera_and_light_stay():
    kinds = set()
    for seed in range(12):
        shown, cameras, lights = at_rest(Repertoire(NAMES), np.random.default_rng(seed))
        assert len(shown.expression) == N_AT_REST and not shown.expression.any()
        assert shown.resting[0] == AT_REST
        kinds |= {*shown.resting[1:]}
        assert len(set(lights.exposure)) == len(set(cameras.distance)) == 1
        assert np.ptp(cameras.yaw) < 0.4 and len(set(cameras.yaw)) == N_AT_REST
    assert len(kinds) > 4

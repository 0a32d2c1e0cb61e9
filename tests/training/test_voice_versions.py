"""Utterances in other voices, and who speaks where two take turns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.capture.demo.speech import spoken_mouth
from fer_desktop.core.types import Analysis
from fer_desktop.training.voice.measure_speakers import measure_turns, turns
from fer_desktop.training.voice.prepare import clean_and_distorted, others
from fer_desktop.training.voice.summarise import load_summaries
from fer_desktop.training.voice.voices import OTHERS
from fer_desktop.voice.statistics import N_STATISTICS
from tests.fakes import make_tracked
from tests.sounds import buzz

FPS = 30.0


def test_versions_are_clean_and_distorted_or_other_voices():
    sound, rng = buzz(120, 1.0), np.random.default_rng(0)
    clean, *distorted = clean_and_distorted(sound, 3, rng)
    assert clean is sound
    assert len(distorted) == 2
    heard = others(sound, 16, rng)
    assert [len(one) / len(sound) for one in heard] == pytest.approx([1 / tempo for *_, tempo in OTHERS], abs=0.02)
    assert len(others(sound, 2, rng)) == 2


def test_the_versions_of_several_files_count_those_of_the_same_utterances_alone(tmp_path):
    def written(name: str, n_versions: int, names: list[str]):
        shape = len(names), n_versions, N_STATISTICS
        statistics = np.full(shape, n_versions, np.float32)
        ends = np.arange(1, shape[0] * shape[1] + 1).reshape(shape[:2])
        texts = {"names": names, "speakers": ["03"] * len(names), "emotions": ["anger"] * len(names)}
        spectra = np.zeros((ends.size, 48), np.float16)
        np.savez(tmp_path / name, spectra=spectra, ends=ends, statistics=statistics, beginnings=statistics, **texts)
        return tmp_path / name

    of = load_summaries(written("a.npz", 2, ["u", "v"]), written("b.npz", 3, ["u", "v"]))
    assert of.whole[:, :, 0].tolist() == of.beginnings[:, :, 0].tolist() == [[2, 2, 3, 3, 3]] * 2
    with pytest.raises(ValueError, match="other utterances"):
        load_summaries(tmp_path / "a.npz", written("c.npz", 1, ["u", "w"]))


def test_who_takes_turns_is_mostly_named_right():
    def seen(speaks: bool) -> list[Analysis]:
        found = []
        for i in range(round(20 * FPS)):
            faces = []
            for k in (0, 1):
                opening = 0.2 * (spoken_mouth(0.05, i / FPS, k) if speaks else 0.05)
                landmarks = np.zeros((468, 3), np.float32)
                landmarks[263], landmarks[14] = (100, 0, 0), (0, 100 * opening, 0)
                one = make_tracked(k + 1, box=(100 * k, 0, 50, 50))
                faces.append(replace(one, face=replace(one.face, landmarks=landmarks)))
            found.append(Analysis(i, i / FPS, tuple(faces), 1.0))
        return found

    assert (np.diff(turns(20.0, np.random.default_rng(0))) >= 1.5).all()
    found = measure_turns(seen(True), seen(False), n=2)
    assert found.right + found.wrong + found.blank > 40
    assert found.right > 8 * found.wrong
    assert found.right > 0.5 * (found.right + found.wrong + found.blank)

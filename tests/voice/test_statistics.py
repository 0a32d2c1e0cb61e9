"""Statistics of utterances, on made sounds."""

import numpy as np
import pytest

from fer_desktop.core.sound import SOUND_RATE_HZ
from fer_desktop.voice.features import log_mel
from fer_desktop.voice.pitch import voicing
from fer_desktop.voice.statistics import LEAST_SPECTRA, N_STATISTICS, Contours, statistics
from tests.sounds import buzz


def contours(sound: np.ndarray) -> Contours:
    sound = sound.astype(np.float32)
    return Contours(log_mel(sound), *voicing(sound))


def sentence(pitch_hz: float = 120) -> np.ndarray:
    parts = [buzz(pitch_hz * (1 + 0.05 * i), 0.2) for i in range(5)]
    return np.concatenate([part for one in parts for part in (one, np.zeros(1600))])


@pytest.mark.parametrize("gain", [0.05, 0.3, 1.9])
def test_how_loud_a_sound_is_does_not_matter(gain):
    rng = np.random.default_rng(0)
    sound = sentence() + 1e-3 * rng.standard_normal(len(sentence()))
    one, other = statistics(contours(sound)), statistics(contours(gain * sound))
    assert np.abs(one - other).max() < 0.02


def test_a_higher_voice_differs_in_its_pitch_by_semitones():
    low, high = statistics(contours(sentence(120))), statistics(contours(sentence(240)))
    assert high[0] - low[0] == pytest.approx(12, abs=0.5)  # mean
    assert high[1] == pytest.approx(low[1], abs=0.3)  # spread


@pytest.mark.parametrize("n_spectra", [LEAST_SPECTRA, 17, 900])
@pytest.mark.parametrize("kind", ["silence", "noise", "click", "tone"])
def test_whatever_is_heard_gives_finite_numbers(n_spectra, kind):
    n = 640 + 320 * (n_spectra - 1)
    rng = np.random.default_rng(0)
    sound = {
        "silence": np.zeros(n),
        "noise": rng.standard_normal(n),
        "click": np.eye(1, n, n // 2)[0],
        "tone": np.sin(np.arange(n) * 2 * np.pi * 200 / SOUND_RATE_HZ),
    }[kind]
    found = statistics(contours(sound))
    assert found.shape == (N_STATISTICS,)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert np.abs(found).max() < 1e4


def test_contours_are_cut_and_joined():
    whole = contours(sentence())
    again = whole.part(0, 20).then(whole.part(20))
    for name in Contours._fields:
        assert np.array_equal(getattr(whole, name), getattr(again, name), equal_nan=True)

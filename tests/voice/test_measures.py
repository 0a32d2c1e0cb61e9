import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from fer_desktop.voice.features import HOP, N_MELS, WINDOW, log_mel, n_spectra, power, relative
from fer_desktop.voice.pitch import pitch
from fer_desktop.voice.syllables import speaking_rate
from fer_desktop.voice.utterances import Stretch, Utterances
from tests.sounds import RATE_HZ, buzz

WINDOW_S = 0.032


@pytest.mark.parametrize("pitch_hz", [70, 110, 220, 400])
def test_pitch_of_a_vowel(pitch_hz):
    found = pitch(buzz(pitch_hz, 1.0))
    assert np.median(found[~np.isnan(found)]) == pytest.approx(pitch_hz, rel=0.01)
    assert np.isnan(found).mean() < 0.1


def test_noise_and_silence_have_no_pitch():
    noise = np.random.default_rng(0).standard_normal(RATE_HZ).astype(np.float32) * 0.1
    assert np.isnan(pitch(noise)).mean() > 0.9
    assert np.isnan(pitch(np.zeros(RATE_HZ, np.float32))).all()
    assert len(pitch(np.zeros(10, np.float32))) == 0


def test_pitch_and_spectra_are_of_the_same_moments():
    sound = buzz(150, 0.7)
    assert len(pitch(sound)) == len(log_mel(sound)) == n_spectra(len(sound))


def test_spectra_in_pieces_are_those_of_the_whole():
    sound = np.random.default_rng(1).standard_normal(RATE_HZ).astype(np.float32)
    first = log_mel(sound[: WINDOW + 9 * HOP])
    rest = log_mel(sound[10 * HOP :])
    assert np.allclose(np.concatenate([first, rest]), log_mel(sound), atol=1e-4)


def test_power_is_the_mean_square():
    t = np.arange(RATE_HZ) / RATE_HZ
    tone = (0.5 * np.sin(2 * np.pi * 1000 * t)).astype(np.float32)
    assert power(log_mel(tone)).mean() == pytest.approx(0.125, rel=0.1)


def test_loudness_does_not_matter():
    sound = buzz(150, 1.0)
    loud, quiet = (relative(spectra, power(spectra).mean()) for spectra in (log_mel(sound), log_mel(sound * 0.03)))
    assert loud.shape[1] == N_MELS
    assert np.allclose(loud, quiet, atol=0.05)


@pytest.mark.parametrize("rate_hz", [2.0, 4.0, 6.0])
def test_syllables_are_counted(rate_hz):
    t = np.arange(3 * RATE_HZ) / RATE_HZ
    spectra = log_mel(buzz(120, 3.0) * (0.55 - 0.45 * np.cos(2 * np.pi * rate_hz * t)).astype(np.float32))
    assert speaking_rate(power(spectra), np.ones(len(spectra), bool)) == pytest.approx(rate_hz, rel=0.15)


def test_no_rate_of_a_moment_or_of_noise_without_voice():
    spectra = log_mel(buzz(120, 0.5))
    assert np.isnan(speaking_rate(power(spectra), np.ones(len(spectra), bool)))
    spectra = log_mel(buzz(120, 2.0))
    assert speaking_rate(power(spectra), np.zeros(len(spectra), bool)) == 0


def followed(probabilities) -> list[Stretch]:
    utterances, found = Utterances(512), []
    for probability in probabilities:
        ended = utterances.add(probability)
        found += [ended] if ended else []
    ended = utterances.end()
    return found + ([ended] if ended else [])


def test_an_utterance_begins_a_little_before_and_ends_with_the_last_speech():
    (one,) = followed([0.0] * 20 + [0.9] * 30 + [0.0] * 40)
    assert one == Stretch(20 * 512 - 1600, 50 * 512)


def test_a_short_pause_does_not_end_it_and_a_crackle_begins_none():
    assert len(followed([0.9] * 20 + [0.1] * 10 + [0.9] * 20 + [0.0] * 40)) == 1
    assert followed([0.0] * 20 + [0.9] * 2 + [0.0] * 40) == []


def test_utterances_never_overlap_and_long_ones_are_parted():
    found = followed([0.9] * round(40 / WINDOW_S) + [0.0] * 40 + [0.9] * 20)
    assert len(found) == 4
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert max(one.end - one.start for one in found) <= 15.1 * RATE_HZ


def test_spectra_leave_other_threads_asleep():
    """The threads of BLAS, once woken, would spin for milliseconds on the cores that the faces need."""
    work = (
        "import time, numpy as np\n"
        "from fer_desktop.voice.features import log_mel\n"
        "sound = np.random.default_rng(1).normal(0, 0.1, 8000).astype(np.float32)\n"
        "time.sleep(0.5)  # what importing woke falls asleep\n"
        "before = time.process_time() - time.thread_time()\n"
        "for _ in range(100):\n"
        "    log_mel(sound)\n"
        "    time.sleep(0.003)\n"
        "print(time.process_time() - time.thread_time() - before)\n"
    )
    told = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)
    assert float(told.stdout) < 0.05  # s; with `@` some 0.2 where there are two cores

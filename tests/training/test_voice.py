"""The training of the voice, on made sounds."""

import numpy as np
import pytest

from fer_desktop.training.voice import summarise
from fer_desktop.training.voice.answers import (
    NETWORK_SHARE,
    RECOGNISER,
    STATISTICS,
    answered,
    load_answers,
    recalls,
)
from fer_desktop.training.voice.batches import Batches, Spectra
from fer_desktop.training.voice.corpus import Utterance
from fer_desktop.training.voice.distort import coded, distorted, telephone
from fer_desktop.training.voice.evaluate_voice import evaluate_voice, print_voice
from fer_desktop.training.voice.options import VoiceOptions
from fer_desktop.training.voice.protocol import leave_out
from fer_desktop.training.voice.robustness import Listener, measure
from fer_desktop.training.voice.summarise import Summaries
from fer_desktop.training.voice.train import VoiceTrainer
from fer_desktop.training.voice.unseen import UNSEEN
from fer_desktop.training.voice.voices import another_voice, resampled, stretched, with_formants
from fer_desktop.voice.features import log_mel
from fer_desktop.voice.manifest import CLASSES, VoiceNetworkConfig
from fer_desktop.voice.network import Summary, VoiceNetwork
from fer_desktop.voice.pitch import pitch
from fer_desktop.voice.runtime import CONTEXT, STRIDE
from fer_desktop.voice.statistics import N_STATISTICS
from tests.sounds import buzz

OPTIONS = VoiceOptions(epochs=2, batch=7, longest=40)
SMALL = VoiceNetworkConfig(widths=(2, 8), hidden=8, attention=4)


@pytest.fixture(scope="module")
def spectra() -> Spectra:
    """Two speakers, each class twice, in two versions."""
    parts = [log_mel(buzz(80 + 20 * i, 1.2)).astype(np.float16) for i in range(14) for _ in range(2) for _ in range(2)]
    ends = np.cumsum([len(part) for part in parts]).reshape(28, 2)
    labels = np.arange(28) % 7
    names = np.array([f"u{i}" for i in range(28)])
    return Spectra(np.concatenate(parts), ends, names, np.array(["03"] * 14 + ["08"] * 14), labels)


@pytest.mark.parametrize("seed", range(8))
def test_a_distorted_voice_is_still_sound(seed):
    sound = distorted(buzz(150, 1.0), np.random.default_rng(seed))
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert 0.6 < len(sound) / 16_000 < 1.6
    assert 0.01 < np.abs(sound).max() <= 1


def test_lines_keep_the_time_of_a_voice():
    sound, rng = buzz(150, 1.0), np.random.default_rng(0)
    for other in (coded(sound, rng), telephone(sound, rng)):
        assert np.corrcoef(sound[: len(other)], other)[0, 1] > 0.6
    assert len(resampled(sound, 1.25)) == 12_800


@pytest.mark.parametrize("name", UNSEEN)
def test_what_was_not_trained_on_is_still_that_voice(name):
    sound = buzz(150, 1.0)
    heard = UNSEEN[name](sound, np.random.default_rng(0))
    assert heard.dtype == np.float32
    assert np.isfinite(heard).all()
    assert 0.7 < len(heard) / len(sound) < 1.5
    semitones = float(name.split()[0]) * (1 if "up" in name else -1) if "semitones" in name else 0.0
    if name != "all at once":  # whose pitch is drawn
        assert np.nanmedian(pitch(heard)) == pytest.approx(150 * 2 ** (semitones / 12), rel=0.03)


def test_stretching_changes_the_length_alone():
    for speed in (0.7, 1.0, 1.4):
        heard = stretched(buzz(120, 2.0), speed)
        assert len(heard) / 32_000 == pytest.approx(1 / speed, abs=0.01)
        assert np.nanmedian(pitch(heard)) == pytest.approx(120, rel=0.02)


def resonance_hz(sound: np.ndarray) -> float:
    """Where the envelope of a buzz is highest."""
    power = np.abs(np.fft.rfft(sound[4000:12_000] * np.hanning(8000))) ** 2
    smooth = np.convolve(power, np.hanning(300), mode="same")
    return float(smooth.argmax() * 2)


def test_formants_move_and_pitch_stays_or_both_as_wanted():
    sound = buzz(70, 1.0)
    assert resonance_hz(sound) == pytest.approx(700, rel=0.03)
    for factor in (0.85, 1.2):
        heard = with_formants(sound, factor)
        assert len(heard) == len(sound)
        assert resonance_hz(heard) == pytest.approx(700 * factor, rel=0.04)
        assert np.nanmedian(pitch(heard)) == pytest.approx(70, rel=0.02)
    heard = another_voice(sound, 1.0, 5.0, 1.25)
    assert len(heard) / len(sound) == pytest.approx(0.8, abs=0.02)
    assert np.nanmedian(pitch(heard)) == pytest.approx(70 * 2 ** (5 / 12), rel=0.02)
    assert resonance_hz(heard) == pytest.approx(700, rel=0.1)  # and not 934


def test_listeners_know_neither_the_speaker_nor_the_distortion():
    listener = Listener(VoiceNetwork(SMALL).eval(), Summary(len(CLASSES)).eval())
    heard = [Utterance(f"u{i}", buzz(90 + 20 * i, 1.0), "03", name) for i, name in enumerate(CLASSES)]
    seven, six = measure(heard, {"03": listener}, UNSEEN["8 kHz"])
    assert 0 <= min(seven, six) <= max(seven, six) <= 1


def test_batches_have_silence_before_and_after(spectra):
    batches = Batches(spectra, np.arange(28), OPTIONS)
    drawn = list(batches.epoch(np.random.default_rng(0)))
    assert len(drawn) == 4
    for batch in drawn:
        assert batch.x.shape[0] == 7
        assert (batch.x[:, :CONTEXT] == -2).all()
        assert int(batch.steps.max()) * STRIDE + CONTEXT == batch.x.shape[1]


def test_a_run_that_was_stopped_goes_on_exactly(spectra, tmp_path):
    def trained(out) -> dict:
        return VoiceTrainer(spectra, np.arange(28), SMALL, OPTIONS, out).run().state_dict()

    whole = trained(tmp_path / "whole")
    stopped = VoiceTrainer(spectra, np.arange(28), SMALL, OPTIONS, tmp_path / "parts")
    stopped.run(until=1)
    goes_on = trained(tmp_path / "parts")
    assert all((whole[name] == goes_on[name]).all() for name in whole)


def test_recalls_are_of_the_classes_that_occur():
    found = recalls(np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1]))
    assert found[:2].tolist() == [0.5, 0.5]
    assert np.isnan(found[2:]).all()


def test_a_speaker_is_left_out_and_the_figures_are_printed(spectra, tmp_path, capsys):
    for speaker in ("03", "08"):
        leave_out(spectra, speaker, "mean", OPTIONS, tmp_path)
    assert answered(tmp_path, "mean") == ("03", "08")
    logits, labels = load_answers(tmp_path, "mean", "live")
    assert logits.shape == (28, len(CLASSES))
    assert labels.tolist() == (np.arange(28) % 7).tolist()
    result = evaluate_voice(tmp_path, tmp_path)
    print_voice(result)
    assert f"{result['mean']['whole']['uar']:.3f}" in capsys.readouterr().out


def test_the_layer_over_statistics_learns_and_leaves_a_speaker_out(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    labels, speakers = np.tile(np.arange(7), 8), np.repeat(["03", "08", "09", "10"], 14)
    centres = rng.normal(0, 2, (7, N_STATISTICS))
    whole = (centres[labels][:, None] + rng.normal(0, 1, (56, 2, N_STATISTICS))).astype(np.float32)
    of = Summaries(whole, whole, labels, speakers, np.array([f"u{i}" for i in range(56)]))
    monkeypatch.setattr(summarise, "_PENALTIES", (1e-2,))
    for speaker in ("03", "08", "09", "10"):
        summarise.leave_out(of, speaker, tmp_path)
    logits, found = load_answers(tmp_path, STATISTICS, "whole")
    assert (logits.argmax(axis=1) == found).mean() > 0.95
    for speaker in ("03", "08", "09", "10"):
        (tmp_path / "gru-attention").mkdir(exist_ok=True)
        (tmp_path / "gru-attention" / f"{speaker}.npz").write_bytes(
            (tmp_path / STATISTICS / f"{speaker}.npz").read_bytes()
        )
    both, _ = load_answers(tmp_path, RECOGNISER, "whole")
    assert np.allclose(both, (1 + NETWORK_SHARE) * logits, atol=1e-4)

"""The voice of the demo, listened to."""

import numpy as np
import pytest

from fer_desktop.capture.demo.script import SCRIPT
from fer_desktop.capture.demo.speech import MANNERS
from fer_desktop.capture.demo.voice import DemoVoice
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.sound import Sound
from fer_desktop.core.voice import Heard, VoiceScores, joined
from fer_desktop.errors import WeightsMissing
from fer_desktop.voice.activity import SpeechActivity
from fer_desktop.voice.analyzer import VoiceAnalyzer
from fer_desktop.voice.expression import VoiceExpression
from fer_desktop.voice.manifest import VoiceNetworkConfig
from fer_desktop.voice.runtime import CONTEXT, STRIDE, VoiceAnswers

LENGTH_S = 20.0
BEGINS_S = np.cumsum([0.0, *(held for _, held in SCRIPT)])


class SumsOfBands:
    """A network that says how loud seven bands were until now."""

    def step(self, x, state, statistics) -> VoiceAnswers:
        new = x[CONTEXT:].reshape(-1, STRIDE, x.shape[1])[:, :, :7].mean(axis=1)
        sums = state[:7] + np.cumsum(new, axis=0)
        return VoiceAnswers(0.1 * sums, np.concatenate([sums[-1], state[7:]]).astype(np.float32))


def listen(blocks) -> Heard:
    voice = VoiceAnalyzer(SpeechActivity(), VoiceExpression(SumsOfBands(), VoiceNetworkConfig()))
    heard = Heard()
    for block in blocks:
        heard = joined(heard, voice.add(block))
    return joined(heard, voice.end())


@pytest.fixture(scope="module")
def blocks() -> list[Sound]:
    return list(DemoVoice(LENGTH_S).blocks())


@pytest.fixture(scope="module")
def heard(blocks) -> Heard:
    return listen(blocks)


def test_every_sentence_is_an_utterance(heard):
    assert len(heard.utterances) == len(SCRIPT)
    for number, (one, (_, held_s), begins_s) in enumerate(zip(heard.utterances, SCRIPT, BEGINS_S, strict=False), 1):
        assert one.utterance == number
        assert one.time_s == pytest.approx(begins_s + 0.4, abs=0.2)
        assert one.end_s == pytest.approx(begins_s + held_s - 0.5, abs=0.2)


def test_pitch_loudness_and_rate_are_those_of_the_script(heard):
    for one, (expression, held_s) in zip(heard.utterances, SCRIPT, strict=True):
        manner = MANNERS[expression]
        assert one.pitch_hz == pytest.approx(manner.pitch_hz, rel=0.15)
        assert one.loudness_db == pytest.approx(manner.loudness_db, abs=3)
        if held_s > 2:
            assert one.rate_hz == pytest.approx(manner.rate_hz, rel=0.2)


def test_an_answer_every_quarter_of_a_second(heard):
    assert [piece.time_s for piece in heard.pieces] == pytest.approx([i / 4 for i in range(80)])
    assert {piece.duration_s for piece in heard.pieces} == {0.25}
    for piece in heard.pieces:
        assert (piece.utterance is not None) == piece.is_speech
        if not piece.is_speech:
            assert piece.scores is None
            assert np.isnan(piece.pitch_hz)
    speech = [piece for piece in heard.pieces if piece.is_speech]
    assert len(speech) > 30
    assert sum(piece.scores is not None for piece in speech) >= len(speech) - 2 * len(SCRIPT)


def test_surprise_and_contempt_are_not_known(heard):
    for sample in heard.utterances:
        assert isinstance(sample.scores, VoiceScores)
        known = ~np.isnan(sample.scores.probabilities)
        assert {name for name, is_known in zip(EXPRESSIONS, known, strict=True) if not is_known} == {
            "surprise",
            "contempt",
        }
        assert np.nansum(sample.scores.probabilities) == pytest.approx(1)
        assert -1 <= sample.scores.arousal <= 1


@pytest.mark.parametrize("size", [160, 1111, 40_000])
def test_the_size_of_blocks_does_not_matter(blocks, heard, size):
    whole = np.concatenate([block.samples for block in blocks])
    others = listen(Sound(i / 16_000, whole[i : i + size].copy()) for i in range(0, len(whole), size))
    assert len(others.pieces) == len(heard.pieces)
    for one, other in zip(heard.pieces, others.pieces, strict=True):
        assert one.is_speech == other.is_speech
        assert one.pitch_hz == pytest.approx(other.pitch_hz, nan_ok=True)
        if one.scores is not None and other.scores is not None:
            assert np.allclose(one.scores.probabilities, other.scores.probabilities, atol=1e-4, equal_nan=True)


def test_what_comes_later_changes_nothing(blocks, heard):
    first = listen(blocks[:100])
    for one, other in zip(first.pieces[:-2], heard.pieces, strict=False):
        assert one.is_speech == other.is_speech
        if one.scores is not None:
            assert np.array_equal(one.scores.probabilities, other.scores.probabilities, equal_nan=True)


def test_a_gap_ends_an_utterance_and_times_stay_right(blocks):
    kept = [block for block in blocks if not 4.5 < block.time_s < 5.45]
    found = listen(kept)
    assert len(found.utterances) == len(SCRIPT) + 1
    assert not any(piece.is_speech for piece in found.pieces if 4.6 < piece.time_s < 5.4)
    assert all(not (4.7 < piece.time_s < 5.3) for piece in found.pieces)
    later = [one for one in found.utterances if one.time_s > 7]
    assert [one.time_s for one in later] == pytest.approx([7.32, 9.3, 12.32, 14.3, 18.32], abs=0.1)


def test_a_clock_that_drifts_is_followed(blocks):
    drifting = [Sound(block.time_s * 1.0002 + 5, block.samples) for block in blocks]
    found = listen(drifting)
    assert len(found.utterances) == len(SCRIPT)
    assert found.pieces[-1].end_s == pytest.approx(25 + 20 * 0.0002, abs=0.01)


def test_silence_is_no_speech_and_has_no_loudness():
    found = listen([Sound(0.0, np.zeros(32_000, np.float32))])
    assert not found.utterances
    assert all(not piece.is_speech and np.isnan(piece.loudness_db) for piece in found.pieces)


def test_without_the_package_the_detector_is_said_to_be_missing(monkeypatch):
    monkeypatch.setattr("fer_desktop.voice.activity.find_spec", lambda name: None)
    with pytest.raises(WeightsMissing, match="detector of speech"):
        SpeechActivity()

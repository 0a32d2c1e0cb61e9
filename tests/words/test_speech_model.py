"""What hears words: asked once for each utterance, for so many words as can be said in it."""

from types import SimpleNamespace

import numpy as np
import pytest

from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.errors import SpeechModelUnusable
from fer_desktop.paths import words_weights_dir
from fer_desktop.words import hearing, speech_model
from fer_desktop.words.speech_model import Heard, WhisperModel, state_of


class Library:
    """In the place of faster-whisper's model."""

    def __init__(self) -> None:
        self.asked: dict = {}

    def transcribe(self, samples, **how):
        if how["language"] == "xx":
            raise ValueError("'xx' is not a valid language code")
        self.asked = how
        segment = SimpleNamespace(start=0.1, end=0.9, text=" I am so happy. ")
        return iter([segment]), SimpleNamespace(language="en")


def test_it_is_asked_once_and_ends():
    library = Library()
    heard = WhisperModel(library).hear(np.zeros(2 * SOUND_RATE_HZ, np.float32), "en-GB")
    assert heard == [Heard(0.1, 0.9, "I am so happy.", "en")]
    assert (library.asked["language"], library.asked["temperature"], library.asked["max_new_tokens"]) == ("en", 0.0, 56)
    WhisperModel(library).hear(np.zeros(60 * SOUND_RATE_HZ, np.float32), None)
    assert (library.asked["language"], library.asked["max_new_tokens"]) == (None, 220)


def test_a_language_that_it_does_not_know_is_said():
    with pytest.raises(SpeechModelUnusable, match="does not know the language xx"):
        WhisperModel(Library()).hear(np.zeros(10, np.float32), "xx")


def test_an_utterance_becomes_lines_that_are_read(monkeypatch, tmp_path):
    monkeypatch.setattr(hearing, "open_speech_model", lambda folder: WhisperModel(Library()))
    hear = hearing.open_hearing(tmp_path, words_weights_dir(), None)
    (line,) = hear(Sound(-0.2, np.zeros(SOUND_RATE_HZ, np.float32))).lines
    assert (line.said.start_s, line.said.text, line.language) == (0.0, "I am so happy.", "en")
    assert line.scores.top == "happiness"
    (bare,) = hearing.open_hearing(tmp_path, tmp_path, None)(Sound(5.0, np.zeros(SOUND_RATE_HZ, np.float32))).lines
    assert bare.scores is None
    assert bare.said.start_s == pytest.approx(5.1)


def test_its_state_is_told_by_a_quick_look(monkeypatch, tmp_path):
    monkeypatch.setattr(speech_model, "is_installed", lambda: False)
    assert state_of(str(tmp_path)) == "not installed"
    monkeypatch.setattr(speech_model, "is_installed", lambda: True)
    assert state_of("") == "no folder"
    assert state_of(str(tmp_path)) == "no model"
    for name in ("model.bin", "config.json"):
        (tmp_path / name).touch()
    assert state_of(str(tmp_path)) == "ready"

"""One decision of face, voice and words, with what it rests on; blank where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.live_fusion import Decision
from fer_desktop.core.sound import SoundInfo
from fer_desktop.core.words import Said, WordsSample
from fer_desktop.engine.status import HearingStatus
from fer_desktop.engine.transcribing import TranscribingStatus
from fer_desktop.ui.live.together import TogetherBar
from tests.results.test_fusion import ANGRY

HEARING = HearingStatus(SoundInfo("mic"))


def decision(face: int | None, time_s: float = 1.0, weights: tuple[float, ...] = (0.5, 0.3, 0.2)) -> Decision:
    probabilities = np.full(8, 0.05)
    probabilities[4] = 0.65
    return Decision(time_s, face, probabilities, np.array(weights), np.zeros(3), "anger", "neutral")


@pytest.fixture
def bar(qtbot):
    made = TogetherBar()
    qtbot.addWidget(made)
    return made


def test_it_is_there_while_somebody_listens(bar):
    assert bar.isHidden()
    bar.show_hearing(HEARING)
    assert not bar.isHidden()
    assert bar.decision.text == ""
    bar.keep_away(True)
    bar.show_hearing(HEARING)
    assert bar.isHidden()
    bar.keep_away(False)
    bar.show_hearing(None)
    assert bar.isHidden()


def test_it_is_about_the_selected_face_else_about_nobody(bar):
    bar.show_hearing(HEARING)
    bar.show_fused([decision(1, 0.75), decision(1), decision(2, weights=(1, 0, 0))], (2,))
    assert bar.decision.text == "anger 65% (face 100%)"
    bar.show_fused([decision(1), decision(None, weights=(0, 1, 0))], (2,))
    assert bar.decision.text == "anger 65% (voice 100%)"
    bar.show_fused([decision(1)], (2,))
    assert bar.decision.text == ""
    bar.show_fused([decision(1)], (1,))
    assert bar.decision.text == "anger 65% (face 50%, voice 30%, words 20%)"
    assert not bar.grab().isNull()
    bar.show_hearing(None)
    assert bar.decision.text == ""


def test_words_say_what_all_said_then(bar):
    bar.show_said(WordsSample(Said(0, 1, "I hate it"), "en", ANGRY), [decision(1)])
    assert bar.said.text == "“I hate it”  anger 65% (face 50%, voice 30%, words 20%)"
    bar.show_said(WordsSample(Said(0, 1, "Nein"), "de"), [])
    assert bar.said.text == "“Nein”  (not read: de)"
    bar.show_said(WordsSample(Said(0, 1, "I hate it"), "en", ANGRY), [])
    assert bar.said.text == "“I hate it”"
    bar.clear()
    assert bar.said.text == ""


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (TranscribingStatus("loading"), "Words: loading the model..."),
        (TranscribingStatus("ready"), "Words: ready"),
        (TranscribingStatus("ready", 3, 7.4), "Words: 3 wait, 7 s behind"),
        (TranscribingStatus("failed"), "Words: not heard"),
    ],
)
def test_how_far_the_hearing_of_words_is(bar, status, text):
    bar.show_hearing_of_words(None)
    assert bar.queue.isHidden()
    bar.show_hearing_of_words(status)
    assert bar.queue.text == text
    assert not bar.queue.isHidden()

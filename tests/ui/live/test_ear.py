"""What the window shows of what it hears."""

from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.core.fused_timeline import OF_ALL_STREAMS, RESTS_ON, TOGETHER, FusedTimeline
from fer_desktop.core.sound import CardFacts, SoundInfo
from fer_desktop.core.timeline import Timeline
from fer_desktop.core.voice import Heard, VoiceSample, scores_of
from fer_desktop.core.voice_timeline import LOUDNESS, OF_A_VOICE, SPEECH, VoiceTimeline
from fer_desktop.engine.status import EngineStatus, HearingStatus, Phase
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.timeline.view import TimelineView
from fer_desktop.ui.widgets.actions import Actions
from tests.ui.live.test_together import decision

CLASSES = ("neutral", "happiness", "sadness", "anger", "disgust", "fear", "boredom")


def scores(top: int):
    values = np.full(7, 0.02, np.float32)
    values[top] = 0.88
    return scores_of(CLASSES, values)


def heard(first_s: float = 0.0, n: int = 12) -> Heard:
    """Silence, then happy speech, then angry speech."""
    pieces = []
    for i in range(n):
        is_speech = i >= 4
        told = scores(1 if i < 8 else 3) if is_speech else None
        loudness = -20.0 if is_speech else np.nan
        pieces.append(VoiceSample(first_s + i / 4, 0.25, is_speech, 1 if is_speech else None, told, 120.0, loudness))
    return Heard(tuple(pieces))


def status(hearing: HearingStatus | None) -> EngineStatus:
    return EngineStatus(Phase.RUNNING, None, 30.0, 30.0, (20.0, 30.0), 100, 0, 0, 0, hearing=hearing)


def test_speech_is_stretches_of_one_expression_and_loudness_a_curve_with_gaps():
    voice = VoiceTimeline()
    voice.extend([heard(), heard(10.0)])
    speech, loudness = voice.speech(0.0, 20.0), voice.loudness(0.0, 20.0)
    assert speech.labels == ("happiness", "anger", "happiness", "anger")
    assert speech.starts_s.tolist() == [1.0, 2.0, 11.0, 12.0]
    assert speech.ends_s.tolist() == [2.0, 3.0, 12.0, 13.0]
    assert len(loudness.times_s) == 24
    assert np.flatnonzero(~loudness.joined).tolist() == [11, 23]
    assert np.isnan(loudness.values[0, 0])
    assert len(voice.loudness(0.0, 20.0, max_rows=6).times_s) == 6
    assert voice.speech(9.0, 11.4).starts_s.tolist() == [11.0]


def test_what_is_old_is_forgotten():
    voice = VoiceTimeline(keep_s=5.0)
    voice.extend([heard(), heard(10.0)])
    assert len(voice) == 12


def test_the_lanes_of_the_voice_come_with_the_first_sound_and_go_with_the_run(qtbot):
    view = TimelineView(Actions(None))
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    voice = VoiceTimeline()
    view.begin(Timeline(), voice)
    view.show_time(1.0)
    assert view.streams.block is None
    voice.extend([heard()])
    view.show_time(3.0)
    assert view.streams.block is not None
    assert [plot.lane.key for plot in view.streams.block.plots] == [SPEECH.key, LOUDNESS.key]
    view.begin(Timeline(), VoiceTimeline())
    assert view.streams.block is None


def test_what_all_say_together_stands_above_the_voice(qtbot):
    view = TimelineView(Actions(None))
    qtbot.addWidget(view)
    voice, fused = VoiceTimeline(), FusedTimeline()
    voice.extend([heard()])
    view.begin(Timeline(), voice, fused)
    view.refresh()
    assert view.streams.block.lanes == list(OF_A_VOICE)
    fused.extend([decision(None, weights=(0, 0.5, 0.5))])
    view.refresh()
    assert view.streams.block.lanes == [*OF_ALL_STREAMS, *OF_A_VOICE]
    assert view.blocks == [view.streams.block]
    assert view.streams.block.plot(RESTS_ON.key).item.spans.labels == ("voice, words",)
    assert view.streams.block.plot(TOGETHER.key).item.spans.labels == ("anger",)
    view.point_at(1.0)
    assert view.streams.block.plots[0].cursor.isVisible()


@pytest.mark.parametrize("is_live", [True, False])
def test_a_badge_is_there_on_every_page_while_a_microphone_is_open(qtbot, is_live):
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    sound = SoundInfo("Desk microphone", is_live=is_live)
    window.show_status(status(HearingStatus(sound, -23.0, CardFacts(n_lost=2), (40.0, 60.0))))
    for page in (window.live, window.sessions):
        window.show_page(page)
        assert window.open_microphone.isVisible() is is_live
    window.show_page(window.live)
    assert window.live.top_bar.ear.meter.isVisible()
    assert window.live.top_bar.ear.meter.level_db == -23.0
    assert "Desk microphone: -23 dB, 40 ms, 2 blocks of sound lost" in window.status_text
    if is_live:
        corner = window.open_microphone.geometry()
        assert corner.right() < window.open_microphone.parentWidget().width()
        window.toggle_full_screen()
        assert window.open_microphone.isVisible()
    window.show_status(status(None))
    assert not window.open_microphone.isVisible()
    assert not window.live.top_bar.ear.meter.isVisible()
    window.close_now()


def test_the_settings_keep_a_microphone_that_is_not_connected(qtbot, tmp_path):
    dialog = SettingsDialog(Settings(microphone="Headset", keep_voice="sound"), tmp_path)
    qtbot.addWidget(dialog)
    assert (dialog.chosen.microphone, dialog.chosen.keep_voice) == ("Headset", "sound")
    dialog.offer_microphones(["Webcam", "Desk microphone"])
    assert dialog.chosen.microphone == "Headset"
    box = dialog._microphone
    assert [box.itemText(i) for i in range(1, box.count())] == ["Webcam", "Desk microphone", "Headset"]
    box.setCurrentIndex(0)
    assert dialog.chosen.microphone == ""

"""What a session keeps of the sound."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.voice import Heard, VoiceSample, scores_of
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.voice_schema import VOICE_HEADER
from tests.factories import CAMERA, fill
from tests.fakes import MODEL

CLASSES = ("neutral", "happiness", "sadness", "anger", "disgust", "fear", "boredom")
FACTS = VoiceFacts(source="film.mp4", track=1, model=ModelFacts(model_id="voice-test"))


def heard(n: int = 8) -> Heard:
    """Two seconds: silence, then an utterance."""
    scores = scores_of(CLASSES, np.array([0.1, 0.2, 0.0, 0.5, 0.0, 0.0, 0.2], np.float32))
    pieces = tuple(
        VoiceSample(i / 4, 0.25, i >= 4, 1 if i >= 4 else None, scores if i >= 4 else None, 120.0, -20.0, np.nan, 2)
        for i in range(n)
    )
    return Heard(pieces, (VoiceSample(1.0, 1.0, True, 1, scores, 121.5, -19.0, 4.2),))


def begin(root, passphrase="") -> SessionWriter:
    return SessionWriter(root, SessionHeader("film", CAMERA, MODEL, voice=FACTS), WriterOptions(passphrase=passphrase))


def counts() -> RecordingCounts:
    return RecordingCounts(40, 0, 0)


def test_pandas_reads_the_table_and_what_is_not_known_is_blank(tmp_path):
    writer = fill(begin(tmp_path))
    writer.add_heard(heard())
    table = pd.read_csv(f"{writer.close(counts())}/voice.csv")
    assert tuple(table.columns) == VOICE_HEADER
    assert table["is_speech"].tolist() == [0] * 4 + [1] * 4
    speech = table[table["is_speech"] == 1]
    assert speech[["voice_surprise", "voice_contempt"]].isna().all().all()
    known = [f"voice_{name}" for name in EXPRESSIONS if name not in ("surprise", "contempt")]
    assert speech[known].sum(axis=1).tolist() == pytest.approx([1.0] * 4, abs=1e-5)
    assert speech["voice_anger"].iloc[0] == pytest.approx(0.5 / 0.8)
    assert set(speech["voice_expression"]) == {"anger"}
    assert table[known][:4].isna().all().all()
    assert speech["arousal"].iloc[0] == pytest.approx(0.5)


@pytest.mark.parametrize("passphrase", ["", "correct horse"])
def test_a_session_gives_back_what_was_heard(tmp_path, passphrase):
    writer = fill(begin(tmp_path, passphrase))
    writer.add_heard(heard())
    session = load_session(Path(writer.close(counts())), passphrase)
    assert not session.problems
    assert session.info.voice.utterances == 1
    assert session.info.voice.speech_s == 1.0
    assert session.info.voice.duration_s == 2.0
    assert session.voice["time_s"].tolist() == [i / 4 for i in range(8)]
    assert session.utterances["pitch_hz"].tolist() == [121.5]
    assert session.voice["speaker"][0] == 2


def test_a_session_without_sound_has_no_voice(tmp_path):
    session = load_session(Path(fill(SessionWriter(tmp_path, SessionHeader("film", CAMERA, MODEL))).close(counts())))
    assert session.voice is None
    assert session.utterances is None
    assert session.info.voice is None
    assert "voice" not in json.loads((session.folder / "session.json").read_text())


def test_sound_alone_is_a_session(tmp_path):
    writer = begin(tmp_path)
    writer.add_heard(heard())
    session = load_session(Path(writer.close(RecordingCounts(0, 0, 0))))
    assert not session.problems
    assert len(session.recorded) == 0
    assert session.info.duration_s == 2.0


def test_what_was_heard_survives_a_crash(tmp_path):
    writer = fill(begin(tmp_path))
    writer.add_heard(heard())
    writer._close_files()
    writer._lock.release()
    with (writer.folder / "voice.csv").open("a") as file:
        file.write("2.0,0.2")  # a row that was cut short
    session = load_session(recover(writer.folder))
    assert not session.problems
    assert len(session.voice) == 8
    assert session.info.voice.speech_s == 1.0
    assert session.info.voice.utterances == 1


def test_changed_and_missing_tables_are_noticed(tmp_path):
    writer = fill(begin(tmp_path))
    writer.add_heard(heard())
    writer.close(counts())
    folder = next(tmp_path.iterdir())
    path = folder / "voice.csv"
    path.write_text(path.read_text().replace("-20.00", "-10.00", 1))
    (folder / "utterances.csv").unlink()
    problems = [str(problem) for problem in load_session(folder).problems]
    assert any("voice.csv is damaged" in text for text in problems)
    assert any("utterances.csv is missing" in text for text in problems)

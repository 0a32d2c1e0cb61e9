"""What was heard, beside what was seen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.cli.main import main
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.voice import Heard, VoiceSample, scores_of
from fer_desktop.results.report import write_report
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.voice import JOINED, voice_statistics
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.factories import CAMERA, write_session
from tests.fakes import MODEL, make_analysis, make_tracked

CLASSES = ("neutral", "happiness", "sadness", "anger", "disgust", "fear", "boredom")
FACTS = VoiceFacts(source="film.mp4", track=1, model=ModelFacts(model_id="voice-test"))


def write(root: Path, n_frames: int = 45) -> Path:
    """A face for 1.5 s; sound from 0.25 to 1 s, of which the last 0.5 s are speech."""
    writer = SessionWriter(root, SessionHeader("film", CAMERA, MODEL, voice=FACTS))
    scores = scores_of(CLASSES, np.array([0.1, 0.2, 0.0, 0.5, 0.0, 0.0, 0.2], np.float32))
    speech = VoiceSample(0.5, 0.25, True, 1, scores, pitch_hz=120.0, loudness_db=-20.0, speaker=1)
    pieces = (
        VoiceSample(0.25, 0.25, False, loudness_db=-60.0),
        speech,
        replace(speech, time_s=0.75),
    )
    for i in range(n_frames):
        writer.add_analysis(make_analysis(i, [make_tracked(1)]))
    writer.add_heard(Heard(pieces, (replace(speech, duration_s=0.5, rate_hz=4.0),)))
    return Path(writer.close(RecordingCounts(n_frames, 0, 0)))


def test_each_row_has_what_is_heard_then(tmp_path):
    table = select(load_session(write(tmp_path)), Selection(with_voice=True))
    times = table["time_s"]
    assert np.array_equal(table["is_speech"] == 1, (times >= 0.5) & (times < 1.0))
    assert np.array_equal(np.isnan(table["loudness_db"]), (times < 0.25) | (times >= 1.0))
    assert set(table["voice_expression"][table["is_speech"] == 1]) == {"anger"}
    assert set(table["voice_expression"][table["is_speech"] != 1]) == {""}


def test_a_grid_is_joined_and_nothing_is_joined_unasked(tmp_path):
    session = load_session(write(tmp_path))
    grid = select(session, Selection(grid_hz=10, with_voice=True))
    assert grid["time_s"][grid["is_speech"] == 1].tolist() == pytest.approx([0.5, 0.6, 0.7, 0.8, 0.9])
    assert not set(JOINED) & set(select(session, Selection()).columns)


@pytest.mark.parametrize("format", ["csv", "excel", "json", "parquet"])
def test_every_table_format_takes_the_voice(tmp_path, format, capsys):
    target = tmp_path / "out.bin"
    folder = write(tmp_path)
    assert main(["sessions", "export", str(folder), str(target), "--voice", "--format", format]) == 0
    if format == "csv":
        table = pd.read_csv(target)
        assert table["voice_surprise"].isna().all()
        assert table["pitch_hz"].dropna().unique().tolist() == [120.0]


def test_sound_alone_is_exported_as_stretches(tmp_path, capsys):
    target = tmp_path / "out.csv"
    assert main(["sessions", "export", str(write(tmp_path, 0)), str(target), "--voice"]) == 0
    table = pd.read_csv(target)
    assert table["time_s"].tolist() == [0.25, 0.5, 0.75]
    assert table["is_speech"].tolist() == [0, 1, 1]
    assert table["face_id"].isna().all()


def test_a_session_that_nobody_listened_to_says_so(tmp_path, capsys):
    folder = write_session(tmp_path, "silent")
    assert main(["sessions", "export", str(folder), str(tmp_path / "out.csv"), "--voice"]) == 1
    assert "Nobody listened" in capsys.readouterr().err


def test_figures_of_the_voice(tmp_path):
    found = voice_statistics(load_session(write(tmp_path)))
    assert found is not None
    assert (found.heard_s, found.speech_s, found.n_utterances) == (0.75, 0.5, 1)
    assert (found.pitch_hz, found.loudness_db, found.syllables_per_s) == (120.0, -20.0, 4.0)
    assert found.top_share["anger"] == 1
    assert voice_statistics(load_session(write_session(tmp_path, "silent"))) is None


def test_where_nobody_spoke_no_expression_has_a_share(tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("quiet", CAMERA, MODEL, voice=FACTS))
    writer.add_heard(Heard((VoiceSample(0.25, 0.25, False, loudness_db=-60.0),), ()))
    quiet = voice_statistics(load_session(Path(writer.close(RecordingCounts(0, 0, 0)))))
    assert quiet is not None
    assert quiet.n_utterances == 0
    assert np.isnan(list(quiet.top_share.values())).all()


@pytest.mark.parametrize("n_frames", [45, 0])
def test_show_and_report_sum_it_up(tmp_path, capsys, n_frames):
    folder = write(tmp_path, n_frames)
    assert main(["sessions", "show", str(folder)]) == 0
    assert "heard 0.8 s: 1 utterance(s), 0.5 s of speech" in capsys.readouterr().out
    assert main(["sessions", "show", str(folder), "--json"]) == 0
    write_report(load_session(folder), tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text()
    assert "<h2>Voice</h2>" in text
    assert "120 Hz" in text

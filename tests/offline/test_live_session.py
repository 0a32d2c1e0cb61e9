"""A live session has its words and its fused.csv while it is written, after a crash, and when it is whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.core.words import Said, WordsSample
from fer_desktop.offline.fusing import refresh_fused
from fer_desktop.offline.live_session import LiveSession
from fer_desktop.offline.wording import add_heard_words, heard_facts
from fer_desktop.results.fusion import fused
from fer_desktop.session.info import ModelFacts, VoiceFacts
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.settings import KeepWords, Settings
from tests.core.test_live_fusion import VOICE
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked
from tests.results.test_fusion import ANGRY, HAPPY

LATE = WordsSample(Said(0.3, 0.8, "=I hate it"), "en", ANGRY)
SETTINGS = Settings(speech_model="/models/tiny", speech_language="en")


def begin(
    root: Path, *, voice: bool = True, words: bool = True, keep: KeepWords = "text", passphrase: str = ""
) -> LiveSession:
    facts = VoiceFacts(source="mic", model=ModelFacts(model_id="voice-test")) if voice else None
    header = SessionHeader("live", CAMERA, MODEL, voice=facts)
    heard = heard_facts(Settings(speech_model="/models/tiny", keep_words=keep)) if words else None
    return LiveSession(root, header, WriterOptions(passphrase=passphrase), heard)


def fill(writer: LiveSession, seconds: float = 16.0) -> None:
    for i in range(round(seconds * 10)):
        writer.add_analysis(make_analysis(i * 3, [make_tracked(1, scores=make_scores(HAPPY, 0.6))]))
        if i % 5 == 4:
            speaks = 20 <= i < 40
            start_s = (i // 5) / 2
            pieces = tuple(
                VoiceSample(start_s + part / 4, 0.25, speaks, None, VOICE if speaks else None, loudness_db=-40.0)
                for part in range(2)
            )
            writer.add_heard(Heard(pieces))
        if i == 30:
            writer.add_words([WordsSample(Said(2.0, 2.5, "I am glad"), "en", ANGRY)])
        if i == 60:
            writer.add_words([WordsSample(Said(1.2, 1.6, "Before that"), "en", None)])


@pytest.mark.parametrize("passphrase", ["", "secret"])
def test_words_and_decisions_are_there_when_it_is_whole(tmp_path, passphrase):
    writer = begin(tmp_path, passphrase=passphrase)
    fill(writer)
    session = load_session(Path(writer.close(RecordingCounts(160, 0, 0))), passphrase)
    assert session.problems == ()
    assert session.words["text"].tolist() == ["Before that", "I am glad"]
    facts = session.edits.transcript
    assert (facts.source, facts.speech_model, facts.n_lines, facts.n_read) == ("tiny", "tiny", 2, 1)
    assert facts.model.model_id
    with session.store.open("fused.csv") as file:
        table = pd.read_csv(file)
    after = fused(session)
    assert table["time_s"].tolist() == after["time_s"].tolist()
    assert table["weight_words"].tolist() == pytest.approx(after["weight_words"].tolist(), abs=1e-3)


@pytest.mark.parametrize("passphrase", ["", "secret"])
def test_after_a_crash_they_are_there_too(tmp_path, passphrase):
    writer = begin(tmp_path, passphrase=passphrase)
    fill(writer)
    writer.store.sync()
    copy = tmp_path / "copy.partial"  # as a crash leaves it
    shutil.copytree(writer.folder, copy)
    writer.abandon("")
    session = load_session(copy, passphrase)
    assert session.words["text"].tolist() == ["Before that", "I am glad"]
    final = recover(copy, passphrase)
    session = load_session(final, passphrase)
    assert session.problems == ()
    with session.store.open("fused.csv") as file:
        table = pd.read_csv(file)
    assert table["time_s"].iloc[-1] > 4
    assert table.loc[table["weight_words"] > 0, "time_s"].tolist() == [2.0, 2.25]
    refresh_fused(final, passphrase)
    with session.store.open("fused.csv") as file:
        assert len(pd.read_csv(file)) > len(table)


def test_half_a_row_of_fused_is_cut_off(tmp_path):
    writer = begin(tmp_path)
    fill(writer)
    writer.store.sync()
    copy = tmp_path / "copy.partial"
    shutil.copytree(writer.folder, copy)
    writer.abandon("")
    with (copy / "fused.csv").open("ab") as file:
        file.write(b"9.0,1,,happ")
    final = recover(copy)
    assert (final / "fused.csv").read_bytes().endswith(b"\n")
    assert "fused.csv" not in load_session(final).info.tables


def test_one_stream_alone_makes_no_file(tmp_path):
    for name, voice, words in (("a", False, False), ("b", True, False)):
        writer = begin(tmp_path / name, voice=voice, words=words)
        writer.add_analysis(make_analysis(0, [make_tracked(1)]))
        writer.add_words([LATE])
        folder = Path(writer.close(RecordingCounts(1, 0, 0)))
        assert not (folder / "fused.csv").exists()
        assert not (folder / "words.csv").exists()


def test_a_voice_that_is_not_kept_does_not_count(tmp_path):
    writer = begin(tmp_path, voice=False)
    fill(writer)
    folder = Path(writer.close(RecordingCounts(160, 0, 0)))
    assert not (folder / "voice.csv").exists()
    table = pd.read_csv(folder / "fused.csv")
    assert (table["weight_voice"] == 0).all()
    assert (table["weight_words"] > 0).sum() == 2


def test_texts_are_left_out_from_the_beginning(tmp_path):
    writer = begin(tmp_path, keep="scores")
    fill(writer)
    assert b"glad" not in b"".join(path.read_bytes() for path in writer.folder.iterdir())
    session = load_session(Path(writer.close(RecordingCounts(160, 0, 0))))
    session = add_heard_words(session, [LATE], session.edits.transcript)
    assert b"hate" not in b"".join(path.read_bytes() for path in session.folder.iterdir())
    assert session.words["text"].tolist() == ["", "", ""]


def test_late_words_take_their_place(tmp_path):
    writer = begin(tmp_path)
    fill(writer)
    session = load_session(Path(writer.close(RecordingCounts(160, 0, 0))))
    add_heard_words(session, [LATE], session.edits.transcript)
    again = load_session(session.folder)
    assert again.problems == ()
    assert again.words["text"].tolist() == ["=I hate it", "Before that", "I am glad"]
    assert again.edits.transcript.n_lines == 3
    table = pd.read_csv(session.folder / "fused.csv")
    assert table.loc[table["weight_words"] > 0, "time_s"].tolist() == [0.25, 0.5, 2.0, 2.25]


def test_a_session_without_words_gets_its_first_ones_late(tmp_path):
    writer = begin(tmp_path)
    writer.add_analysis(make_analysis(0, [make_tracked(1)]))
    session = load_session(Path(writer.close(RecordingCounts(1, 0, 0))))
    assert session.words is None
    session = add_heard_words(session, [LATE], heard_facts(SETTINGS))
    facts = load_session(session.folder).edits.transcript
    assert (facts.speech_model, facts.language, facts.n_lines, facts.n_read) == ("tiny", "en", 1, 1)
    assert (session.folder / "fused.csv").exists()


@pytest.mark.expects_log
def test_a_disk_that_refuses_the_last_step_leaves_a_whole_session(tmp_path, monkeypatch):
    from fer_desktop.errors import SessionUnwritable

    def refuse(folder, passphrase):
        raise SessionUnwritable("no")

    monkeypatch.setattr("fer_desktop.offline.live_session.refresh_fused", refuse)
    writer = begin(tmp_path)
    fill(writer)
    session = load_session(Path(writer.close(RecordingCounts(160, 0, 0))))
    assert session.info.complete
    assert (session.folder / "fused.csv").exists()

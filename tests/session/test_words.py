"""What a session keeps of what is said in it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.words import Said, WordsSample, WordsScores
from fer_desktop.session.edits import TranscriptFacts
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.store import open_store
from fer_desktop.session.words_file import words_bytes, write_words
from fer_desktop.session.words_schema import WORDS_HEADER
from tests.factories import begin_sealed, fill, write_session

CLASSES = ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear")
GLAD = WordsScores.of(CLASSES, np.array([0.1, 0.6, 0.1, 0.05, 0.05, 0.05, 0.05], np.float32))
SAMPLES = (
    WordsSample(Said(0.5, 1.25, '=SUM(A1) "quoted", \n', "Anna"), "en", GLAD),
    WordsSample(Said(1.0, 2.0, "Ich weiß.", "Ben"), "de"),
    WordsSample(Said(3.0, 3.5, "..."), ""),
)
FACTS = TranscriptFacts(source="film.srt", n_lines=3)


def written(root: Path, passphrase: str) -> Path:
    if not passphrase:
        return write_session(root, "film")
    return Path(fill(begin_sealed(root, passphrase)).close(RecordingCounts(40, 0, 0)))


def add(folder: Path, facts: TranscriptFacts = FACTS, passphrase: str = "") -> None:
    session = load_session(folder, passphrase)
    kept = write_words(session.store, SAMPLES, facts)
    save_edits(session.store, replace(session.edits, transcript=kept))


def test_pandas_reads_the_table_and_what_is_not_known_is_blank(tmp_path):
    add(folder := write_session(tmp_path, "film"))
    table = pd.read_csv(folder / "words.csv")
    assert tuple(table.columns) == WORDS_HEADER
    assert table["start_s"].tolist() == [0.5, 1.0, 3.0]
    assert table["text"].iloc[0].startswith("'=SUM")  # no formula for a spreadsheet
    assert table["words_contempt"].isna().all()
    known = [f"words_{name}" for name in EXPRESSIONS if name != "contempt"]
    assert table[known].sum(axis=1).tolist() == pytest.approx([1.0, 0.0, 0.0], abs=1e-5)
    assert table[known][1:].isna().all().all()
    assert table["words_expression"].iloc[0] == "happiness"
    assert table["polarity"].iloc[0] == pytest.approx(0.4)


@pytest.mark.parametrize("passphrase", ["", "correct horse"])
def test_a_session_gives_back_what_was_said(tmp_path, passphrase):
    folder = written(tmp_path, passphrase)
    add(folder, passphrase=passphrase)
    session = load_session(folder, passphrase)
    assert not session.problems
    assert session.words["text"].tolist() == [SAMPLES[0].said.text, "Ich weiß.", "..."]
    assert session.edits.transcript.n_read == 1
    assert session.edits.transcript.table.rows == 3
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    assert (b"Ich wei" in raw) == (not passphrase)


def test_texts_can_be_left_out(tmp_path):
    add(folder := write_session(tmp_path, "film"), replace(FACTS, has_text=False))
    session = load_session(folder)
    assert session.words["text"].tolist() == ["", "", ""]
    assert session.words["words_expression"].tolist() == ["happiness", "", ""]
    assert b"wei" not in (folder / "words.csv").read_bytes()


def test_a_session_without_a_transcript_has_no_words(tmp_path):
    session = load_session(write_session(tmp_path, "film"))
    assert session.words is None
    assert session.edits.transcript is None


def test_the_recording_stays_as_it_was(tmp_path):
    folder = write_session(tmp_path, "film")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    add(folder)
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert {path.name for path in folder.iterdir()} == {*before, "words.csv", "edits.json"}


@pytest.mark.parametrize(
    ("spoil", "said", "n_left"),
    [
        (lambda path: path.unlink(), "missing", None),
        (lambda path: path.write_bytes(path.read_bytes().replace(b"Ben", b"Bob")), "changed after", 3),
        (lambda path: path.write_bytes(path.read_bytes()[:-30] + b"\n"), "damaged", 2),
        (lambda path: path.write_bytes(b"\xff\xfe"), "cannot be read", None),
        (lambda path: path.write_bytes(b"a,b\n1,2\n"), "cannot be read", None),
    ],
)
def test_damage_is_said_and_takes_nothing_else_with_it(tmp_path, spoil, said, n_left):
    add(folder := write_session(tmp_path, "film"))
    spoil(folder / "words.csv")
    session = load_session(folder)
    assert said in str(session.problems[0])
    assert len(session.recorded)
    assert n_left == (None if session.words is None else len(session.words))


def test_another_transcript_takes_its_place(tmp_path):
    add(folder := write_session(tmp_path, "film"))
    store = open_store(folder)
    session = load_session(folder)
    kept = write_words(store, SAMPLES[:1], replace(FACTS, source="other.vtt"))
    save_edits(store, replace(session.edits, transcript=kept))
    assert len(load_session(folder).words) == 1


def test_texts_go_with_the_session(tmp_path):
    add(folder := write_session(tmp_path, "film"))
    assert delete_session(folder) == ()
    assert not folder.exists()


def test_facts_of_newer_versions_are_kept(tmp_path):
    add(folder := write_session(tmp_path, "film"))
    values = json.loads((folder / "edits.json").read_text())
    values["transcript"]["mood"] = 1
    (folder / "edits.json").write_text(json.dumps(values))
    session = load_session(folder)
    save_edits(session.store, replace(session.edits, title="x"))
    assert json.loads((folder / "edits.json").read_text())["transcript"]["mood"] == 1


def test_what_is_no_text_is_still_written():
    sample = WordsSample(Said(0.0, 1.0, "a\ud800b"), "")
    assert b"a?b" in words_bytes([sample])

from __future__ import annotations

import io
import os
import random
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker, SourceInfo
from fer_desktop.errors import SessionDamaged, SessionLocked, SessionUnreadable
from fer_desktop.results.formats import export_csv
from fer_desktop.session.catalogue import summary_of
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import delete_session, list_sessions, load_session, recover, save_edits
from fer_desktop.session.playback import VideoReader
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.vault import Key, SealedReader, SealedWriter
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

WORD = "correct horse 正确"


def begin(root: Path, word=WORD) -> SessionWriter:
    header = SessionHeader("secret", SourceInfo("Front camera", 64, 48, 30.0, is_live=True), MODEL)
    return SessionWriter(root, header, WriterOptions(with_video=True, passphrase=word))


def fill(writer: SessionWriter, n=40) -> SessionWriter:
    writer.name_face(1, "Mia Example")
    for i in range(n):
        if i == 5:
            writer.add_marker(Marker(i / 30, "stimulus A"))
        image = np.full((48, 64, 3), 5 * i, np.uint8)
        writer.add_frame(Frame(i, i / 30, image))
        writer.add_analysis(make_analysis(i, [make_tracked(1, scores=make_scores(i % 8))]))
    return writer


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(fill(begin(tmp_path)).close(RecordingCounts(40, 0, 0)))


def test_a_sealed_session_is_the_same_as_a_plain_one(folder, tmp_path):
    (tmp_path / "p").mkdir()
    plain = load_session(Path(fill(begin(tmp_path / "p", "")).close(RecordingCounts(40, 0, 0))))
    sealed = load_session(folder, WORD)
    for name in plain.table.columns:
        assert list(map(str, plain.table[name])) == list(map(str, sealed.table[name]))
    assert (sealed.markers, sealed.names) == (plain.markers, plain.names)
    for session, name in ((plain, "a"), (sealed, "b")):
        export_csv(session, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    one, two = VideoReader(plain.store), VideoReader(sealed.store)
    for time_s in (1.2, 0.3, 0.9):
        assert (one.frame_at(time_s).image == two.frame_at(time_s).image).all()
    one.close()
    two.close()


def test_nothing_readable_is_on_the_disk_at_any_time(tmp_path):
    """Every file is looked at after every step, while it is written and after."""
    clues = (b"Mia", b"stimulus", b"Front camera", b"happiness", b"time_s", b"ftyp", b"moov")

    def check():
        for path in tmp_path.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            assert not [clue for clue in clues if clue in data], path

    writer = begin(tmp_path)
    check()
    for i in range(40):
        writer.add_frame(Frame(i, i / 30, np.full((48, 64, 3), 5 * i, np.uint8)))
        writer.add_analysis(make_analysis(i, [make_tracked(1)]))
        if i == 20:
            writer.name_face(1, "Mia Example")
            writer.add_marker(Marker(0.7, "stimulus A"))
        check()
    folder = Path(writer.close(RecordingCounts(40, 0, 0)))
    save_edits(load_session(folder, WORD).store, Edits(title="Mia"))
    check()
    assert load_session(folder, WORD).edits.title == "Mia"


@pytest.mark.parametrize("word", ["", "wrong", WORD + " "])
def test_without_the_passphrase_it_stays_closed(folder, word):
    with pytest.raises(SessionLocked):
        load_session(folder, word)


def test_the_list_shows_that_it_is_sealed_and_nothing_else(folder, tmp_path):
    assert list_sessions(tmp_path) == [folder]
    summary = summary_of(folder)
    assert summary.is_sealed
    assert summary.is_complete
    assert (summary.n_faces, summary.top_expressions) == (0, ())
    delete_session(folder)
    assert not folder.exists()


def test_every_flipped_bit_is_noticed(folder):
    """In every file, at a hundred places of a seeded choice: an error, never other numbers."""
    right = load_session(folder, WORD)
    times = right.table["time_s"].tolist()
    choice = random.Random(7)
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        for place in sorted(choice.sample(range(len(data)), min(100, len(data)))):
            changed = bytearray(data)
            changed[place] ^= 1 << choice.randrange(8)
            path.write_bytes(bytes(changed))
            try:
                session = load_session(folder, WORD)
                if path.name.startswith("video"):
                    with session.store.open("video.mp4") as file, pytest.raises(SessionDamaged):
                        file.read()
                elif path.name.startswith("frames"):
                    with session.store.open("frames.csv") as file, pytest.raises(SessionDamaged):
                        file.read()
                else:
                    assert path.name == "vault.json"  # a blank or a letter that means nothing
                    assert session.table["time_s"].tolist() == times
            except (SessionLocked, SessionUnreadable):
                pass
        path.write_bytes(data)
    assert load_session(folder, WORD).table["time_s"].tolist() == times


def test_chunks_cannot_be_moved_left_out_or_taken_from_elsewhere(tmp_path):
    key = Key.create(WORD, tmp_path)
    for name in ("a", "b"):
        with SealedWriter(tmp_path / name, key) as file:
            for text in (b"one", b"two", b"three"):
                file.write(text)
                file.flush()
    data = (tmp_path / "a").read_bytes()
    head, chunk = data[:16], 4 + 3 + 16
    one, two, rest = data[16 : 16 + chunk], data[16 + chunk : 16 + 2 * chunk], data[16 + 2 * chunk :]
    for changed in (head + two + one + rest, head + one + rest, head + one + one + rest, data[: -(4 + 16)]):
        (tmp_path / "a").write_bytes(changed)
        with pytest.raises(SessionDamaged):
            SealedReader(tmp_path / "a", key).read()
    (tmp_path / "a").write_bytes((tmp_path / "b").read_bytes())
    with pytest.raises(SessionDamaged):
        SealedReader(tmp_path / "a", key).read()


def test_a_crash_loses_the_last_seconds_and_is_mended(tmp_path):
    writer = fill(begin(tmp_path), 60)
    writer._timeline.flush()
    writer.add_analysis(make_analysis(60, [make_tracked(1)]))
    writer._timeline.flush()
    left = tmp_path / "left.partial"
    left.mkdir()
    for path in writer.folder.iterdir():  # what another process would see after kill -9
        if path.is_file():
            data = path.read_bytes()
            (left / path.name).write_bytes(data[: len(data) - 5] if path.name.startswith("timeline") else data)
    writer.abandon("test over")
    folder = recover(left, WORD)
    session = load_session(folder, WORD)
    assert session.info.complete is True
    assert len(session.recorded) == 60
    assert session.names == {1: "Mia Example"}
    reader = VideoReader(session.store)
    assert reader.frame_at(1.0) is not None
    reader.close()


def test_a_sealed_file_is_read_from_any_place(tmp_path):
    key = Key.create(WORD, tmp_path)
    text = os.urandom(300_000)
    with SealedWriter(tmp_path / "f", key) as file:
        for start in range(0, len(text), 7_777):
            file.write(text[start : start + 7_777])
    with io.BufferedReader(SealedReader(tmp_path / "f", key)) as file:
        assert file.read() == text
        for place in (0, 65_535, 65_536, 123_456, 299_999, 300_000):
            file.seek(place)
            assert file.read(10) == text[place : place + 10]
        assert file.seek(-4, os.SEEK_END) == len(text) - 4
        assert file.read() == text[-4:]


def test_one_passphrase_may_be_typed_in_two_ways(tmp_path):
    composed, apart = "schl\u00fcssel", "schlu\u0308ssel"
    key = Key.create(apart, tmp_path)
    assert Key.open(composed, tmp_path).secret == Key.open(apart, tmp_path).secret == key.secret
    with pytest.raises(SessionLocked):
        Key.open("schlussel", tmp_path)


def test_a_session_of_an_older_version_opens_with_what_was_typed_then(tmp_path, monkeypatch):
    apart = "schlu\u0308ssel"
    with monkeypatch.context() as older:
        older.setattr("unicodedata.normalize", lambda form, text: text)
        key = Key.create(apart, tmp_path)
    assert Key.open(apart, tmp_path).secret == key.secret

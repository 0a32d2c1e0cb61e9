from __future__ import annotations

import os
import random
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker
from fer_desktop.errors import SessionDamaged, SessionLocked, SessionTooNew, SessionUnreadable
from fer_desktop.results.formats import export_session
from fer_desktop.session import vault
from fer_desktop.session.catalogue import summary_of
from fer_desktop.session.edits import Edits
from fer_desktop.session.library import list_sessions, load_session, save_edits
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.playback import VideoReader
from fer_desktop.session.repair import recover
from fer_desktop.session.vault import Key
from tests.factories import WORD, begin_sealed, fill
from tests.fakes import make_analysis, make_tracked


def test_a_sealed_session_is_the_same_as_a_plain_one(folder, tmp_path):
    (tmp_path / "p").mkdir()
    plain = load_session(Path(fill(begin_sealed(tmp_path / "p", "")).close(RecordingCounts(40, 0, 0))))
    sealed = load_session(folder, WORD)
    for name in plain.table.columns:
        assert list(map(str, plain.table[name])) == list(map(str, sealed.table[name]))
    assert (sealed.markers, sealed.names) == (plain.markers, plain.names)
    for session, name in ((plain, "a"), (sealed, "b")):
        export_session(session, tmp_path / name)
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

    writer = begin_sealed(tmp_path)
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


def test_the_list_shows_that_it_is_sealed_its_start_and_length_and_nothing_else(folder, tmp_path):
    assert list_sessions(tmp_path) == [folder]
    summary, info = summary_of(folder), load_session(folder, WORD).info
    assert summary.is_sealed
    assert summary.is_complete
    assert (summary.n_faces, summary.n_markers, summary.duration_s) == (None, None, round(info.duration_s, 1))
    assert summary.started == info.started.replace(microsecond=0)
    delete_session(folder)
    assert not folder.exists()


def test_every_flipped_bit_is_noticed(folder, monkeypatch):
    """In every file, at fifteen places of a seeded choice: an error, never other numbers."""
    monkeypatch.setattr(vault, "_derive", cache(vault._derive))  # most of the time would go into the same key
    right = load_session(folder, WORD)
    times = right.table["time_s"].tolist()
    choice = random.Random(7)
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        for place in sorted(choice.sample(range(len(data)), min(15, len(data)))):
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
                elif path.name == "vault.json":  # a blank or a letter that means nothing
                    assert session.table["time_s"].tolist() == times
                else:
                    assert session.problems
                    assert session.table["time_s"].tolist() == times[: len(session.table)]
            except (SessionLocked, SessionUnreadable, SessionTooNew):
                pass
        path.write_bytes(data)
    assert load_session(folder, WORD).table["time_s"].tolist() == times


OLD = Path(__file__).parents[1] / "data" / "sealed_v1"


OLD_WORD = "correct horse"


def test_a_session_of_the_old_format_opens_and_is_said_to_be_weaker(tmp_path):
    folder = Path(shutil.copytree(OLD / "whole", tmp_path / "whole"))
    session = load_session(folder, OLD_WORD)
    assert (len(session.table), session.edits.title, session.names) == (12, "An old one", {1: "Mia Example"})
    assert ["old format" in str(problem) for problem in session.problems] == [True]
    save_edits(session.store, Edits(title="New"))
    assert load_session(folder, OLD_WORD).edits.title == "New"
    with pytest.raises(SessionLocked):
        load_session(folder, "wrong")


def test_a_session_of_the_old_format_is_mended_without_sealing_at_the_place_of_the_cut(tmp_path):
    folder = Path(shutil.copytree(OLD / "cut.partial", tmp_path / "cut.partial"))
    before = (folder / "timeline.csv.sealed").read_bytes()
    final = recover(folder, OLD_WORD)
    session = load_session(final, OLD_WORD)
    assert (len(session.recorded), session.info.complete) == (12, True)
    after = (final / "timeline.csv.sealed").read_bytes()
    assert (before[:8], after[:8]) == (b"FERSEAL1", b"FERSEAL2")


def test_an_old_session_opens_with_what_was_typed_then(tmp_path):
    """Older versions did not normalise; the vault of `whole` was made from ASCII, so both ways lead there."""
    assert Key.open(OLD_WORD, OLD / "whole").version == 1


@pytest.mark.parametrize("name", ["timeline.csv", "markers.csv", "session.json", "video.mp4", "frames.csv"])
@pytest.mark.parametrize("attack", ["delete", "cut", "roll back", "swap"])
def test_a_sealed_file_that_is_not_the_last_one_is_noticed(folder, tmp_path, name, attack):
    other = Path(fill(begin_sealed(tmp_path / "other")).close(RecordingCounts(40, 0, 0)))
    path = folder / f"{name}.sealed"
    match attack:
        case "delete":
            path.unlink()
        case "cut":
            path.write_bytes(path.read_bytes()[:-100])
        case "roll back":
            store = load_session(folder, WORD).store
            before = path.read_bytes()
            with store.open(name) as file:
                data = file.read()
            store.write(name, data)
            path.write_bytes(before)
        case "swap":
            path.write_bytes((other / path.name).read_bytes())
    with pytest.raises(SessionUnreadable), load_session(folder, WORD).store.open(name) as file:
        file.read()


def test_edits_that_were_deleted_rolled_back_or_added_are_noticed(folder):
    store, path = load_session(folder, WORD).store, folder / "edits.json.sealed"
    save_edits(store, Edits(title="one"))
    first = path.read_bytes()
    save_edits(store, Edits(title="two"))
    path.write_bytes(first)
    with pytest.raises(SessionDamaged):
        load_session(folder, WORD)
    path.unlink()
    with pytest.raises(SessionDamaged, match="missing"):
        load_session(folder, WORD)


def test_a_file_that_was_added_is_noticed(folder, tmp_path):
    other = Path(fill(begin_sealed(tmp_path / "other")).close(RecordingCounts(40, 0, 0)))
    save_edits(load_session(other, WORD).store, Edits(title="forged"))
    shutil.copy(other / "edits.json.sealed", folder)
    with pytest.raises(SessionDamaged, match="does not belong"):
        load_session(folder, WORD)


def test_the_list_itself_can_neither_be_deleted_nor_rolled_back_without_its_files(folder):
    path = folder / "contents.sealed"
    before = path.read_bytes()
    save_edits(load_session(folder, WORD).store, Edits(title="later"))
    path.write_bytes(before)
    with pytest.raises(SessionDamaged):
        load_session(folder, WORD)
    path.unlink()
    with pytest.raises(SessionDamaged, match="missing"):
        load_session(folder, WORD)


def test_completeness_is_believed_from_what_is_sealed_and_not_from_a_name(folder, tmp_path):
    """The old format could be cut after the folder was renamed."""
    renamed = folder.rename(folder.with_name("secret.partial"))
    assert load_session(renamed, WORD).info.complete is True
    path = renamed / "timeline.csv.sealed"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert load_session(renamed, WORD).problems
    path.write_bytes(whole)
    assert recover(renamed, WORD) == folder
    assert not load_session(folder, WORD).problems

    writer = fill(begin_sealed(tmp_path / "two"))
    left = Path(shutil.copytree(writer.folder, tmp_path / "unfinished"))  # no .partial in the name
    writer.abandon("test over")
    assert load_session(left, WORD).info.complete is False


def test_a_kill_at_any_moment_of_an_edit_leaves_a_session_that_opens(folder, monkeypatch):
    """Either as it was before, or as it is after."""
    titles = {""}

    class Killed(BaseException):
        pass

    for n_steps in range(40):
        left = [n_steps]

        def step(left=left):
            left[0] -= 1
            if left[0] < 0:
                raise Killed

        with monkeypatch.context() as patched:
            for name in ("replace", "fsync"):
                real = getattr(os, name)
                patched.setattr(os, name, lambda *given, real=real: (step(), real(*given))[1])
            patched.setattr(Path, "unlink", lambda *_, **__: None)  # a killed program tidies nothing up
            try:
                save_edits(load_session(folder, WORD).store, Edits(title=f"after {n_steps}"))
                is_done = True
            except Killed:
                is_done = False
        title = load_session(folder, WORD).edits.title
        if is_done:
            assert title == f"after {n_steps}"
            break
        titles.add(f"after {n_steps}")
        assert title in titles
    assert is_done
    assert n_steps > 5

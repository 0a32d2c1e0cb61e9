"""What stands in the clear beside an encrypted session: its start and its length, which the sealed ones overrule."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from fer_desktop.cli import sessions as commands
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.session.catalogue import summaries, summary_of
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.repair import recover
from tests.factories import WORD, begin_sealed, fill

LENGTH_S = 1.3  # of what `fill` writes: 39 / 30 seconds


def test_start_and_length_and_nothing_else_stand_in_the_clear(folder):
    clear = json.loads((folder / "clear.json").read_bytes())
    assert clear == {
        "started_at_utc": load_session(folder, WORD).info.started_at_utc[:19] + "+00:00",
        "duration_s": LENGTH_S,
    }


def test_while_it_is_recorded_no_length_is_known_and_none_is_written(tmp_path):
    writer = fill(begin_sealed(tmp_path))
    assert not (writer.folder / "clear.json").exists()
    assert summary_of(writer.folder).duration_s is None
    writer.close(RecordingCounts(40, 0, 0))


def test_a_plain_session_has_no_such_file(tmp_path):
    folder = Path(fill(begin_sealed(tmp_path, "")).close(RecordingCounts(40, 0, 0)))
    assert not (folder / "clear.json").exists()


def test_of_a_repaired_session_the_length_is_known(tmp_path):
    writer = fill(begin_sealed(tmp_path))
    writer.store.sync()
    left = Path(shutil.copytree(writer.folder, tmp_path / "elsewhere.partial"))
    writer.abandon("test over")
    assert summary_of(left).duration_s is None
    final = recover(left, WORD)
    assert summary_of(final).duration_s == LENGTH_S
    assert not load_session(final, WORD).problems


def test_of_a_session_that_a_kill_left_before_its_last_name_the_length_is_still_blank(folder):
    """All of it is there, but nothing in the clear says so."""
    left = folder.rename(folder.with_name("secret.partial"))
    assert summary_of(left).duration_s is None
    assert summary_of(recover(left, WORD)).duration_s == LENGTH_S


def test_a_session_that_was_made_before_opens_and_its_length_stays_blank(folder):
    (folder / "clear.json").unlink()
    summary = summary_of(folder)
    assert (summary.duration_s, summary.started, summary.problem) == (None, None, "")
    session = load_session(folder, WORD)
    assert (session.problems, round(session.info.duration_s, 1)) == ((), LENGTH_S)


@pytest.mark.parametrize(
    "forged",
    [
        {"started_at_utc": "1999-01-01T00:00:00+00:00", "duration_s": LENGTH_S},
        {"started_at_utc": "", "duration_s": 3600.0},
    ],
)
def test_what_was_changed_in_the_clear_is_not_believed_once_the_session_is_open(folder, forged):
    """The list cannot know better; who opens the session is told, and a repair puts it right."""
    before = (folder / "clear.json").read_bytes()
    (folder / "clear.json").write_text(json.dumps(forged))
    assert summary_of(folder).duration_s == forged["duration_s"]
    session = load_session(folder, WORD)
    assert round(session.info.duration_s, 1) == LENGTH_S
    assert ["clear.json" in str(problem) for problem in session.problems] == [True]
    assert recover(folder, WORD) == folder
    assert (folder / "clear.json").read_bytes() == before
    assert not load_session(folder, WORD).problems


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 60,
        b"[]",
        b'{"started_at_utc": "", "duration_s": -1}',
        b'{"started_at_utc": "", "duration_s": 1e99}',
        b'{"started_at_utc": "", "duration_s": NaN}',
        b'{"started_at_utc": "", "duration_s": true}',
        b'{"started_at_utc": "", "duration_s": "12"}',
        b'{"duration_s": 3}',
        b'{"started_at_utc": "' + b"x" * 5000 + b'", "duration_s": 3}',
        b"[" * 100_000,
    ],
)
def test_what_makes_no_sense_in_the_clear_is_blank_in_the_list(folder, data):
    (folder / "clear.json").write_bytes(data)
    assert (summary_of(folder).duration_s, summary_of(folder).problem) == (None, "")
    assert len(load_session(folder, WORD).problems) == 1


def test_a_start_that_no_clock_shows_is_blank(folder):
    (folder / "clear.json").write_text(json.dumps({"started_at_utc": "yesterday", "duration_s": 3}))
    assert (summary_of(folder).started, summary_of(folder).duration_s) == (None, 3)


def test_edits_change_nothing_of_it(folder):
    before = (folder / "clear.json").read_bytes()
    save_edits(load_session(folder, WORD).store, Edits(title="Mia", excluded=(Span(start_s=0.1, end_s=0.9),)))
    assert (folder / "clear.json").read_bytes() == before
    assert not load_session(folder, WORD).problems


def test_a_kill_while_it_is_written_leaves_a_session_that_can_be_repaired(tmp_path, monkeypatch):
    """It is written before the list says that the session is finished."""
    writer = fill(begin_sealed(tmp_path))
    with monkeypatch.context() as patched:
        real = os.replace

        def killed(source, target):
            if Path(target).name == "clear.json":
                raise KeyboardInterrupt
            real(source, target)

        patched.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            writer.close(RecordingCounts(40, 0, 0))
    left = Path(shutil.copytree(writer.folder, tmp_path / "left" / writer.folder.name))
    final = recover(left, WORD)
    assert (summary_of(final).duration_s, load_session(final, WORD).problems) == (LENGTH_S, ())


def test_encrypted_sessions_stand_where_their_start_belongs(tmp_path):
    """They came last, having no start, where their name does not tell it."""
    fill(begin_sealed(tmp_path)).close(RecordingCounts(40, 0, 0))
    fill(begin_sealed(tmp_path, "")).close(RecordingCounts(40, 0, 0))
    for folder, started in zip(sorted(tmp_path.iterdir()), ("2020-05-01", "2020-04-01"), strict=True):
        path = folder / ("clear.json" if (folder / "clear.json").exists() else "session.json")
        values = json.loads(path.read_bytes())
        path.write_text(json.dumps({**values, "started_at_utc": f"{started}T10:00:00+00:00"}))
    assert [one.is_sealed for one in summaries(tmp_path)] == [True, False]


def test_the_command_line_lists_the_length_too(folder, capsys):
    commands.print_sessions(folder.parent)
    assert capsys.readouterr().out.strip() == f"secret  {LENGTH_S} s  (encrypted)"

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.results.details import COUNTED, detail_statistics
from fer_desktop.session import schema
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.store import PlainStore
from fer_desktop.studies import cached, quick
from fer_desktop.studies.cached import read_session
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.quick import numbers_of, read_quickly
from fer_desktop.studies.study import load_study
from tests.factories import CAMERA, write_session
from tests.fakes import MODEL, make_analysis, make_details, make_tracked
from tests.studies.made import made_session, write_study

NAMES = ("time_s", "face_id", "happiness", "valence", "certainty", "quality")
ODD = 'a "quoted", marker\r; =1+1,,'


@pytest.fixture
def folder(tmp_path):
    return made_session(tmp_path, "one", [0.1, np.nan, np.nan, 0.7, 0.9], [(0.0, ODD), (0.35, "rest"), (0.4, "x")])


def test_the_numbers_are_those_of_the_careful_way(folder, tmp_path):
    for one in (folder, write_session(tmp_path, "two faces")):
        careful, fast = load_session(one), read_quickly(PlainStore(one), NAMES)
        for name in NAMES:
            np.testing.assert_array_equal(fast.recorded[name], careful.recorded[name])
        assert (fast.info, fast.recorded_markers, fast.edits) == (careful.info, careful.recorded_markers, careful.edits)
        assert careful.problems == ()


@pytest.fixture
def detailed(tmp_path):
    """Two faces; the mouth of one is not known at first, the eyes of the other are now and then shut."""
    writer = SessionWriter(tmp_path, SessionHeader("details", CAMERA, replace(MODEL, eyes=MODEL)), WriterOptions())
    for i in range(90):
        first = make_details(0.2 + i / 200, 0.9 if i in range(40, 46) else 0.1, moves=np.nan if i < 10 else 0.5)
        second = make_details(0.4, np.nan, np.nan if i % 7 == 0 else 0.1)
        faces = [replace(make_tracked(1), details=first), replace(make_tracked(2), details=second)]
        writer.add_analysis(make_analysis(i, faces))
    return Path(writer.close(RecordingCounts(90, 0, 0)))


def test_details_are_read_quickly_and_kept_with_the_same_numbers(detailed, tmp_path, monkeypatch):
    careful = load_session(detailed)
    monkeypatch.setattr(cached, "load_session", lambda *_: pytest.fail("it is as it was recorded"))
    for _ in ("quickly", "kept"):
        read = read_session(detailed, "", tmp_path / "cache")
        assert len(read.details) == len(careful.details) == 180
        for name in ("time_s", "frame", "face_id", *COUNTED):
            np.testing.assert_array_equal(read.details[name], careful.details[name])
        assert str(detail_statistics(read)) == str(detail_statistics(careful))
        monkeypatch.setattr(cached, "read_quickly", lambda *_: pytest.fail("it was read before"))


def test_details_that_changed_are_read_again_with_care(detailed, tmp_path):
    read_session(detailed, "", tmp_path / "cache")
    path = detailed / schema.DETAILS_FILE
    path.write_bytes(path.read_bytes().replace(b"0.400", b"0.300").replace(b"0.4,", b"0.3,"))
    again = read_session(detailed, "", tmp_path / "cache")
    assert again.problems
    assert again.details["AU12"][1] == pytest.approx(0.3)
    assert len(list((tmp_path / "cache").iterdir())) == 1  # what was damaged is not kept


def test_the_careful_way_is_gone_where_something_is_not_as_it_was_written(folder):
    timeline, before = folder / schema.TIMELINE_FILE, (folder / schema.TIMELINE_FILE).read_bytes()
    timeline.write_bytes(before.replace(b"0.7", b"0.6"))
    assert read_quickly(PlainStore(folder), NAMES) is None
    timeline.write_bytes(before)
    (folder / schema.VOICE_FILE).write_text("somebody put it there")
    assert read_quickly(PlainStore(folder), NAMES) is None
    (folder / schema.VOICE_FILE).unlink()
    markers = folder / schema.MARKERS_FILE
    markers.write_bytes(markers.read_bytes()[:-5])
    assert read_quickly(PlainStore(folder), NAMES) is None
    markers.unlink()
    assert read_quickly(PlainStore(folder), NAMES) is None


def test_a_session_that_is_not_finished_or_has_words_is_read_with_care(folder):
    session = folder / schema.SESSION_FILE
    values = json.loads(session.read_bytes())
    (folder / schema.WORDS_FILE).write_text("")
    assert read_quickly(PlainStore(folder), NAMES) is None
    (folder / schema.WORDS_FILE).unlink()
    session.write_text(json.dumps(values | {"complete": False}))
    assert read_quickly(PlainStore(folder), NAMES) is None


@pytest.mark.parametrize("data", [b"", b"time_s,b\n", b"time_s\n1\n", b"time_s,b\n1,2\nx,3\n"])
def test_what_is_no_such_table_is_none(data):
    assert numbers_of(data, ("time_s", "b"), ("time_s",)) is None


def test_blanks_and_columns_that_a_version_did_not_have():
    columns = numbers_of(
        b'time_s,a,b,text\n1,,,"x,,\n"\n2,3,,\n', ("time_s", "a", "b", "text"), ("time_s", "a", "b", "c")
    )
    assert columns["time_s"].tolist() == [1, 2]
    np.testing.assert_array_equal(columns["a"], [np.nan, 3])
    assert np.isnan(columns["b"]).all() and np.isnan(columns["c"]).all()


def test_a_hash_that_was_forged_changes_nothing_but_who_reads(folder, tmp_path, monkeypatch):
    """Rows that make no sense are left to the careful way even where their hash is right."""
    timeline, session = folder / schema.TIMELINE_FILE, folder / schema.SESSION_FILE
    data = timeline.read_bytes() + b"1,2,3\n"
    timeline.write_bytes(data)
    values = json.loads(session.read_bytes())
    values["tables"][schema.TIMELINE_FILE] |= {"n_bytes": len(data), "sha256": sha256(data).hexdigest()}
    session.write_text(json.dumps(values))
    assert read_quickly(PlainStore(folder), NAMES) is None
    assert read_session(folder, "", tmp_path / "cache").problems


def test_the_table_of_a_study_is_the_same_either_way(folder, tmp_path, monkeypatch):
    text = f'[[participants]]\ncode = "P1"\n[[sessions]]\nfolder = "{folder.name}"\nparticipant = "P1"\n'
    study = load_study(write_study(tmp_path, text))
    fast = study_table(study)
    shutil.rmtree(tmp_path / cached.CACHE_FOLDER)
    monkeypatch.setattr(cached, "read_quickly", lambda *_: None)
    careful = study_table(study)
    for name, values in careful.columns.items():
        np.testing.assert_array_equal(fast[name], values)
    assert quick.read_quickly(PlainStore(folder), NAMES) is not None

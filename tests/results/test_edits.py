from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fer_desktop.errors import SessionTooNew, SessionUnreadable
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import session_statistics
from fer_desktop.session.edits import Edits, SessionMarker, Span, load_edits
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.ownership import delete_session
from fer_desktop.session.store import PlainStore


def test_edits_never_touch_the_recording(folder, tmp_path):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    edits = Edits(
        title="Pilot",
        notes="first",
        names={2: "Max"},
        merged={2: 1},
        excluded=(Span(2.0, 3.0),),
        markers=(SessionMarker(0.5, "x"),),
    )
    save_edits(PlainStore(folder), edits)
    assert load_edits(PlainStore(folder)) == edits
    session = load_session(folder)
    assert session.face_ids == (1,)
    assert session.names == {1: "Mia", 2: "Max"}
    assert [marker.label for marker in session.markers] == ["x"]
    table = select(session, Selection(without_excluded=True))
    assert not ((table["time_s"] >= 2.0) & (table["time_s"] <= 3.0)).any()
    (statistics,) = session_statistics(session)
    assert statistics.transitions >= 0
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_merging_in_a_ring_ends():
    edits = Edits(merged={1: 2, 2: 3, 3: 1})
    assert edits.target_of(1) in (1, 2, 3)
    assert Edits(merged={1: 2, 2: 3}).target_of(1) == 3


@pytest.mark.parametrize(
    "text",
    [
        *(
            "{",
            "[]",
            '{"excluded": [{"start_s": "x"}]}',
            '{"names": {"a": 1}}',
            '{"names": {"1": 1}}',
            '{"markers": 3}',
        ),
        *('{"title": 1}', '{"edits_version": 0}', '{"markers": [{"time_s": NaN, "label": "x"}]}'),
    ],
)
def test_damaged_edits_are_said(folder, text):
    (folder / "edits.json").write_text(text)
    with pytest.raises(SessionUnreadable, match=r"edits\.json"):
        load_session(folder)


def test_edits_of_a_newer_version_are_not_misread(folder):
    (folder / "edits.json").write_text('{"edits_version": 2, "excluded": "all"}')
    with pytest.raises(SessionTooNew, match=r"edits\.json was written by a newer version"):
        load_session(folder)


def test_edits_without_a_version_or_some_keys_are_read(folder):
    (folder / "edits.json").write_text('{"names": {"2": "Max"}, "markers": null}')
    assert load_edits(PlainStore(folder)) == Edits(names={2: "Max"})


def test_keys_of_a_later_version_survive_a_change_of_edits_at_every_depth(folder):
    new = {"of_a_later_version": {"title": "x"}, "unknown": 7}
    save_edits(PlainStore(folder), Edits(excluded=(Span(2.0, 3.0),), markers=(SessionMarker(0.5, "x"),)))
    values = json.loads((folder / "edits.json").read_text())
    for inner in (values, values["excluded"][0], values["markers"][0]):
        inner.update(new)
    (folder / "edits.json").write_text(json.dumps(values))
    session = load_session(folder)
    markers = (*session.markers, SessionMarker(9.0, "added"))
    save_edits(session.store, replace(session.edits, title="changed", markers=markers))
    again = json.loads((folder / "edits.json").read_text())
    assert (again["title"], len(again["markers"])) == ("changed", 2)
    for inner in (again, again["excluded"][0], again["markers"][0]):
        assert {key: inner[key] for key in new} == new


def test_only_sessions_are_deleted(folder, tmp_path):
    other = tmp_path / "photos"
    other.mkdir()
    with pytest.raises(SessionUnreadable):
        delete_session(other)
    assert other.exists()
    delete_session(folder)
    assert not folder.exists()

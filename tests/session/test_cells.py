from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Marker, SourceInfo
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.session.cells import guarded, unguarded
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from tests.fakes import MODEL, make_analysis, make_tracked

ATTACKS = ['=HYPERLINK("http://x","y")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "'=1", "''=1", "\uff1d1+1"]
HARMLESS = ["stimulus", "a=b", "'quoted'", "", "1-2", "'"]
FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


@given(st.text() | st.from_regex("'*[=+@-].*", fullmatch=True))
def test_a_cell_begins_no_formula_and_reads_back(text):
    assert not guarded(text).startswith(FORMULA)
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_texts_stay_as_they_are(text):
    assert guarded(text) == text


@pytest.fixture
def folder(tmp_path) -> Path:
    info = SourceInfo("cam", 32, 24, 30.0, is_live=True)
    writer = SessionWriter(tmp_path, SessionHeader("s", info, MODEL))
    writer.name_face(1, "=Mia")
    for i, label in enumerate([*ATTACKS, *HARMLESS]):
        writer.add_marker(Marker(i / 30, label))
        writer.add_analysis(make_analysis(i, [make_tracked()]))
    return Path(writer.close(RecordingCounts(i + 1, 0, 0)))


def test_labels_read_back_from_a_session_whose_files_hold_no_formula(folder):
    session = load_session(folder)
    assert [marker.label for marker in session.markers] == [*ATTACKS, *HARMLESS]
    assert list(session.table["marker"]) == [*ATTACKS, *HARMLESS]
    for name in ("markers.csv", "timeline.csv"):
        with (folder / name).open(newline="") as file:
            cells = [row[-1] for row in csv.reader(file)]
        assert not [cell for cell in cells if cell.startswith(FORMULA)]


@pytest.mark.parametrize(("chosen", "delimiter"), [("csv", ","), ("excel", ";"), ("bids", "\t"), ("elan", "\t")])
def test_no_export_for_a_spreadsheet_holds_a_formula(folder, tmp_path, chosen, delimiter):
    export_session(load_session(folder), tmp_path / "out", ExportOptions(chosen))
    with (tmp_path / "out").open(newline="", encoding="utf-8-sig") as file:
        cells = [cell for row in csv.reader(file, delimiter=delimiter) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA) and not _is_number(cell)]
    assert {unguarded(cell) for cell in cells} >= {*ATTACKS, *HARMLESS} - {""}


def test_exports_for_programs_hold_the_labels_as_they_are(folder, tmp_path):
    export_session(load_session(folder), tmp_path / "out.json", ExportOptions("json"))
    values = json.loads((tmp_path / "out.json").read_text())
    assert [marker["label"] for marker in values["markers"]] == [*ATTACKS, *HARMLESS]
    export_session(load_session(folder), tmp_path / "out.parquet", ExportOptions("parquet"))
    assert list(pd.read_parquet(tmp_path / "out.parquet")["marker"][: len(ATTACKS)]) == ATTACKS


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True

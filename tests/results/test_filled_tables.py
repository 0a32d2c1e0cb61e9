"""Tables that people filled in: what any spreadsheet makes of them is read, and what is wrong is said with its line."""

from __future__ import annotations

import csv

import pytest

from fer_desktop.errors import CodesUnreadable
from fer_desktop.offline.labelled import Labelled, read_labelled
from fer_desktop.results.code_files import read_codes
from fer_desktop.results.codes import codes_of, intensities_of
from fer_desktop.results.filled_tables import filled_rows
from fer_desktop.results.strata import Moment

ENGLISH = "start_s,end_s,face,code,intensity\n0,1.5,1,happiness,4\n2,3.5,2,anger,\n"
GERMAN = "start_s;end_s;face;code;intensity\n0;1,5;1;happiness;4\n2;3,5;2;anger;\n;;;;\n"
FORMS = {
    "points": ENGLISH.encode(),
    "decimal commas": GERMAN.encode(),
    "with a mark": b"\xef\xbb\xbf" + GERMAN.replace("\n", "\r\n").encode(),
    "unicode text": GERMAN.replace(";", "\t").encode("utf-16"),
    "an old encoding": GERMAN.replace("intensity", "intensity;Gl\xfcck f\xfcr M\xfcller").encode("cp1252"),
    "whole numbers with points": ENGLISH.replace(",1,h", ",1.0,h").replace(",2,a", ",2.0,a").encode(),
    "old line ends": ENGLISH.replace("\n", "\r").encode(),
    "quoted, names with spaces": b'"start_s", "end_s", Face ,code,intensity\n"0","1.5",1,Happy,4\n2,3.5,2, Angry,\n\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_codes_are_read_as_any_spreadsheet_saves_them(tmp_path, form):
    path = tmp_path / "anna.csv"
    path.write_bytes(FORMS[form])
    coding = read_codes(path, (1, 2))
    assert codes_of(coding) == {Moment(0, 1.5, 1): "happiness", Moment(2, 3.5, 2): "anger"}
    assert intensities_of(coding) == {Moment(0, 1.5, 1): 4}


def test_labelled_tables_too_and_what_was_guarded_in_them(tmp_path):
    picture = tmp_path / "-1.png"
    picture.write_bytes(b"")
    table = tmp_path / "labels.csv"
    table.write_text("file;expression;person;start_s;end_s\n'-1.png;sad;anna;0,5;2\n'-1.png;Other;;;\n")
    found = read_labelled(table)
    assert found.items == (Labelled(picture, "sadness", "anna", 0.5, 2.0),)
    assert found.left_out == ("row 3",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("start_s,end_s,code\n0,1,fear\n", "there is no column face"),
        ("", "there is no column start_s"),
        ("start_s,end_s,face,code\n0,1,1,fear\n0,,1,fear\n", "line 3: end_s is '', which is no number"),
        ("start_s,end_s,face,code\n0,nan,1,fear\n", "line 2: end_s is 'nan', which is no number"),
        ("start_s,end_s,face,code\n0,1,1.5,fear\n", "line 2: face is '1.5', which is no whole number"),
        ("start_s,end_s,face,code\n0,1\n", "line 2: face is '', which is no number"),
        ("start_s,end_s,face,code\n" + "9" * 90_000, f"line 2: start_s is '{'9' * 40}', which is no number"),
        ("face 1\t0\tx\tfear\n", "line 1: '0' to 'x' are no milliseconds"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, reason):
    path = tmp_path / "codes.csv"
    path.write_text(text)
    with pytest.raises(CodesUnreadable) as refused:
        read_codes(path, (1, 2))
    assert reason in str(refused.value)


@pytest.mark.parametrize("begin", ["start_s,end_s,face,code\n", "face 1\t0\t1\tfear\n"])
def test_a_cell_without_end_is_no_crash(tmp_path, monkeypatch, begin):
    before = csv.field_size_limit(1000)
    path = tmp_path / "codes.csv"
    path.write_text(begin + "9" * 2000)
    try:
        with pytest.raises(CodesUnreadable, match="field larger"):
            read_codes(path, (1, 2))
    finally:
        csv.field_size_limit(before)


def test_a_cell_that_is_not_there_is_empty(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1\n")
    (row,) = filled_rows(path, ["a"])
    assert (row.line, row["a"], row["b"], row["c"], row.number("b", 2.5)) == (2, "1", "", "", 2.5)

from __future__ import annotations

import json
import sys

import numpy as np
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import ExportError
from fer_desktop.studies.dictionary import OF_EXPRESSION, wide_name
from fer_desktop.studies.figures import study_table
from fer_desktop.studies.study import load_study
from fer_desktop.studies.table_files import is_other_dictionary, write_table
from fer_desktop.studies.wide import wide_table
from tests.studies.made import made_session, write_study


@pytest.fixture
def table(tmp_path):
    """Two people, each at rest and with a film; of P1 the film is gone, of P2 nobody has a session."""
    text = ""
    for i in range(2):
        text += f'[[participants]]\ncode = "P{i}"\ngroup = "=1+1"\n'
        for condition in ("rest", "film"):
            folder = made_session(tmp_path, f"{condition}{i}", [0.3 + i / 10, 0.5, np.nan, 0.7])
            name = "gone" if (i, condition) == (1, "film") else folder.name
            text += f'[[sessions]]\nfolder = "{name}"\nparticipant = "P{i}"\ncondition = "{condition}"\n'
    return study_table(load_study(write_study(tmp_path, text + '[[participants]]\ncode = "P2"\n')))


def test_the_wide_form_has_the_same_figures(table):
    wide = wide_table(table)
    assert len(wide) == 5
    for row in range(len(wide)):
        mine = (table["participant"] == wide["participant"][row]) & (table["condition"] == wide["condition"][row])
        for expression in EXPRESSIONS:
            (tidy,) = np.flatnonzero(mine & (table["expression"] == expression))
            for name in OF_EXPRESSION:
                np.testing.assert_equal(wide[wide_name(expression, name)][row], table[name][tidy])
        assert wide["missing"][row] == table["missing"][tidy]
    assert len(wide_table(table.where(np.zeros(len(table), dtype=bool)))) == 0


@pytest.mark.parametrize("form", [lambda table: table, wide_table])
def test_excel_holds_the_table_and_what_it_means(table, form, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    made, file = form(table), tmp_path / "t.xlsx"
    write_table(made, file)
    assert not (tmp_path / "t.dictionary.json").exists()
    book = openpyxl.load_workbook(file)
    rows = list(book["table"].iter_rows(values_only=True))
    assert rows[0] == tuple(made.columns)
    assert len(rows) == 1 + len(made)
    head = list(made.columns)
    for row, cells in enumerate(rows[1:]):
        for name, cell in zip(head, cells, strict=True):
            value = made[name][row]
            if isinstance(value, str):
                assert (cell or "") == value
            else:
                assert cell is None if np.isnan(value) else cell == pytest.approx(value, rel=1e-14)
    assert rows[1][head.index("group")] == "=1+1"  # as text
    assert book["table"].cell(2, head.index("group") + 1).data_type == "s"
    assert [one[0] for one in book["dictionary"].iter_rows(min_row=2, values_only=True)] == head


def test_the_dictionary_beside_a_table_is_of_its_columns(table, tmp_path):
    beside = tmp_path / "t.dictionary.json"
    for made in (table, wide_table(table)):
        write_table(made, tmp_path / "t.csv")
        assert list(json.loads(beside.read_text())) == list(made.columns)
        assert not is_other_dictionary(beside)
    beside.write_text("[1]")
    assert is_other_dictionary(beside)
    beside.write_text("a table of mine")
    assert is_other_dictionary(beside)


def test_another_ending_is_refused(table, tmp_path):
    with pytest.raises(ExportError, match="none of"):
        write_table(table, tmp_path / "t.rds")


@pytest.mark.parametrize("form", [lambda table: table, wide_table])
def test_spss_holds_the_table_and_what_it_means(table, form, tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    made, file = form(table), tmp_path / "t.sav"
    write_table(made, file)
    assert not (tmp_path / "t.dictionary.json").exists()
    read, about = pyreadstat.read_sav(file)
    assert list(read.columns) == list(made.columns)
    assert about.column_names_to_labels["not_seen_share" if "mean" in made.columns else "fear_mean"]
    for name, values in made.columns.items():
        if values.dtype == object:
            assert list(read[name]) == list(values)
        else:
            np.testing.assert_array_equal(read[name].to_numpy(dtype=float), values)


def test_without_the_library_of_spss_it_is_said(table, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(ExportError, match="pyreadstat"):
        write_table(table, tmp_path / "t.sav")
    assert not (tmp_path / "t.sav").exists()

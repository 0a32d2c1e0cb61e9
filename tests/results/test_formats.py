from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import SourceInfo
from fer_desktop.errors import Cancelled, ExportError
from fer_desktop.results.formats import FORMATS, ExportOptions, export_session
from fer_desktop.results.report import html_report, write_report
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import data_quality, marker_statistics, range_statistics, session_statistics
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter
from fer_desktop.session.store import PlainStore
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores


def exported(session, tmp_path, kind="csv", **selection):
    path = tmp_path / f"out.{kind}"
    export_session(session, path, ExportOptions(kind, Selection(**selection)))
    return path


def test_everything_is_the_recorded_file_byte_for_byte(session, folder, tmp_path):
    assert exported(session, tmp_path).read_bytes() == (folder / "timeline.csv").read_bytes()


def test_faces_times_and_columns_can_be_chosen(session, tmp_path):
    table = pd.read_csv(exported(session, tmp_path, faces=(2,), start_s=1.5, end_s=1.8, with_raw=False))
    assert set(table["face_id"]) == {2}
    assert table["time_s"].between(1.5, 1.8).all()
    assert len(table) == 10
    assert not [name for name in table.columns if name.startswith("raw_")]
    assert set(table["unreliable"]) == {"pose"}


def test_a_regular_grid_holds_the_last_row_and_looks_nowhere_ahead(session, tmp_path):
    table = pd.read_csv(exported(session, tmp_path, grid_hz=4.0))
    one = table[table["face_id"] == 1]
    assert np.diff(one["time_s"]) == pytest.approx(0.25)
    assert one[one["time_s"] == 1.75]["expression"].tolist() == ["happiness"]
    assert one[one["time_s"] == 2.0]["expression"].tolist() == ["anger"]
    assert one["frame"].tolist() == [int(t * 30 + 1e-6) if t != 3.0 else 89 for t in one["time_s"]]
    two = table[table["face_id"] == 2]
    assert two["time_s"].max() == pytest.approx(3.0)  # held for a second, then gone


def test_smoothing_is_that_of_its_time_constant_and_all_follows(session):
    table = select(session, Selection(smooth_s=0.5)).of(1)
    at = np.abs(table["time_s"] - 2.5).argmin()
    low, high = make_scores(1).probabilities[4], 0.8
    assert table["anger"][at] == pytest.approx(low + (high - low) * (1 - np.exp(-0.5 / 0.5)), abs=0.02)
    probabilities = table.probabilities()
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert table["probability"] == pytest.approx(probabilities.max(axis=1))
    assert all(name == EXPRESSIONS[row.argmax()] for name, row in zip(table["expression"], probabilities, strict=True))


def test_excel_gets_commas_and_a_mark(session, tmp_path):
    path = exported(session, tmp_path, "excel")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
    plain = pd.read_csv(exported(session, tmp_path))
    pd.testing.assert_frame_equal(table, plain)


def test_parquet_and_json_have_the_same_values(session, tmp_path):
    plain = pd.read_csv(exported(session, tmp_path))
    parquet = pd.read_parquet(exported(session, tmp_path, "parquet"))
    columns = json.loads(exported(session, tmp_path, "json").read_text())["columns"]
    for name in plain.columns:
        if not pd.api.types.is_numeric_dtype(plain[name]):
            expected = [None if pd.isna(value) else value for value in plain[name]]
            assert [value or None for value in parquet[name].fillna("")] == columns[name] == expected, name
        else:
            assert parquet[name].to_numpy(float, na_value=np.nan) == pytest.approx(plain[name].to_numpy(), nan_ok=True)
            assert np.array(columns[name], dtype=float) == pytest.approx(plain[name].to_numpy(), nan_ok=True)


def test_bids_events(session, tmp_path):
    table = pd.read_csv(exported(session, tmp_path, "bids"), sep="\t")
    assert table.columns.tolist() == ["onset", "duration", "trial_type"]
    assert table["onset"].tolist() == [1.0, 2.5]
    assert table["duration"].tolist() == pytest.approx([1.5, 119 / 30 - 2.5])
    assert table["trial_type"].tolist() == ["on", "off now"]


def test_elan_intervals(session, tmp_path):
    rows = [line.split("\t") for line in exported(session, tmp_path, "elan").read_text().splitlines()]
    mia = [row[1:] for row in rows if row[0] == "Mia (1)"]
    assert mia[0] == ["0", "2000", "happiness"]
    assert mia[1][::2] == ["2000", "anger"]
    assert [row[3] for row in rows if row[0] == "markers"] == ["on", "off now"]
    for row in rows:
        assert int(row[1]) <= int(row[2])


def test_statistics_count_time(session):
    mia, other = session_statistics(session)
    assert mia.seen_s == pytest.approx(119 / 30, abs=0.05)
    assert mia.top_share["happiness"] == pytest.approx(2.0 / mia.seen_s, abs=0.01)
    assert mia.top_share["anger"] == pytest.approx(1 - mia.top_share["happiness"])
    assert mia.transitions == 1
    assert mia.unreliable_share == 0
    assert (other.seen_s, other.unreliable_share) == (pytest.approx(1.0, abs=0.05), pytest.approx(1))
    (label, first), *_ = marker_statistics(session)
    assert label == "on"
    assert (first.span.start_s, first.span.end_s) == (1.0, 2.5)
    assert first.top_share["happiness"] == pytest.approx(1.0 / 1.5, abs=0.03)
    quality = data_quality(session)
    assert quality.without_face_share == pytest.approx(6 / 120)
    assert quality.unreliable_share == pytest.approx(31 / 145)
    assert (quality.captured, quality.analysed, quality.skipped, quality.refused) == (130, 120, 8, 2)


def test_a_face_that_was_not_seen_in_a_stretch_has_no_figures(session):
    for nobody in range_statistics(session, Span(90.0, 99.0)):
        assert (nobody.n_rows, nobody.seen_s, nobody.transitions) == (0, 0.0, None)
        figures = [*nobody.mean.values(), *nobody.top_share.values(), nobody.mean_valence, nobody.unreliable_share]
        assert np.isnan(figures).all()


def test_without_faces_nobody_knows_how_many_rows_can_be_trusted(tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("empty", CAMERA, MODEL))
    writer.add_analysis(make_analysis(0, []))
    quality = data_quality(load_session(Path(writer.close(RecordingCounts(1, 0, 0)))))
    assert quality.without_face_share == 1
    assert np.isnan(quality.unreliable_share)


def test_the_report_stands_alone_and_says_the_figures(folder):
    save_edits(PlainStore(folder), Edits(title="Pilot <1>", notes="a & b"))
    text = html_report(load_session(folder), Progress())
    assert "Pilot &lt;1&gt;" in text
    assert "a &amp; b" in text
    wanted = ("Mia", "data:image/png;base64,", "frames captured", "130", "on top", "off", MODEL.model_id, "not say")
    for part in wanted:
        assert part in text
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", text)


def test_the_pdf_is_one(session, tmp_path):
    write_report(session, tmp_path / "report.pdf")
    data = (tmp_path / "report.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") == 3


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_session_is_exported_too(tmp_path, kind):
    header = SessionHeader("empty", SourceInfo("cam", 640, 480, 30.0), MODEL)
    writer = SessionWriter(tmp_path, header)
    session = load_session(Path(writer.close(RecordingCounts(0, 0, 0))))
    exported(session, tmp_path, kind, grid_hz=5.0, smooth_s=0.3)
    html_report(session, Progress())
    write_report(session, tmp_path / "empty.pdf")


class Impatient(Progress):
    """Wants no more after so many looks."""

    def __init__(self, looks):
        super().__init__()
        self._looks = looks

    def reached(self, share):
        self.is_cancelled = self._looks == 0
        self._looks -= 1
        super().reached(share)


@pytest.mark.parametrize("kind", FORMATS)
def test_long_work_says_how_far_it_is_and_can_be_cancelled(session, tmp_path, kind):
    shares = []
    export_session(session, tmp_path / "out", ExportOptions(kind), Progress(shares.append))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    (tmp_path / "out").write_text("mine")
    for looks in range(len(shares)):
        with pytest.raises(Cancelled):
            export_session(session, tmp_path / "out", ExportOptions(kind), Impatient(looks))
        left = {path.name for path in tmp_path.iterdir() if path.is_file()}
        assert left == ({"out", "out.json"} if kind == "physio" else {"out"})  # the latter of the whole export before
        assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_a_report_can_be_cancelled(session, tmp_path, name):
    for looks in range(4):
        with pytest.raises(Cancelled):
            write_report(session, tmp_path / name, Impatient(looks))
        assert not (tmp_path / name).exists()


def test_nothing_is_left_when_the_folder_is_missing(session, tmp_path):
    with pytest.raises(ExportError, match="cannot be written"):
        export_session(session, tmp_path / "nowhere" / "out.csv")
    assert not (tmp_path / "nowhere").exists()


def test_without_pyarrow_it_is_said(session, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExportError, match="pyarrow"):
        exported(session, tmp_path, "parquet")
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("name", ["out.xlsx", "out.XLS", "out.ods"])
def test_the_name_of_a_workbook_is_refused(session, tmp_path, name):
    with pytest.raises(ExportError, match=r"workbooks are not written.*End the name in \.csv"):
        export_session(session, tmp_path / name, ExportOptions("excel"))
    assert not list(tmp_path.glob("out.*"))

"""Formats of ELAN, Praat and BIDS, read again by the tools of others."""

from __future__ import annotations

import gzip
import json
import warnings
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import Frame, Marker
from fer_desktop.errors import ExportError
from fer_desktop.results.code_files import read_codes
from fer_desktop.results.formats import ExportOptions, export_session
from fer_desktop.results.selection import Selection
from fer_desktop.results.tiers import Interval, lasting
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from tests.factories import CAMERA
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked

ODD = 'off "now" & <b>\x01 笑'


@pytest.fixture
def session(tmp_path):
    """Four seconds at 30 Hz: Mia is happy, then angry; another face is there from 1 to 2 s. Video, markers, a hole."""
    writer = SessionWriter(tmp_path, SessionHeader("s", CAMERA, MODEL), WriterOptions(with_video=True))
    writer.name_face(1, "Mia")
    marked = {30: (1.0, "on"), 31: (1.0, "again"), 75: (2.5, ODD)}
    for i in range(120):
        if i in marked:
            writer.add_marker(Marker(*marked[i]))
        faces = [make_tracked(1, scores=make_scores(1 if i < 60 else 4, 0.8))]
        faces += [make_tracked(2, (300, 40, 380, 150), make_scores(0, 0.6))] if 30 <= i <= 60 else []
        writer.add_analysis(make_analysis(i, faces))
    writer.add_frame(Frame(0, 0.0, np.zeros((48, 64, 3), np.uint8)))
    folder = Path(writer.close(RecordingCounts(120, 0, 0)))
    loaded = load_session(folder)
    save_edits(loaded.store, Edits(excluded=(Span(3.0, 3.2), Span(3.1, 3.4))))
    return load_session(folder)


def exported(session, path, kind, **selection) -> Path:
    export_session(session, path, ExportOptions(kind, Selection(**selection)))
    return path


def test_elan_reads_tiers_markers_excluded_stretches_and_the_video(session, tmp_path):
    pympi = pytest.importorskip("pympi")
    path = exported(session, tmp_path / "s.eaf", "eaf")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = pympi.Elan.Eaf(str(path))
    assert set(document.get_tier_names()) == {"Mia (1)", "face 2", "markers", "excluded"}
    assert document.get_annotation_data_for_tier("Mia (1)") == [(0, 2000, "happiness"), (2000, 3967, "anger")]
    assert document.get_annotation_data_for_tier("face 2") == [(1000, 2000, "neutral")]
    first, second = document.get_annotation_data_for_tier("markers")
    assert first == (1000, 2500, "on; again")
    assert second[2] == 'off "now" & <b>\N{REPLACEMENT CHARACTER} 笑'
    assert document.get_annotation_data_for_tier("excluded") == [(3000, 3400, "excluded")]
    (media,) = document.media_descriptors
    assert media["MEDIA_URL"] == (session.folder / "video.mp4").resolve().as_uri()
    assert media["MIME_TYPE"] == "video/mp4"


def test_the_document_has_the_order_and_the_attributes_of_the_schema(session, tmp_path):
    root = ElementTree.parse(exported(session, tmp_path / "s.eaf", "eaf")).getroot()
    assert [child.tag for child in root] == ["HEADER", "TIME_ORDER", *["TIER"] * 4, "LINGUISTIC_TYPE"]
    assert {"AUTHOR", "DATE", "FORMAT", "VERSION"} <= root.attrib.keys()
    pd.Timestamp(root.attrib["DATE"])
    slots = [slot.attrib["TIME_SLOT_ID"] for slot in root.iter("TIME_SLOT")]
    used = [one.attrib[f"TIME_SLOT_REF{i}"] for one in root.iter("ALIGNABLE_ANNOTATION") for i in (1, 2)]
    assert sorted(slots) == sorted(used)
    assert len(set(slots)) == len(slots)


def test_excluded_stretches_can_be_left_out_and_codes_are_read_again(session, tmp_path):
    path = exported(session, tmp_path / "coder.eaf", "eaf", without_excluded=True)
    coding = read_codes(path, session.face_ids)
    assert {one.code for one in coding.moments} == {"happiness", "anger", "neutral"}
    angry = [(one.start_s, one.end_s) for one in coding.moments if one.code == "anger"]
    assert angry == [(2.0, 2.967), (3.433, 3.967)]


def test_praat_reads_the_same_without_a_gap(session, tmp_path):
    praatio = pytest.importorskip("praatio.textgrid")
    path = exported(session, tmp_path / "s.TextGrid", "textgrid")
    grid = praatio.openTextgrid(str(path), includeEmptyIntervals=True)
    assert grid.tierNames == ("Mia (1)", "face 2", "excluded", "markers")
    assert [tuple(one) for one in grid.getTier("face 2").entries] == [
        (0.0, 1.0, ""),
        (1.0, 2.0, "neutral"),
        (2.0, 3.967, ""),
    ]
    doubled = ODD.replace('"', '""')  # as Praat writes them; this reader leaves them so
    assert [tuple(one) for one in grid.getTier("markers").entries] == [(1.0, "on; again"), (2.5, doubled)]
    for name in grid.tierNames:
        assert grid.getTier(name).maxTimestamp == grid.maxTimestamp == 3.967


def test_bids_has_a_regular_grid_and_says_what_each_column_is(session, tmp_path):
    path = exported(session, tmp_path / "sub-1_task-x_physio.tsv.gz", "physio", grid_hz=10.0, without_excluded=True)
    described = json.loads((tmp_path / "sub-1_task-x_physio.json").read_text())
    assert (described["SamplingFrequency"], described["StartTime"]) == (10.0, 0.0)
    assert set(described["Columns"]) <= described.keys()
    rows = [line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    table = pd.DataFrame(rows, columns=described["Columns"]).replace("n/a", np.nan).astype(float)
    assert len(table) == 40
    assert table["face1_happiness"][:20].to_numpy() == pytest.approx(0.8, abs=1e-6)
    assert table["face2_neutral"].notna().to_numpy().nonzero()[0].tolist()[:1] == [10]
    assert table["face1_anger"][30:35].isna().all()
    assert described["face1_yaw_deg"]["Units"] == "deg"
    assert described["face1_valence"]["Description"].startswith("Face 1 (Mia): ")


def test_the_grid_has_the_rate_of_the_session_and_the_bytes_do_not_change(session, tmp_path):
    first = exported(session, tmp_path / "a.tsv.gz", "physio").read_bytes()
    assert json.loads((tmp_path / "a.json").read_text())["SamplingFrequency"] == 30.0
    assert exported(session, tmp_path / "a.tsv.gz", "physio").read_bytes() == first


def test_the_description_of_another_file_is_never_replaced(session, tmp_path):
    (tmp_path / "a.json").write_text("mine")
    with pytest.raises(ExportError, match=r"a\.json is there already"):
        exported(session, tmp_path / "a.tsv.gz", "physio")
    assert (tmp_path / "a.json").read_text() == "mine"
    assert not (tmp_path / "a.tsv.gz").exists()


def test_an_empty_session_is_an_empty_file_that_opens(tmp_path):
    writer = SessionWriter(tmp_path, SessionHeader("s", CAMERA, MODEL))
    writer.add_analysis(make_analysis(0, []))
    empty = load_session(Path(writer.close(RecordingCounts(1, 0, 0))))
    for kind, name in (("eaf", "e.eaf"), ("textgrid", "e.TextGrid"), ("physio", "e.tsv.gz")):
        assert exported(empty, tmp_path / name, kind).stat().st_size > 0
    assert gzip.decompress((tmp_path / "e.tsv.gz").read_bytes()) == b""


def test_intervals_last_and_do_not_overlap():
    given = [Interval(0, 0, "a"), Interval(0, 50, "b"), Interval(40, 60, "c"), Interval(60, 60, "d")]
    assert lasting(given) == (Interval(0, 40, "a; b"), Interval(40, 60, "c"), Interval(60, 61, "d"))

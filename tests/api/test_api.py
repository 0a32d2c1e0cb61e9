from __future__ import annotations

import doctest
import gc
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import fer_desktop as fer
from fer_desktop.api import reading, tables
from fer_desktop.api.streaming import Stream
from fer_desktop.cli.main import main
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import CameraNotFound, ExportError, SourceError, SourceUnreadable
from fer_desktop.session.table import Table, table_bytes
from tests.factories import write_session

ROOT = Path(__file__).resolve().parents[2]
SHORT_S = 0.4


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    """The demo as a table, and the folder of its session."""
    folder = tmp_path_factory.mktemp("sessions")
    return fer.analyze("demo", demo_s=SHORT_S, out=folder)


class Camera:
    """Gives a frame each few milliseconds until it is closed."""

    def __init__(self, fails_after: int = 10**9) -> None:
        self.is_open = False
        self._index, self._fails_after = -1, fails_after

    def open(self):
        self.is_open = True
        return SourceInfo("camera", 64, 48, 200.0, is_live=True)

    def read(self):
        time.sleep(0.005)
        self._index += 1
        if self._index == self._fails_after:
            raise SourceError("It is gone.")
        return Frame(self._index, self._index / 200, np.zeros((48, 64, 3), np.uint8), lost=1)

    def close(self):
        self.is_open = False


@pytest.fixture
def camera(monkeypatch):
    device = Camera()
    monkeypatch.setattr("fer_desktop.api.streaming.reading_of", lambda _: lambda: reading.LiveReading(lambda: device))
    return device


def numbers_or_texts(column: pd.Series):
    """As `Table` has them."""
    is_number = column.dtype.kind in "fi"
    return column.to_numpy(float, na_value=np.nan) if is_number else column.fillna("").to_numpy(object)


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("fer-")]


def test_import_costs_next_to_nothing_and_loads_no_part():
    code = (
        "import sys, time; t = time.process_time(); import fer_desktop as fer; t = time.process_time() - t;"
        "assert t < 0.1, t; assert not {'numpy', 'pandas', 'fer_desktop.api'} & set(sys.modules); print(dir(fer))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout
    assert all(repr(name) in shown for name in fer.__all__)


def test_what_is_offered_is_there_documented_and_known_to_type_checkers():
    stub = (ROOT / "fer_desktop" / "__init__.pyi").read_text()
    page = (ROOT / "docs" / "python.md").read_text()
    for name in fer.__all__:
        assert getattr(fer, name).__doc__
        assert f" as {name}\n" in stub
        assert f"`{name}" in page or f"fer.{name}" in page, name
    assert stub.count(" as ") == len(fer.__all__)
    assert (ROOT / "fer_desktop" / "py.typed").is_file()
    with pytest.raises(AttributeError, match="nothing_like_this"):
        getattr(fer, "nothing_like_this")  # noqa: B009


def test_the_table_has_the_bytes_of_the_command(short, tmp_path):
    assert main(["analyze", "demo", "--duration", str(SHORT_S), "--out", str(tmp_path)]) == 0
    (written,) = tmp_path.glob("*/timeline.csv")
    values = {name: numbers_or_texts(column) for name, column in short.items()}
    assert table_bytes(Table(values)) == written.read_bytes()
    assert (Path(short.attrs["folder"]) / "timeline.csv").read_bytes() == written.read_bytes()
    assert short.attrs["model"]["model_id"]


def test_a_file_streams_every_frame_with_the_values_of_the_table(demo_image):
    table = fer.analyze(demo_image)
    assert table.attrs["folder"] is None
    moments = list(fer.stream(demo_image))
    assert [moment.frame for moment in moments] == list(table["frame"])
    assert [round(moment.faces[0].probability, 6) for moment in moments] == list(table["probability"])
    (face,) = fer.read_faces(demo_image)
    assert face.expression == table["expression"][0]
    assert face.probabilities.keys() == set(EXPRESSIONS)


def test_an_array_says_its_order_and_is_never_guessed(demo_image):
    pixels = np.asarray(__import__("PIL.Image").Image.open(demo_image))
    (rgb,) = fer.read_faces(pixels)
    (bgr,) = fer.read_faces(pixels[..., ::-1], "BGR", details=True)
    assert rgb.probabilities == bgr.probabilities
    assert (rgb.units, rgb.gaze_deg) == ({}, None)
    assert bgr.units.keys() >= {"AU12"}
    with pytest.raises(ValueError, match="order is 'RGB' or 'BGR'"):
        fer.read_faces(pixels, "GBR")  # type: ignore[arg-type]
    for wrong in (pixels[..., 0], pixels.astype(float), np.zeros((0, 4, 3), np.uint8)):
        with pytest.raises(ValueError, match="a picture is"):
            fer.read_faces(wrong)


def test_what_cannot_be_analysed_says_why(tmp_path):
    with pytest.raises(SourceUnreadable, match="does not exist"):
        fer.analyze(tmp_path / "none.mp4")
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SourceUnreadable, match="holds 2 videos"):
        fer.analyze(tmp_path)
    with pytest.raises(CameraNotFound, match="There is no camera"):
        fer.stream("no such camera")
    with pytest.raises(SourceUnreadable, match="does not exist"):
        fer.stream(tmp_path / "none.mp4")


def test_a_camera_is_released_however_it_is_left(camera):
    with fer.stream(0) as moments:
        next(moments)
        assert camera.is_open
    assert not camera.is_open
    assert not threads()
    with pytest.raises(ZeroDivisionError), fer.stream(0) as moments:
        for _ in moments:
            raise ZeroDivisionError
    assert not camera.is_open
    for _ in fer.stream(0):
        break
    gc.collect()
    assert not camera.is_open
    assert not threads()
    moments.close()
    assert list(moments) == []


def test_skipped_and_lost_pictures_are_counted(camera):
    with fer.stream(0) as moments:
        first = next(moments)
        time.sleep(0.2)
        second = next(moments)
        next(moments)
        assert second.skipped == second.frame - first.frame - 1 > 0
        assert moments.skipped >= second.skipped
        assert moments.lost >= second.frame
        assert f"{moments.skipped} skipped" in repr(moments)


def test_a_camera_that_goes_away_is_an_error_and_released(camera):
    camera._fails_after = 3
    with pytest.raises(SourceError, match="gone"), fer.stream(0) as moments:
        for _ in moments:
            pass
    assert not camera.is_open


def test_a_session_gives_tables_figures_and_files(tmp_path):
    session = fer.open_session(write_session(tmp_path, "one", with_video=True))
    assert len(session.table) == 90
    assert session.markers.values.tolist() == [[0.5, "on"]]
    assert session.names == {2: "Max"}
    assert session.info["frames_analysed"] == 45
    assert session.video == session.folder / "video.mp4"
    assert session.voice is session.words is session.details is session.utterances is None
    statistics = session.statistics()
    assert statistics["name"].fillna("").tolist() == ["", "Max"]
    assert statistics[[f"top_{name}" for name in EXPRESSIONS]].sum(axis=1).tolist() == pytest.approx([1, 1])
    assert session.marker_statistics()["label"].tolist() == ["on", "on"]
    assert session._repr_png_().startswith(b"\x89PNG")
    assert repr(session) == "<Session one: 90 rows, 2 face(s), 1.5 s>"
    session.report(tmp_path / "report.html")
    session.export(tmp_path / "one.csv")
    assert (tmp_path / "one.csv").read_bytes() == (session.folder / "timeline.csv").read_bytes()
    with pytest.raises(ExportError, match="there already"):
        session.report(tmp_path / "report.html")


def test_what_was_fused_is_as_of_the_edits(tmp_path):
    folder = write_session(tmp_path, "one")
    (tmp_path / "said.srt").write_text(
        "1\n00:00:00,200 --> 00:00:00,600\nAnna: I am so happy!\n\n2\n00:00:01,300 --> 00:00:01,360\nAnna: Yes.\n"
    )
    assert fer.open_session(folder).fused is None
    assert main(["sessions", "transcript", str(folder), str(tmp_path / "said.srt"), "--speaker", "Anna=2"]) == 0
    together = fer.open_session(folder).fused
    said = together[together["weight_words"] > 0]
    assert said["time_s"].tolist() == [0.25]
    assert said[["face_id", "face_name"]].values.tolist() == [[2, "Max"]]


def test_a_session_is_found_by_its_name(monkeypatch, tmp_path):
    write_session(tmp_path / "home" / "sessions", "mine")
    monkeypatch.chdir(tmp_path)
    assert fer.open_session("mine").folder.name == "mine"


def test_without_pandas_tables_are_columns_and_say_so(monkeypatch, tmp_path):
    session = fer.open_session(write_session(tmp_path, "one"))
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.warns(UserWarning, match="pandas is not installed"):
        table = session.table
    assert isinstance(table, fer.Columns)
    assert table["time_s"].shape == (90,)
    assert table.attrs["frames_analysed"] == 45


def test_blank_is_missing_and_never_zero():
    frame = tables.data_frame(Table({"face_id": np.array([1.0, np.nan]), "expression": np.array(["fear", ""], object)}))
    assert frame["face_id"].dtype == "Int64"
    assert frame.isna().values.tolist() == [[False, False], [True, True]]
    assert isinstance(frame, pd.DataFrame)


def test_an_interrupt_is_one(monkeypatch):
    from fer_desktop.offline.pipeline import OfflineResult

    cut = OfflineResult("", 1, 0.0, 0, 0, is_interrupted=True)
    monkeypatch.setattr("fer_desktop.api.analysis.run_job", lambda *_: cut)
    with pytest.raises(KeyboardInterrupt):
        fer.analyze("demo")


@pytest.mark.slow
def test_a_pool_of_processes_gives_the_same(demo_image, short):
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(fer.analyze, str(demo_image)).result(timeout=200)
    pd.testing.assert_frame_equal(there, fer.analyze(demo_image), check_exact=True)


@pytest.mark.slow
@pytest.mark.parametrize("module", ["analysis", "streaming", "faces", "sessions", "explaining"])
def test_the_examples_of_the_docstrings_do_what_they_say(module, tmp_path, monkeypatch, demo_image):
    write_session(tmp_path / "home" / "sessions", "2026-11-26_10-00-00")
    monkeypatch.chdir(tmp_path)
    tested = import_module(f"fer_desktop.api.{module}")
    found = doctest.DocTestFinder().find(tested, extraglobs={"fer": fer})
    examples = [one for one in found if one.examples]
    assert examples
    for one in examples:
        assert doctest.DocTestRunner().run(one).failed == 0


def test_a_stream_opens_nothing_before_it_is_used(camera):
    assert isinstance(fer.stream(0), Stream)
    assert not camera.is_open

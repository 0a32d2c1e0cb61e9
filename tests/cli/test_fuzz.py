"""500 damaged files: each is read, or refused with words for the user. FER_FUZZ_SEED takes other damage."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Frame, Marker, SourceInfo
from fer_desktop.errors import FerError
from fer_desktop.paths import weights_dir
from fer_desktop.results.formats import FORMATS, ExportOptions, export_session
from fer_desktop.results.report import html_report
from fer_desktop.session.catalogue import summaries
from fer_desktop.session.edits import Edits, SessionMarker, Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.playback import VideoReader
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.session.repair import recover
from fer_desktop.session.store import PlainStore
from fer_desktop.settings import Settings, load_settings, save_settings
from fer_desktop.vision.open_runtime import open_runtime
from fer_desktop.weight_file import MANIFEST
from tests.clips import write_clip_of
from tests.fakes import MODEL, make_analysis, make_scores, make_tracked
from tests.mutations import mutated, mutated_json

SEED = int(os.environ.get("FER_FUZZ_SEED", "20261121"))
N_OF_EACH = 100
_SLOWEST_S = 160.0

pytestmark = [pytest.mark.slow, pytest.mark.expects_log, pytest.mark.timeout(400)]

# Reads files in a process of its own, since a decoder that is confused could end it: path in, outcome out.
READER = """
import sys
from pathlib import Path
from fer_desktop.capture.images import ImageSource
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.errors import FerError

for line in sys.stdin:
    path = Path(line.rstrip("\\n"))
    source = ImageSource(path.name, [path]) if path.suffix != ".mp4" else VideoFileSource(path)
    n = 0
    try:
        source.open()
        while (frame := source.read()) is not None:
            assert frame.image.ndim == 3 and frame.time_s == frame.time_s
            n += 1
        outcome = f"{n} frames"
    except FerError as error:
        outcome = f"refused: {error}"
    source.close()
    print(outcome, flush=True)
"""


class Reader:
    """The process, and what it says of each file within the time that a user would wait."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", READER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def read(self, path: Path) -> str:
        import threading

        assert self._process.stdin is not None
        assert self._process.stdout is not None
        guard = threading.Timer(_SLOWEST_S, self._process.kill)
        guard.start()
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        outcome = self._process.stdout.readline().strip()
        guard.cancel()
        assert outcome, f"{path} ended the reader: {self._process.communicate()[1][-2000:]}"
        return outcome

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(200)
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def test_videos(tmp_path, reader):
    rng = random.Random(SEED)
    whole = write_clip_of(tmp_path / "whole.mp4", DemoSource(DemoOptions(1, 160, 120, duration_s=1.0)))
    assert reader.read(whole) == "30 frames"
    outcomes = []
    for i in range(N_OF_EACH):
        path = tmp_path / f"{i}.mp4"
        path.write_bytes(mutated(whole.read_bytes(), rng))
        outcomes.append(reader.read(path))
    assert any("refused" in outcome for outcome in outcomes)
    assert any("frames" in outcome for outcome in outcomes)


def test_images(tmp_path, reader):
    rng = random.Random(SEED)
    picture = cv2.GaussianBlur(np.random.default_rng(1).integers(0, 255, (90, 120, 3), np.uint8), (0, 0), 3)
    outcomes = []
    for i in range(N_OF_EACH):
        suffix = (".png", ".jpg", ".bmp", ".webp", ".tif")[i % 5]
        path = tmp_path / f"{i}{suffix}"
        path.write_bytes(mutated(cv2.imencode(suffix, picture)[1].tobytes(), rng))
        outcomes.append(reader.read(path))
    assert any("refused" in outcome for outcome in outcomes)
    assert "1 frames" in outcomes


def test_manifests(tmp_path):
    rng = random.Random(SEED)
    weights = shutil.copytree(weights_dir(), tmp_path / "weights")
    whole = (weights / MANIFEST).read_bytes()
    refused = 0
    for i in range(N_OF_EACH):
        (weights / MANIFEST).write_bytes((mutated if i % 2 else mutated_json)(whole, rng))
        try:
            open_runtime(weights, "cpu")
        except FerError:
            refused += 1
    assert refused > N_OF_EACH / 3


def test_settings(tmp_path):
    rng = random.Random(SEED)
    path = tmp_path / "settings.json"
    save_settings(Settings(), path)
    whole = path.read_bytes()
    for i in range(N_OF_EACH):
        path.write_bytes((mutated if i % 2 else mutated_json)(whole, rng))
        found = load_settings(path)
        assert isinstance(found, Settings)
        assert save_settings(found, tmp_path / "again.json")
        assert load_settings(tmp_path / "again.json") == found


def test_settings_broken_in_every_field(tmp_path):
    path = tmp_path / "settings.json"
    for odd in (None, -1, 10**30, float("nan"), "odd", [], {}, [1, "a"]):
        path.write_text(json.dumps(dict.fromkeys(Settings.__dataclass_fields__, odd)))
        found = load_settings(path)
        assert 1 <= found.max_faces <= 10
        assert found.device in ("auto", "cuda", "mps", "cpu")


@pytest.fixture
def session(tmp_path):
    header = SessionHeader("whole", SourceInfo("cam", 64, 48, 30.0), MODEL)
    writer = SessionWriter(tmp_path, header, WriterOptions(with_video=True))
    for i in range(40):
        writer.add_frame(Frame(i, i / 30, np.full((48, 64, 3), i, np.uint8)))
        writer.add_analysis(make_analysis(i, [make_tracked(1, scores=make_scores(i % 8))], fps=30))
    writer.add_marker(Marker(0.5, "on"))
    writer.name_face(1, "Mia")
    folder = Path(writer.close(RecordingCounts(40, 0, 0)))
    save_edits(
        PlainStore(folder), Edits("title", "notes", {1: "Mia"}, {2: 1}, (Span(0.1, 0.2),), (SessionMarker(0.2, "m"),))
    )
    return folder


def test_sessions(tmp_path, session):
    rng = random.Random(SEED)
    names = sorted(path.name for path in session.iterdir())
    read = refused = 0
    for i in range(N_OF_EACH):
        root = tmp_path / f"library {i}"
        folder = shutil.copytree(session, root / ("broken.partial" if i % 4 == 0 else "broken"))
        path = folder / names[i % len(names)]
        damage = mutated_json if path.suffix == ".json" and rng.random() < 0.6 else mutated
        path.write_bytes(damage(path.read_bytes(), rng))
        assert len(summaries(root)) <= 1
        try:
            _use(folder, root, FORMATS[i % len(FORMATS)], with_report=i % 5 == 0)  # drawing takes most of the time
            read += 1
        except FerError as error:
            assert error.message
            refused += 1
        shutil.rmtree(root)
    assert read > N_OF_EACH / 4
    assert refused > N_OF_EACH / 10


def _use(folder: Path, root: Path, kind, with_report: bool) -> None:
    """What a user does with a session."""
    if folder.name.endswith(".partial"):
        folder = recover(folder)
    opened = load_session(folder)
    export_session(opened, root / "table", ExportOptions(kind))
    if with_report:
        html_report(opened, Progress())
    video = VideoReader(opened.store)
    video.frame_at(0.5)
    video.close()

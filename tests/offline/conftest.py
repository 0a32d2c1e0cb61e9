from __future__ import annotations

import pytest

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.cli.analyze import analyze
from fer_desktop.offline.batch import BatchOptions
from tests.clips import write_clip_of
from tests.offline.helpers import inputs, options


@pytest.fixture(scope="module")
def clips(tmp_path_factory):
    """Three short clips of the demo, two of them with the same name, and one file that is none."""
    root = tmp_path_factory.mktemp("clips")
    for folder, name, seconds in (("a", "one", 1.0), ("b", "one", 0.5), ("b", "two", 0.5)):
        (root / folder).mkdir(exist_ok=True)
        write_clip_of(root / folder / f"{name}.mp4", DemoSource(DemoOptions(1, 320, 240, duration_s=seconds)))
    (root / "b" / "broken.mp4").write_text("no video")
    return root


@pytest.fixture(scope="module")
def alone(clips, tmp_path_factory):
    out = tmp_path_factory.mktemp("alone")
    code, summary = analyze(inputs(clips), options(out), BatchOptions())
    return out, code, summary

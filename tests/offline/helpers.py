from __future__ import annotations

from pathlib import Path

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.demo.source import DemoOptions
from fer_desktop.offline.job import AnalyzeOptions
from fer_desktop.paths import weights_dir
from fer_desktop.session.library import list_sessions
from fer_desktop.vision.analyzer import AnalyzerOptions


def options(out: Path, **cut) -> AnalyzeOptions:
    return AnalyzeOptions(out, AnalyzerOptions(weights_dir(), 1, "cpu"), Cut(**cut), DemoOptions())


def inputs(clips: Path) -> list[str]:
    return [str(clips / "a"), str(clips / "b")]


def tables(out: Path) -> dict[str, str]:
    return {folder.name: (folder / "timeline.csv").read_text() for folder in list_sessions(out)}

"""How the window was looked at, kept for next time: its place, the lines between its parts, columns, lanes, source."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter

from fer_desktop.ui.live.choices import SourceChoice
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.timeline.lane_menu import LaneMenu
from fer_desktop.ui.video.picture_splitter import PictureSplitter

_GEOMETRY, _SPAN, _FOLDER, _SOURCE = "geometry", "live/span", "live/folder", "live/source"
_COLUMNS = "sessions/columns"
_PAGES = ("live", "sessions", "review")  # of which something is kept


class KeptView:
    """Reads and writes one file; what is missing or damaged in it is as at the first time.

    A page looks as last time from when it is made; of one that was not made, the file says what it said before.
    """

    def __init__(self, window: MainWindow, file: Path) -> None:
        self._window, self._kept = window, QSettings(str(file), QSettings.Format.IniFormat)

    def restore(self) -> None:
        """Let the window look as last time."""
        window, kept = self._window, self._kept
        geometry = kept.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        window.live.timelines.set_span(_number(kept.value(_SPAN)))
        folder = kept.value(_FOLDER)
        window.live.top_bar.folder = folder if isinstance(folder, str) else ""
        source = kept.value(_SOURCE)
        if isinstance(source, str) and source:
            window.live.top_bar.offer_first(_choice(source))
        for name in filter(window.pages.has, _PAGES):
            self._restore_page(name)
        window.pages.made.connect(self._restore_page)

    def keep(self) -> None:
        """Write down how the window looks."""
        window, kept = self._window, self._kept
        kept.setValue(_GEOMETRY, window.saveGeometry())
        kept.setValue(_SPAN, window.live.timelines.span_s)
        kept.setValue(_FOLDER, window.live.top_bar.folder)
        chosen = window.live.top_bar.chosen
        if chosen is not None:
            kept.setValue(_SOURCE, "\t".join((chosen.kind, str(chosen.n_faces), chosen.device, chosen.name)))
        for name in filter(window.pages.has, _PAGES):
            self._keep_page(name)

    def _restore_page(self, name: str) -> None:
        if name not in _PAGES:
            return
        parts, kept = self._parts(name), self._kept
        for key, splitter in parts.splitters.items():
            state = kept.value(key)
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        for key, shared in parts.by_hand.items():
            shared.is_by_hand = kept.value(key) == "true"
        lanes = kept.value(f"{name}/lanes")
        if parts.lanes is not None and isinstance(lanes, str) and lanes:
            parts.lanes.choose(lanes.split())
        columns = kept.value(_COLUMNS)
        if name == "sessions" and isinstance(columns, QByteArray):
            self._window.sessions.restore_columns(columns)

    def _keep_page(self, name: str) -> None:
        parts, kept = self._parts(name), self._kept
        for key, splitter in parts.splitters.items():
            kept.setValue(key, splitter.saveState())
        for key, shared in parts.by_hand.items():
            kept.setValue(key, "true" if shared.is_by_hand else "false")
        if parts.lanes is not None:
            kept.setValue(f"{name}/lanes", " ".join(sorted(parts.lanes.chosen)))
        if name == "sessions":
            kept.setValue(_COLUMNS, self._window.sessions.columns)

    def _parts(self, name: str) -> _Parts:
        window = self._window
        if name == "sessions":
            return _Parts({"splitters/sessions": window.sessions.splitter})
        if name == "live":
            live = window.live
            splitters = {"splitters/faces": live.faces_splitter, "splitters/live": live.whole_splitter}
            return _Parts(splitters, {"splitters/by_hand": live.faces_splitter}, live.timelines.lane_menu)
        review = window.review
        splitters = {"splitters/lists": review.upper_splitter, "splitters/review": review.whole_splitter}
        return _Parts(splitters, {"splitters/lists_by_hand": review.upper_splitter}, review.timelines.lane_menu)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is kept of a page.

    Attributes:
        splitters: By the keys of the file.
        by_hand: Those that stay where they are only where the user has moved them; likewise.
    """

    splitters: dict[str, QSplitter]
    by_hand: dict[str, PictureSplitter] = field(default_factory=dict)
    lanes: LaneMenu | None = None


def _number(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return 0.0


def _choice(text: str) -> SourceChoice:
    """What stands in the file, as a choice to be found among those that are offered."""
    kind, n_faces, device, name = [*text.split("\t"), "", "", "", ""][:4]
    choice = SourceChoice("demo", name, device=device, name=name)
    if kind == "camera":
        return replace(choice, kind="camera")
    if kind == "file":
        return replace(choice, kind="file")
    if kind == "sound":
        return replace(choice, kind="sound")
    return replace(choice, n_faces=int(_number(n_faces)) or 1)

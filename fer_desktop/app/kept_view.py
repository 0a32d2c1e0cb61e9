"""How the window was looked at, kept for next time: its place, the lines between its parts, columns, lanes, source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter

from fer_desktop.ui.live.choices import SourceChoice
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.timeline.lane_menu import LaneMenu
from fer_desktop.ui.video.picture_splitter import PictureSplitter

_GEOMETRY, _SPAN, _FOLDER, _SOURCE = "geometry", "live/span", "live/folder", "live/source"
_COLUMNS = "sessions/columns"


class KeptView:
    """Reads and writes one file; what is missing or damaged in it is as at the first time."""

    def __init__(self, window: MainWindow, file: Path) -> None:
        self._window, self._kept = window, QSettings(str(file), QSettings.Format.IniFormat)

    def restore(self) -> None:
        """Let the window look as last time."""
        window, kept = self._window, self._kept
        geometry = kept.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        for name, splitter in self._splitters.items():
            state = kept.value(f"splitters/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        for key, shared in self._shared.items():
            shared.is_by_hand = kept.value(key) == "true"
        window.live.timelines.set_span(_number(kept.value(_SPAN)))
        for name, menu in self._lane_menus.items():
            lanes = kept.value(f"{name}/lanes")
            if isinstance(lanes, str) and lanes:
                menu.choose(lanes.split())
        columns = kept.value(_COLUMNS)
        if isinstance(columns, QByteArray):
            window.sessions.restore_columns(columns)
        folder = kept.value(_FOLDER)
        window.live.top_bar.folder = folder if isinstance(folder, str) else ""
        source = kept.value(_SOURCE)
        if isinstance(source, str) and source:
            window.live.top_bar.offer_first(_choice(source))

    def keep(self) -> None:
        """Write down how the window looks."""
        window, kept = self._window, self._kept
        kept.setValue(_GEOMETRY, window.saveGeometry())
        for name, splitter in self._splitters.items():
            kept.setValue(f"splitters/{name}", splitter.saveState())
        for key, shared in self._shared.items():
            kept.setValue(key, "true" if shared.is_by_hand else "false")
        kept.setValue(_SPAN, window.live.timelines.span_s)
        for name, menu in self._lane_menus.items():
            kept.setValue(f"{name}/lanes", " ".join(sorted(menu.chosen)))
        kept.setValue(_COLUMNS, window.sessions.columns)
        kept.setValue(_FOLDER, window.live.top_bar.folder)
        chosen = window.live.top_bar.chosen
        if chosen is not None:
            kept.setValue(_SOURCE, "\t".join((chosen.kind, str(chosen.n_faces), chosen.device, chosen.name)))

    @property
    def _lane_menus(self) -> dict[str, LaneMenu]:
        return {"live": self._window.live.timelines.lane_menu, "review": self._window.review.timelines.lane_menu}

    @property
    def _shared(self) -> dict[str, PictureSplitter]:
        """Lines that stay where they are only where the user has moved them."""
        live, review = self._window.live, self._window.review
        return {"splitters/by_hand": live.faces_splitter, "splitters/lists_by_hand": review.upper_splitter}

    @property
    def _splitters(self) -> dict[str, QSplitter]:
        live, review = self._window.live, self._window.review
        return {
            "faces": live.faces_splitter,
            "live": live.whole_splitter,
            "lists": review.upper_splitter,
            "review": review.whole_splitter,
            "sessions": self._window.sessions.splitter,
        }


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

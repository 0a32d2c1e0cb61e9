"""The guide that comes with the app, and the tour."""

from __future__ import annotations

import configparser
import re

from PySide6.QtCore import QRect, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from fer_desktop.capture.kinds import VIDEO_SUFFIXES
from fer_desktop.paths import assets_dir, docs_dir
from fer_desktop.settings import Settings
from fer_desktop.ui.dialogs.guide import GuideDialog
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.dialogs.tour import TourDialog


def test_the_guide_is_read_from_the_app_itself(qtbot, monkeypatch):
    dialog = GuideDialog(docs_dir())
    qtbot.addWidget(dialog)
    assert "What the window shows" in dialog.text
    assert "images/" not in dialog.text
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog._on_link(QUrl("session-format.md#columns"))
    assert "timeline.csv" in dialog.text
    dialog._on_link(QUrl("no-such-page.md"))
    assert "does not come with the app" in dialog.text
    assert opened == []
    dialog._on_link(QUrl("https://example.org/"))
    assert len(opened) == 1


def test_the_guide_is_in_the_language_of_the_window_and_other_pages_in_english(qtbot):
    dialog = GuideDialog(docs_dir(), "zh_CN")
    qtbot.addWidget(dialog)
    assert dialog.text.startswith("用户指南")
    assert "[" not in dialog.text.splitlines()[1]
    assert re.search(r"[，。：] +[\u4e00-\u9fff]", dialog.text.partition("找不到摄像头")[0]) is None
    dialog._on_link(QUrl("session-format.md#columns"))
    assert "timeline.csv" in dialog.text
    dialog._on_link(QUrl("user-guide.md"))
    assert dialog.text.startswith("用户指南")
    other = GuideDialog(docs_dir(), "fr")
    qtbot.addWidget(other)
    assert other.text.startswith("User guide")


def test_the_guide_finds_words(qtbot):
    dialog = GuideDialog(docs_dir())
    qtbot.addWidget(dialog)
    dialog._find_first("Privacy")
    first = dialog._text.textCursor().position()
    assert dialog._text.textCursor().selectedText() == "Privacy"
    dialog._search.setText("the")
    dialog._find_next()
    assert dialog._text.textCursor().position() != first


def test_the_tour_visits_every_place_and_ends(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    tour, places = TourDialog(window), []
    tour.reached.connect(places.append)
    tour._go(0)
    for _ in range(5):
        tour._next.click()
    tour._back.click()
    tour._next.click()
    assert places == ["demo", "cards", "curves", "record", "sessions", "files", "sessions", "files"]
    assert tour._next.text() == "Done"
    with qtbot.waitSignal(tour.finished):
        tour._next.click()


def test_the_words_of_the_tour_cover_nothing_they_are_about_and_enter_goes_on(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1180, 800)
    areas = [QRect(0, 60, 740, 400), QRect(760, 60, 400, 400), QRect(0, 500, 1180, 280), QRect(300, 10, 100, 28)]
    targets = [QWidget(window) for _ in areas]
    for target, area in zip(targets, areas, strict=True):
        target.setGeometry(area)
    window.show()
    tour = TourDialog(window)
    tour._go(0)
    for target, area in zip(targets, areas, strict=True):
        tour.point_at(target)
        words = QRect(window.mapFromGlobal(tour.pos()), tour.sizeHint())
        assert window.rect().contains(words)
        assert not words.intersects(area)
        assert tour._ring.area == area
    tour.point_at(window)  # no room beside it
    assert window.rect().contains(QRect(window.mapFromGlobal(tour.pos()), tour.sizeHint()))
    tour._next.click()
    tour._back.click()
    assert tour._next.isDefault()
    assert not tour._back.autoDefault()
    with qtbot.waitSignal(tour.rejected):
        tour._leave.click()


def test_labels_that_nobody_chose_are_kept_as_they_were(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("fer_desktop.ui.dialogs.settings.marker_label", lambda label: label.replace("marker", "标记"))
    settings = Settings(marker_labels=("on", *(f"marker {i}" for i in range(2, 10))))
    dialog = SettingsDialog(settings, tmp_path)
    qtbot.addWidget(dialog)
    assert [edit.text() for edit in dialog._labels][:2] == ["on", "标记 2"]
    assert dialog.chosen.marker_labels == settings.marker_labels
    dialog._labels[2].setText("off")
    assert dialog.chosen.marker_labels[2] == "off"


def test_the_desktop_file_opens_files_with_the_app():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(assets_dir() / "desktop" / "fer-desktop.desktop", encoding="utf-8")
    entry = parser["Desktop Entry"]
    assert entry["Exec"] == "fer-desktop %F"
    assert "video/mp4" in entry["MimeType"].split(";")
    assert ".mp4" in VIDEO_SUFFIXES

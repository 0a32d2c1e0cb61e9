"""What the pages beside Live ask for is done, though nobody who does it is there before the page is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.options import WindowOptions
from fer_desktop.paths import sessions_dir, window_file
from fer_desktop.settings import Settings
from tests.app.helpers import close, settle
from tests.factories import write_session
from tests.fakes import WAIT_MS

NAMES = ("analyse", "sessions", "review", "label", "studies")


def made(app):
    return [name for name in NAMES if app.window.pages.has(name)]


@pytest.fixture
def folder():
    return write_session(sessions_dir(), "one", with_video=True)


def test_a_window_that_shows_live_alone_makes_none_and_closes(open_app, qtbot):
    app = open_app()
    qtbot.wait(50)
    app.page_tasks.refresh()
    app.change_settings(Settings(has_agreed=True, theme="dark"))
    close(app, qtbot)
    assert made(app) == []
    assert not {"files", "sessions", "exports", "label", "folders", "adapt", "studies"} & set(vars(app.page_tasks))


def test_what_a_crash_cut_short_is_said_though_nobody_opened_the_list(folder, open_app, qtbot):
    info = folder / "session.json"
    info.write_text(info.read_text().replace('"complete": true', '"complete": false'))
    folder.rename(folder.with_name("one.partial"))
    app = open_app()
    qtbot.waitUntil(lambda: "was cut short" in app.window.notices.shown_text, timeout=WAIT_MS)
    assert app.window.pages.currentWidget() is app.window.live


def test_the_list_of_sessions_comes_with_its_page_and_leads_to_the_others(app, folder, qtbot):
    app.window.pages.setCurrentIndex(2)
    page = app.window.sessions
    qtbot.waitUntil(lambda: bool(page._table.rowCount()), timeout=WAIT_MS)
    page.label_requested.emit(folder)
    qtbot.waitUntil(lambda: app.window.pages.has("label") and app.window.label.session is not None, timeout=WAIT_MS)
    assert app.window.pages.currentWidget() is app.window.label
    page.study_requested.emit([folder])
    assert app.window.pages.currentWidget() is app.window.studies
    sessions = app.window.studies.placing.sessions
    qtbot.waitUntil(lambda: list(sessions.selected) == [folder], timeout=WAIT_MS)
    page.review_requested.emit(folder)
    qtbot.waitUntil(lambda: app.window.review.session is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: app.window.pages.currentWidget() is app.window.review, timeout=WAIT_MS)


def test_looks_of_sessions_are_read_though_the_page_came_late(app, folder, qtbot, monkeypatch):
    shown = []
    qtbot.wait(20)
    monkeypatch.setattr("fer_desktop.ui.sessions.page.SessionsPage.show_look", lambda _, *what: shown.append(what[0]))
    app.window.pages.setCurrentIndex(2)
    qtbot.waitUntil(lambda: shown == [folder], timeout=WAIT_MS)


def test_an_empty_study_page_knows_the_sessions(app, folder, qtbot):
    app.window.pages.setCurrentIndex(5)
    sessions = app.window.studies.placing.sessions
    qtbot.waitUntil(lambda: sessions.count() == 1, timeout=WAIT_MS)


def test_a_saved_recording_is_reviewed_from_its_notice(app, folder, qtbot):
    app.reporter.review_wanted.emit(folder)
    qtbot.waitUntil(lambda: app.window.pages.currentWidget() is app.window.review, timeout=WAIT_MS)
    assert app.window.review.session.folder == folder


def test_files_that_fall_onto_the_window_are_analysed_or_opened(app, folder, qtbot, tmp_path):
    app.window.files_dropped.emit([str(folder)])
    qtbot.waitUntil(lambda: app.window.review.session is not None, timeout=WAIT_MS)
    app.window.files_dropped.emit([str(tmp_path / "missing.mp4")])
    assert app.window.pages.currentWidget() is app.window.analyse
    settle(qtbot)
    qtbot.waitUntil(lambda: len(app.page_tasks.files.queue.items) == 1, timeout=WAIT_MS)


def test_pages_are_set_up_as_the_settings_are_when_they_come(open_app, tmp_path, qtbot):
    app = open_app(WindowOptions(max_faces=3))
    app.change_settings(Settings(has_agreed=True, sessions_dir=str(tmp_path / "other")))
    folder = write_session(tmp_path / "other", "two")
    app.window.pages.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "files" in vars(app.page_tasks), timeout=WAIT_MS)
    assert app.window.analyse.choices.max_faces == 3
    app.window.pages.setCurrentIndex(2)
    qtbot.waitUntil(lambda: app.window.sessions._table.rowCount() == 1, timeout=WAIT_MS)
    app.window.sessions.select(folder)
    assert [one.folder for one in app.window.sessions.selected] == [folder]


def test_live_curves_are_kept_as_a_picture(app, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "live.png"), "PNG (*.png)"))
    app.window.live.timelines.menu.drawing_requested.emit({".png": b"pixels"}.__getitem__)
    settle(qtbot)
    assert (tmp_path / "live.png").read_bytes() == b"pixels"
    assert app.window.pages.currentWidget() is app.window.live


def test_a_page_that_nobody_opened_looks_as_the_time_before(open_app, qtbot):
    first = open_app()
    first.view.restore()
    first.window.review.timelines.lane_menu.choose({"valence", "pose"})
    first.window.sessions._table.setColumnWidth(0, 321)
    close(first, qtbot)
    kept = {key: QSettings(str(window_file()), QSettings.Format.IniFormat).value(key) for key in ("review/lanes",)}
    second = open_app()
    second.view.restore()
    close(second, qtbot)
    assert made(second) == []
    assert QSettings(str(window_file()), QSettings.Format.IniFormat).value("review/lanes") == kept["review/lanes"]
    third = open_app()
    third.view.restore()
    assert third.window.sessions._table.columnWidth(0) == 321
    assert third.window.review.timelines.lane_menu.chosen == {"valence", "pose"}


def test_the_adapted_models_are_listed_from_the_menu(app, qtbot):
    from fer_desktop.ui.dialogs.adapted_models import AdaptedModelsDialog

    app.window.user_actions.adapted_models.trigger()
    settle(qtbot)
    (dialog,) = app.window.findChildren(AdaptedModelsDialog)
    assert dialog.isVisible()
    dialog.reject()


@pytest.mark.parametrize("page", ["sessions", "review"])
def test_an_empty_page_leads_to_the_page_where_sessions_come_from(app, page, qtbot):
    window = app.window
    window.show_page(getattr(window, page))
    qtbot.waitUntil(lambda: "sessions" in vars(app.page_tasks), timeout=WAIT_MS)
    getattr(window, page).page_wanted.emit("analyse")
    assert window.pages.currentWidget() is window.analyse

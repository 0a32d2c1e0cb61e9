"""Exports and reports of one session and of several, and curves that are kept."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.session_exports import SessionExports
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.session.edits import Edits, Span
from fer_desktop.session.library import load_session, save_edits
from fer_desktop.session.store import PlainStore
from fer_desktop.ui.dialogs.export import ExportDialog
from fer_desktop.ui.main_window import MainWindow
from tests.app.helpers import settle
from tests.factories import write_session


@pytest.fixture
def window(qtbot):
    widget = MainWindow()
    widget.resize(1100, 700)
    yield widget
    widget.review.close_session()
    widget.deleteLater()
    qtbot.wait(1)


@pytest.fixture
def exports(window, qtbot):
    made = SessionExports(window, Passphrases(window))
    yield made
    settle(qtbot)


@pytest.fixture
def folder(tmp_path):
    made = write_session(tmp_path, "s")
    save_edits(PlainStore(made), Edits(title="before"))
    return made


def choose(monkeypatch, path, kind=""):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), kind))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(path))


@pytest.fixture
def report(exports, folder, qtbot, monkeypatch):
    """Writes a report to a name, and gives the questions that were asked on the way."""

    def write_to(path, kind, may_replace):
        asked = []

        def ask(_, question, action):
            asked.append(question)
            return may_replace

        exports._window.ask = ask
        choose(monkeypatch, path, kind)
        exports.ask_report([folder])
        settle(qtbot)
        return asked

    return write_to


@pytest.mark.parametrize("may_replace", [False, True])
@pytest.mark.parametrize(("kind", "ending"), [("HTML (*.html)", ".html"), ("PDF (*.pdf)", ".pdf")])
def test_a_report_asks_before_it_replaces(report, tmp_path, kind, ending, may_replace):
    target = tmp_path / f"report{ending}"
    target.write_text("mine")
    (question,) = report(tmp_path / "report", kind, may_replace)
    assert str(target) in question
    assert (target.read_bytes() != b"mine") is may_replace


def test_a_report_does_not_ask_what_the_file_dialog_asked(report, tmp_path):
    target = tmp_path / "report.html"
    target.write_text("mine")
    assert report(target, "HTML (*.html)", may_replace=False) == []
    assert target.read_text() != "mine"
    assert report(tmp_path / "new", "HTML (*.html)", may_replace=False) == []
    assert (tmp_path / "new.html").exists()


def test_a_range_of_a_session_is_exported(exports, window, folder, tmp_path, qtbot, monkeypatch):
    session = load_session(folder)
    target = tmp_path / "out.csv"
    choose(monkeypatch, target)
    monkeypatch.setattr(ExportDialog, "open", lambda dialog: dialog.accept())
    window.review.show_session(session, SessionLanes(session), None)
    window.review.range.select(Span(0.5, 1.0))
    window.review.range_bar.exported.emit()
    settle(qtbot)
    times = [float(line.split(",")[0]) for line in target.read_text().splitlines()[1:]]
    assert (min(times), max(times)) == (0.5, 1.0)


def test_several_sessions_are_written_and_what_fails_is_named(exports, window, tmp_path, qtbot, monkeypatch):
    folders = [write_session(tmp_path, name) for name in ("a", "b", "c")]
    (folders[1] / "session.json").write_text("nothing of ours")
    out = tmp_path / "out"
    out.mkdir()
    choose(monkeypatch, out)
    monkeypatch.setattr(ExportDialog, "open", lambda dialog: dialog.accept())
    told = []
    monkeypatch.setattr(window.notices, "show_problem", lambda title, text: told.append(text))
    exports.ask_export(folders)
    settle(qtbot)
    assert sorted(path.name for path in out.iterdir()) == [f"{folders[0].name}.csv", f"{folders[2].name}.csv"]
    (text,) = told
    assert text.startswith(f"{folders[1].name}: ")
    assert "2 of 3 files written" in window.notices.shown_text


def test_several_reports_replace_nothing_without_a_yes(exports, window, tmp_path, qtbot, monkeypatch):
    folders = [write_session(tmp_path, name) for name in ("a", "b")]
    mine = tmp_path / f"{folders[0].name}.html"
    mine.write_text("mine")
    choose(monkeypatch, tmp_path)
    asked = []
    monkeypatch.setattr(window, "ask", lambda title, question, action: asked.append(question))
    exports.ask_report(folders)
    settle(qtbot)
    assert len(asked) == 1
    assert mine.read_text() == "mine"
    assert not (tmp_path / f"{folders[1].name}.html").exists()


@pytest.mark.parametrize("name", ["curves.png", "curves"])
@pytest.mark.usefixtures("exports")
def test_curves_are_kept_as_they_are_shown(window, tmp_path, qtbot, monkeypatch, name):
    session = load_session(write_session(tmp_path, "s"))
    window.review.show_session(session, SessionLanes(session), None)
    window.show()
    window.show_page(window.review)
    qtbot.wait(10)
    choose(monkeypatch, tmp_path / name, "SVG (*.svg)")
    window.review.drawing_requested.emit(session, window.review.timelines.drawing)
    settle(qtbot)
    (made,) = tmp_path.glob("curves.*")
    data = made.read_bytes()
    if made.suffix == ".png":
        assert data.startswith(b"\x89PNG")
        return
    assert data.count(b"<path") + data.count(b"<polyline") > 16  # lines, not pixels
    assert b"<image" not in data


def test_live_curves_are_kept_where_the_user_says(exports, tmp_path, qtbot, monkeypatch):
    choose(monkeypatch, tmp_path / "live.png", "PNG (*.png)")
    exports.ask_drawing_of_now({".png": b"pixels"}.__getitem__)
    settle(qtbot)
    assert (tmp_path / "live.png").read_bytes() == b"pixels"

"""How tests use the review page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from fer_desktop.core.interfaces import RecordingCounts
from fer_desktop.core.types import SourceInfo
from fer_desktop.offline.session_video import video_of
from fer_desktop.results.lanes import SessionLanes
from fer_desktop.session.library import load_session
from fer_desktop.session.recorder import SessionHeader, SessionWriter, WriterOptions
from fer_desktop.ui.dialogs import asking
from tests.fakes import MODEL, make_analysis, make_tracked


def open_in(page, folder):
    session = load_session(folder)
    page.show_session(session, SessionLanes(session), video_of(session))


def crowd(root, n_faces):
    header = SessionHeader("crowd", SourceInfo("cam", 640, 480, 30.0, is_live=True), MODEL)
    writer = SessionWriter(root, header, WriterOptions())
    for i in range(4):
        writer.add_analysis(make_analysis(i, [make_tracked(face) for face in range(1, n_faces + 1)]))
    return Path(writer.close(RecordingCounts(4, 0, 0)))


def button(page, text):
    return next(b for b in page.findChildren(QAbstractButton) if b.text() == text)


def rows_of(rows):
    return [rows.item(row).text() for row in range(rows.count())]


def answer_names(monkeypatch, *names):
    """Name faces with these words, one after the other."""
    left = iter(names)
    monkeypatch.setattr(asking, "asked_text", lambda *_: next(left))


def name_faces(page, monkeypatch, *names):
    answer_names(monkeypatch, *names)
    for row in range(len(names)):
        page._faces.setCurrentRow(row)
        page.rename_face()


def merge(page, monkeypatch, row, label):
    """Merge the face in a row into the one that is called so; gives the choices."""
    offered = []

    def choose(title, question, choices, parent):
        offered.extend(choices)
        return label

    monkeypatch.setattr(asking, "asked_choice", choose)
    page._faces.setCurrentRow(row)
    page.merge_face()
    return offered

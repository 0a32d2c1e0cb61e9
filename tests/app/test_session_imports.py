"""Tables of other programs become sessions in the window, which Review shows."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog

from fer_desktop.session.library import load_session
from fer_desktop.ui.dialogs import asking
from tests.app.helpers import settle
from tests.fakes import WAIT_MS


@pytest.fixture
def tasks(tasks, tmp_path):
    tasks.set_root(tmp_path / "sessions")
    return tasks


def test_good_tables_are_listed_bad_ones_named_and_the_rate_is_asked_for(window, tasks, qtbot, tmp_path, monkeypatch):
    openface = tmp_path / "open.csv"
    rows = "".join(f"{i},{i / 10},1,0.1,2.0\n" for i in range(30))
    openface.write_text("frame,timestamp,success,pose_Rx,AU12_r\n" + rows)
    pyfeat = tmp_path / "feat.csv"
    pyfeat.write_text("FaceRectX,FaceRectY,FaceRectWidth,FaceRectHeight,happiness,input,frame\n1,2,3,4,0.9,v.mp4,10\n")
    (tmp_path / "bad.csv").write_text("x\n1\n")
    chosen = [str(tmp_path / name) for name in ("open.csv", "feat.csv", "bad.csv")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    asked, said = [], []
    monkeypatch.setattr(window.notices, "show_problem", lambda title, text: said.append(text))
    monkeypatch.setattr(asking, "asked_number", lambda *given: (asked.append(given[1]), 20.0)[1])
    window.sessions.import_requested.emit()
    qtbot.waitUntil((tmp_path / "sessions" / "feat").exists, timeout=WAIT_MS)
    settle(qtbot, tasks.one_by_one)
    assert [one for one in asked if "feat.csv" in one and "open.csv" not in one]
    assert "bad.csv" in said[0]
    assert load_session(tmp_path / "sessions" / "feat").table["time_s"].tolist() == [0.5]
    tasks.review(tmp_path / "sessions" / "open")
    settle(qtbot, tasks.one_by_one)
    assert window.review.session.folder.name == "open"

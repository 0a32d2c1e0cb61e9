"""A fault in any thread is one notice with a report to copy."""

from __future__ import annotations

import socket
import sys
import threading
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from fer_desktop.app import marker_inlets, source_list
from fer_desktop.app.app import App
from fer_desktop.app.marker_inlets import HOST, LslInlet, SocketInlet
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.uncaught import Uncaught
from fer_desktop.engine.status import Phase
from fer_desktop.guard import GuardedThread, guarded
from fer_desktop.offline.pipeline import analyze_source
from fer_desktop.settings import Settings
from fer_desktop.ui.live.choices import FORMATS, SourceChoice
from tests.fakes import WAIT_MS, FakeAnalyzer, FakeSink, ScriptedSource
from tests.ui.helpers import destroy

CAMERA = SourceChoice("camera", "Front")


class OddError(Exception):
    """Nobody expects it."""


def fail(*_, **__):
    raise OddError("odd")


@pytest.fixture
def app(qtbot, monkeypatch):
    for owner in (sys, threading):
        monkeypatch.setattr(owner, "excepthook", owner.excepthook)  # put back afterwards
    monkeypatch.setattr(source_list, "_list_cameras", tuple)
    made = App(WindowOptions(), Settings(has_agreed=True))
    monkeypatch.setattr(made.tasks, "load_libraries", lambda when_done: None)
    Uncaught(made.window.notices, made).install()
    made.window.show()
    yield made
    made.window.ask = lambda *_: True
    made.close()
    qtbot.waitUntil(lambda: not made.window.isVisible(), timeout=WAIT_MS)
    destroy([made])


def run_engine(app, qtbot, monkeypatch, source=None, analyzer=None):
    monkeypatch.setattr(app, "_open_source", lambda *_: lambda: source or ScriptedSource(fps=30.0, gate=wait_a_little))
    monkeypatch.setattr(app.engine, "_open_analyzer", lambda: analyzer or FakeAnalyzer())
    app.start(CAMERA, FORMATS[0])


def wait_a_little(_):
    threading.Event().wait(0.01)


def in_capture(app, qtbot, monkeypatch):
    run_engine(app, qtbot, monkeypatch, source=ScriptedSource(fail_at=(3, OddError("odd"))))


def in_analysis(app, qtbot, monkeypatch):
    run_engine(app, qtbot, monkeypatch, analyzer=SimpleNamespace(model=FakeAnalyzer.model, notices=(), analyze=fail,
                                                                 close=lambda: None))  # fmt: skip


def in_recorder(app, qtbot, monkeypatch):
    run_engine(app, qtbot, monkeypatch)
    qtbot.waitUntil(lambda: app.engine.status.phase is Phase.RUNNING, timeout=WAIT_MS)
    assert app.engine.start_recording(lambda: FakeSink(fail_after=0, error=OddError("odd")))


def in_player(app, qtbot, monkeypatch):
    player = app.window.review.player
    player.open(fail, 0.0, 1.0)


def in_marker_connection(app, qtbot, monkeypatch):
    inlet = SocketInlet(0, fail)
    with socket.create_connection((HOST, inlet.port)) as client:
        client.sendall(b"now\n")
        qtbot.waitUntil(lambda: bool(app.window.notices.shown_text), timeout=WAIT_MS)
    inlet.close()


def in_marker_server(app, qtbot, monkeypatch):
    monkeypatch.setattr(marker_inlets._Server, "service_actions", fail)
    SocketInlet(0, print)._server.server_close()


def in_lsl(app, qtbot, monkeypatch):
    monkeypatch.setitem(sys.modules, "pylsl", SimpleNamespace(ContinuousResolver=fail, proc_clocksync=1))
    LslInlet(print).close()


def in_pool(app, qtbot, monkeypatch):
    app.tasks._run(fail, print, "Explain")


def in_reader(app, qtbot, monkeypatch):
    source = ScriptedSource(fail_at=(3, OddError("odd")), is_live=False)
    app.tasks._run(lambda: analyze_source(source, FakeAnalyzer(), FakeSink(), print), print, "Analyse again")


def in_writer(app, qtbot, monkeypatch):
    sink = FakeSink(fail_after=0, error=OddError("odd"))
    app.tasks._run(
        lambda: analyze_source(ScriptedSource(9, is_live=False), FakeAnalyzer(), sink, print), print, "Analyse again"
    )


def in_list_of_cameras(app, qtbot, monkeypatch):
    monkeypatch.setattr(source_list, "_list_cameras", fail)
    app.sources.look()


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("fault", "where"),
    [
        (in_capture, "capture"),
        (in_analysis, "analysis"),
        (in_recorder, "recorder"),
        (in_player, "fer-player"),
        (in_marker_connection, "Thread-"),
        (in_marker_server, "fer-markers"),
        (in_lsl, "fer-markers-lsl"),
        (in_pool, "Explain"),
        (in_reader, "Analyse again"),
        (in_writer, "Analyse again"),
        (in_list_of_cameras, "MainThread"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_fault_is_one_notice_with_a_report(app, qtbot, monkeypatch, fault, where):
    notices = app.window.notices
    fault(app, qtbot, monkeypatch)
    qtbot.waitUntil(lambda: any(each.report for each in notices.shown), timeout=WAIT_MS)
    assert notices.shown_text.startswith(f"Something went wrong in {where}")
    notices.shown[0].copy.click()
    report = QApplication.clipboard().text()
    assert "OddError: odd" in report
    assert "in fail" in report or "fakes.py" in report
    qtbot.wait(50)
    assert len([each for each in notices.shown if each.report]) == 1


def test_what_is_to_be_released_is_released_after_the_error_is_told():
    said = []
    guarded(fail, lambda error: said.append(str(error)), lambda: said.append("released"))
    guarded(lambda: said.append("done"), fail, lambda: said.append("released"))
    assert said == ["odd", "released", "done", "released"]
    with pytest.raises(OddError):
        guarded(lambda: 1 / 0, fail, lambda: said.append("released, too"))
    assert said[-1] == "released, too"


def test_a_thread_that_is_told_to_exit_is_no_quiet_end():
    caught = []
    thread = GuardedThread("fer-exits", sys.exit, caught.append)
    thread.start()
    thread.join()
    assert isinstance(caught[0], SystemExit)

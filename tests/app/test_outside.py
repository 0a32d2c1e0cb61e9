"""Other programs steer the real window and listen to it."""

from __future__ import annotations

import socket
import sys
import threading
import time
from contextlib import suppress
from typing import Any

import pandas as pd
import pytest

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.bench.live_out import measure_live_out
from fer_desktop.errors import RemoteError
from fer_desktop.remote import Remote
from fer_desktop.settings import Settings
from fer_desktop.ui.live.choices import FORMATS
from tests.fakes import WAIT_MS, WAIT_S
from tests.ui.helpers import destroy

AGREED = Settings(has_agreed=True)


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def app(qtbot, port):
    app = App(WindowOptions(websocket=port), AGREED)
    app.window.show()
    yield app
    app.window.ask = lambda *_: True
    app.close()
    qtbot.waitUntil(lambda: not app.window.isVisible(), timeout=WAIT_MS)
    destroy([app])


class Other(threading.Thread):
    """Another program: does its work while the window lives."""

    def __init__(self, work) -> None:
        super().__init__(name="other", daemon=True)
        self._work = work
        self.result: Any = None
        self.error: Exception | None = None

    def run(self):
        try:
            self.result = self._work()
        except Exception as error:
            self.error = error

    def done_in(self, qtbot):
        self.start()
        qtbot.waitUntil(lambda: not self.is_alive(), timeout=4 * WAIT_MS)
        if self.error is not None:
            raise self.error
        return self.result


def wait_for(remote, is_there):
    until_s = time.monotonic() + WAIT_S
    while not is_there(remote.status()):
        assert time.monotonic() < until_s, remote.status()
        time.sleep(0.05)


def test_another_program_starts_records_marks_and_sees_what_is_recorded(app, qtbot, port):
    def experiment():
        seen = []
        with Remote(port) as remote, Remote(port) as listener:
            with pytest.raises(RemoteError, match="nothing is recorded"):
                remote.marker("too early")
            with pytest.raises(RemoteError, match="nothing runs"):
                remote.record()
            with pytest.raises(RemoteError, match="There is no camera"):
                remote.start("no such camera")
            remote.start("demo")
            wait_for(remote, lambda status: status["phase"] == "running" and status["analysis_fps"] > 0)
            with pytest.raises(RemoteError, match="something runs already"):
                remote.start("demo")
            moments = listener.moments()
            next(moments)
            remote.record()
            wait_for(remote, lambda status: (status["recorded_s"] or 0) > 0.3)
            at_s = remote.marker("picture 1")
            wait_for(remote, lambda status: (status["recorded_s"] or 0) > at_s + 0.3)
            remote.stop_recording()
            for message in moments:
                seen.append(message)
                if message["type"] == "recording_stopped":
                    break
            moments.close()
            remote.stop()
            wait_for(remote, lambda status: status["phase"] == "idle")
        return at_s, seen

    at_s, seen = Other(experiment).done_in(qtbot)
    session = next(one["session"] for one in seen if one["type"] == "recording_stopped")
    table = pd.read_csv(f"{session}/timeline.csv")
    told = {face["probability"] for one in seen if one["type"] == "moment" for face in one["faces"]}
    assert len(table) > 3
    assert set(table["probability"].dropna()) <= told
    (marker,) = pd.read_csv(f"{session}/markers.csv").itertuples()
    assert (marker.label, marker.time_s) == ("picture 1", pytest.approx(at_s, abs=1e-5))
    assert "picture 1" in [one.get("label") for one in seen if one["type"] == "marker"]
    assert not [one for one in seen if one["type"] == "lost"]


def test_a_badge_says_that_somebody_listens(app, qtbot, port):
    badge = app.window.pages.cornerWidget()
    assert badge.text() == ""
    other = Remote(port)
    qtbot.waitUntil(lambda: badge.text() == "● 1 listening", timeout=WAIT_MS)
    other.close()
    qtbot.waitUntil(lambda: badge.text() == "", timeout=WAIT_MS)


def test_a_port_that_is_taken_is_a_notice_and_the_settings_close_it_again(app, qtbot, port):
    app.change_settings(Settings(has_agreed=True, websocket_port=1, websocket_address="0.0.0.0"))
    assert app.settings.websocket_port == 1  # the command line goes on to say which port it is
    app.outside.listen(Settings(websocket_port=port, websocket_address="0.0.0.0"))
    qtbot.waitUntil(lambda: "Without a token" in app.window.notices.shown_text, timeout=WAIT_MS)
    app.outside.listen(Settings())
    with pytest.raises(RemoteError, match="does not answer"):
        Remote(port, timeout_s=2)


def test_osc_and_lsl_are_opened_and_closed_by_the_settings(app, qtbot, monkeypatch):
    osc_bundle = pytest.importorskip("pythonosc.osc_bundle", reason="python-osc is not there")
    badge = app.window.pages.cornerWidget()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(0)
        app.change_settings(Settings(has_agreed=True, osc_port=receiver.getsockname()[1]))
        assert badge.text() == "● OSC"
        app.start(app.sources.named("demo"), FORMATS[0])
        heard = set()

        def hear():
            with suppress(BlockingIOError):
                heard.update(message.address for message in osc_bundle.OscBundle(receiver.recv(65_536)))
            return "/fer/face/1/expression" in heard

        qtbot.waitUntil(hear, timeout=WAIT_MS)
        app.engine.stop()
        qtbot.waitUntil(lambda: app.engine.status.phase.is_at_rest, timeout=WAIT_MS)
    monkeypatch.setitem(sys.modules, "pylsl", None)
    app.change_settings(Settings(has_agreed=True, lsl_outlet=True))
    assert badge.text() == ""
    qtbot.waitUntil(lambda: "pylsl" in app.window.notices.shown_text, timeout=WAIT_MS)


def test_a_marker_of_another_clock_falls_where_it_was_set(app, monkeypatch):
    marked = []
    monkeypatch.setattr(app.engine, "moment", lambda: 10.0)
    monkeypatch.setattr(app.engine, "mark", lambda label, at_s: marked.append((label, at_s)))
    app.outside._on_marker("a while ago", 0.5)
    app.outside._on_marker("before the recording", 11.0)
    assert marked == [("a while ago", 9.5)]


@pytest.mark.slow
def test_the_age_of_values_and_markers_is_measured(qapp):
    figures = measure_live_out(1.0)
    assert figures["complete"]
    assert figures["values_1"] > 3
    assert figures["age_p50_ms_1"] > 0
    assert figures["onsets"] == 50

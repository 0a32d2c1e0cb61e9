"""Garbage with parts of the window in it is collected in the window's thread, whoever needs memory."""

from __future__ import annotations

import gc
import threading
from typing import ClassVar

from fer_desktop.app.collector import Collector
from tests.fakes import WAIT_MS


class Part:
    """Part of a circle, as widgets are; says which thread destroys it."""

    destroyed_in: ClassVar[list[str]] = []

    def __init__(self):
        self.me = self

    def __del__(self):
        self.destroyed_in.append(threading.current_thread().name)


def test_garbage_is_destroyed_in_the_thread_of_the_window_alone(qtbot, qapp):
    Part.destroyed_in = []
    collector = Collector(qapp)
    try:
        for _ in range(50):
            Part()
        kept = []
        worker = threading.Thread(target=lambda: kept.extend([] for _ in range(200_000)), name="other")
        worker.start()  # so many new objects that Python would collect here
        worker.join()
        assert Part.destroyed_in == []
        qtbot.waitUntil(lambda: len(Part.destroyed_in) == 50, timeout=WAIT_MS)
        assert set(Part.destroyed_in) == {threading.main_thread().name}
    finally:
        collector.stop()
    assert gc.isenabled()

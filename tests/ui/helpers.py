"""Pictures and states for the tests of the widgets."""

from __future__ import annotations

import gc

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

from fer_desktop.core.interfaces import DiskSpace
from fer_desktop.core.types import Analysis, Frame
from fer_desktop.engine.loops import Analysed
from fer_desktop.engine.status import EngineStatus, Phase, RecordingStatus
from fer_desktop.ui.video.pairing import Picture
from tests.fakes import WAIT_MS

RECORDING = RecordingStatus(3725.0, DiskSpace(12_300_000, 80_000_000_000))


def status(phase=Phase.RUNNING, recording=None, **changes):
    values = {
        "capture_fps": 30.0, "analysis_fps": 29.0, "latency_ms": (12.0, 20.0), "frames_captured": 100,
        "frames_skipped": 3, "frames_refused": 2, "results_refused": 1,
    }  # fmt: skip
    return EngineStatus(phase, recording, **{**values, **changes})


def destroy(apps):
    """Empty a list of closed apps, once nothing works for them any more: else a thread of a later test might do it."""
    assert QThreadPool.globalInstance().waitForDone(WAIT_MS)
    for app in apps:
        app.window.deleteLater()
        app.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    apps.clear()
    gc.collect()


def red_and_blue(width=640, height=480):
    """Left half red, right half blue."""
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2, 0] = 255
    image[:, width // 2 :, 2] = 255
    image.flags.writeable = False
    return image


def picture(faces=(), behind_s=0.0, index=0, time_s=0.0):
    analysis = Analysis(index, time_s, tuple(faces), 1.0) if faces else None
    return Picture(Frame(index, time_s, red_and_blue()), analysis, behind_s)


def analysed(index, faces=(), time_s=None):
    time_s = index / 30 if time_s is None else time_s
    return Analysed(Frame(index, time_s, red_and_blue()), Analysis(index, time_s, tuple(faces), 1.0))


def colour_at(widget, x, y):
    colour = widget.grab().toImage().pixelColor(x, y)
    return colour.red(), colour.green(), colour.blue()

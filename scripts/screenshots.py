"""Make the pictures of docs/images from the running app and its demo: `make screenshots`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FER_DESKTOP_HOME"] = tempfile.mkdtemp()

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from fer_desktop.app import App, WindowOptions
from fer_desktop.settings import Settings
from fer_desktop.ui.choices import SIZES, SourceChoice

OUT = Path(__file__).resolve().parents[1] / "docs" / "images"
# picture: faces, size, second of the demo to wait for
SHOTS = {"happiness": (1, SIZES[0], 5.5), "window": (1, SIZES[0], 17.0), "four": (4, SIZES[1], 11.0)}


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main() -> None:
    """Take every picture."""
    application = QApplication(sys.argv)
    application.setStyle("Fusion")
    OUT.mkdir(parents=True, exist_ok=True)
    app = App(WindowOptions(), Settings())
    app.window.show()
    for name, (n_faces, size, time_s) in SHOTS.items():
        app.start(SourceChoice("demo", "Demo", n_faces=n_faces), size)
        while app.window._timeline.end_s < time_s:
            wait(50)
        app.window.grab().save(str(OUT / f"{name}.jpg"), quality=88)
        app.engine.stop()
        while not app.engine.status.phase.is_at_rest:
            wait(50)
        wait(200)
    app.shut_down()


if __name__ == "__main__":
    main()

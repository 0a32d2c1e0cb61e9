"""A program for a test: opens the window, starts and stops a source many times, and prints what it then holds.

Usage: python -m tests.app.many_starts N
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

PATIENCE_S = 60.0


def run_until(is_it: Callable[[], bool]) -> None:
    """Let the window live until this is so."""
    from PySide6.QtCore import QEventLoop, QTimer

    deadline = time.monotonic() + PATIENCE_S
    while not is_it():
        assert time.monotonic() < deadline, "it never came"
        loop = QEventLoop()  # what is deleted later is deleted in a loop alone, not by processEvents
        QTimer.singleShot(20, loop.quit)
        loop.exec()


def main(n_cycles: int) -> None:
    """The process of each demo imports this module, too, and needs none of this."""
    import psutil

    from fer_desktop.app.app import App
    from fer_desktop.app.options import WindowOptions
    from fer_desktop.memory import share_arenas
    from fer_desktop.settings import Settings
    from fer_desktop.ui.application import open_application
    from fer_desktop.ui.live.choices import FORMATS, SourceChoice

    share_arenas()
    _application = open_application()
    app, this = App(WindowOptions(max_faces=4), Settings(has_agreed=True)), psutil.Process()
    app.window.show()
    for _ in range(n_cycles):
        app.start(SourceChoice("demo", "Demo"), FORMATS[0])
        run_until(lambda: app.window.live.end_s > 0)
        app.engine.stop()
        run_until(lambda: app.engine.status.phase.is_at_rest)
        app.engine.join(PATIENCE_S)
        held = {"threads": this.num_threads(), "rss_mb": this.memory_info().rss / 1e6, "files": this.num_fds()}
        print(json.dumps(held), flush=True)
    app.close(is_sure=True)
    run_until(lambda: not app.window.isVisible())


if __name__ == "__main__":
    main(int(sys.argv[1]))

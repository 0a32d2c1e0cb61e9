"""Make the pictures of docs/images again from the running app and its demo: `make screenshots`."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["FER_DESKTOP_HOME"] = tempfile.mkdtemp()

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.paths import sessions_dir
from fer_desktop.session.catalogue import summaries
from fer_desktop.settings import Settings, Theme
from fer_desktop.ui.application import open_application
from fer_desktop.ui.dialogs.help import KeysDialog
from fer_desktop.ui.dialogs.settings import SettingsDialog
from fer_desktop.ui.dialogs.welcome import WelcomeDialog
from fer_desktop.ui.live.choices import FORMATS, PictureFormat, SourceChoice

PLACE = "Documents/FER Desktop"
_SIZE = (1180, 800)
OUT = Path(__file__).resolve().parents[1] / "docs" / "images"


@dataclass(frozen=True)
class Shot:
    """One picture: what runs, for how long, and in which colours."""

    name: str
    n_faces: int
    wanted: PictureFormat
    time_s: float
    theme: Theme = "light"


SHOTS = (
    Shot("window", 1, FORMATS[0], 27.0),
    Shot("happiness", 1, FORMATS[0], 5.5),
    Shot("four", 4, FORMATS[1], 16.0, "dark"),
)


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def save(widget: QWidget, name: str) -> None:
    """Write what the widget shows."""
    widget.grab().save(str(OUT / f"{name}.jpg"), quality=88)


def take(app: App, shot: Shot) -> None:
    """Run the demo, record, name and mark, and take the picture."""
    labels = ("baseline", *"23456789")
    app.change_settings(Settings(has_agreed=True, theme=shot.theme, video="plain", marker_labels=labels))
    app.window.show_place(PLACE)
    app.start(SourceChoice("demo", "Demo", n_faces=shot.n_faces), shot.wanted)
    live = app.window.live
    while app.reporter.model is None or not live.selected:
        wait(50)
    app.record()
    while 1 not in live.cards.shown_ids:
        wait(50)
    live.cards.card(1).set_name("P01")
    live.cards.face_named.emit(1, "P01")
    while live.end_s < 4:
        wait(50)
    app.engine.mark("baseline")
    if shot.n_faces > 1:
        live.cards.face_selected.emit(2, True)
    while live.end_s < shot.time_s:
        wait(50)
    save(app.window, shot.name)
    app.engine.stop()
    while not app.engine.status.phase.is_at_rest or app.engine.status.is_recording:
        wait(50)
    wait(300)
    for _ in app.window.notices.shown:
        app.window.notices.dismiss()


def show_sessions(app: App) -> None:
    """The pages of sessions, with what was just recorded."""
    window = app.window
    window.show_page(window.sessions)
    app.page_tasks.sessions.refresh()
    wait(500)
    longest = max(summaries(sessions_dir()), key=lambda summary: summary.duration_s)
    window.sessions.select(longest.folder)
    save(window, "sessions")
    app.page_tasks.sessions.review(longest.folder)
    while window.review.session is None:
        wait(50)
    window.review.player.seek(9.0)
    wait(300)
    save(window, "review")
    window.show_page(window.live)


def main() -> None:
    """Take every picture."""
    _application = open_application()  # must live as long as the window
    OUT.mkdir(parents=True, exist_ok=True)
    app = App(WindowOptions(), Settings(has_agreed=True))
    app.window.resize(*_SIZE)  # whatever screen there is
    app.window.show()
    for shot in SHOTS:
        take(app, shot)
    app.change_settings(Settings(has_agreed=True))
    app.window.show_place(PLACE)
    show_sessions(app)
    for name, dialog in (
        ("welcome", WelcomeDialog(app.window)),
        ("settings", SettingsDialog(Settings(), Path("Documents") / "FER Desktop", app.window)),
        ("keys", KeysDialog(app.window.user_actions, app.window)),
    ):
        dialog.show()
        wait(200)
        save(dialog, name)
        dialog.close()
    app.close()
    while app.window.isVisible():
        wait(50)


if __name__ == "__main__":
    main()

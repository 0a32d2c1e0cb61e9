"""Longer work that the window asks for, done behind it: explain, snapshot, loading the libraries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog

from fer_desktop.app.ears import microphone_names
from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.app.window_work import WindowWork
from fer_desktop.core.types import ModelInfo
from fer_desktop.errors import ExportError
from fer_desktop.paths import weights_dir
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.picture_bytes import picture_bytes

if TYPE_CHECKING:
    from fer_desktop.ui.dialogs.picture import PictureDialog

SNAPSHOTS = "snapshots"
_HINT = "Choose a folder in which you may write."


class WindowTasks(WindowWork):
    """Each method returns at once; the window hears of the end."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._is_explaining = False
        self._explanation: PictureDialog | None = None

    def load_libraries(self, when_done: Callable[[], None]) -> None:
        """Import what reads faces, so that Start does not wait for it."""

        def work() -> None:
            import fer_desktop.vision.analyzer  # noqa: F401

        self._run(work, lambda _: when_done(), self.tr("Loading"))

    def list_microphones(self, show: Callable[[tuple[str, ...]], None]) -> None:
        """Look which microphones there are; the first look takes a moment."""
        self._run(microphone_names, show, self.tr("Microphones"))

    def explain(self, model: ModelChoice) -> None:
        """Show what the decision about the selected face, made with this model, rests on; one picture at a time."""
        action = self._window.user_actions.explain
        shown = self._window.live.selected_face
        if shown is None:
            self._notice(self.tr("The selected face is not in the picture now. Select one that is, then ask again."))
            return
        frame, tracked = shown
        title = self.tr("Face {0}, {1:.1f} s").format(tracked.track_id, frame.time_s)

        def work() -> bytes:
            from fer_desktop.offline.explained_image import Asked, drawn, explain_in
            from fer_desktop.ui.widgets.explain_words import explain_word

            asked = Asked(prior=model.prior, adapted=model.adapted_file)
            explanation = explain_in(frame.image, tracked.face, weights_dir(), asked)
            return drawn(explanation, explain_word)

        def show(png: bytes) -> None:
            from fer_desktop.ui.dialogs.picture import PictureDialog

            if self._explanation is not None:
                self._explanation.deleteLater()
            self._explanation = PictureDialog(title, png, self._window)
            self._explanation.open()

        def ended() -> None:
            action.setText(self.tr("Explain"))
            self._is_explaining = False

        if self._is_explaining:
            return
        self._is_explaining = True
        action.setText(self.tr("Explaining..."))
        self._run(work, show, self.tr("Explain"), ended=ended)

    def snapshot(self, sessions: Path) -> None:
        """Save the picture with what is drawn over it."""
        image = self._window.live.video.snapshot()
        if image is None:
            return
        path = sessions / SNAPSHOTS / f"{datetime.now():%Y-%m-%d_%H-%M-%S-%f}.png"

        def work() -> Path:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ExportError(
                    "{path} cannot be written: {reason}.", _HINT, path=path, reason=error.strerror or error
                ) from error
            from fer_desktop.session.files import write_whole

            write_whole(path, picture_bytes(image))
            return path

        self._run(work, lambda done: self._notice(self.tr("Picture saved: {0}").format(done)), self.tr("Snapshot"))

    def keep_picture(self, image: QImage, sessions: Path) -> None:
        """Ask for a file, then write a picture into it."""
        suggested = str(sessions / f"{datetime.now():%Y-%m-%d_%H-%M-%S}.png")
        kinds = self.tr("Pictures") + " (*.png *.jpg)"
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save the picture"), suggested, kinds)
        if not path:
            return
        target = Path(path) if Path(path).suffix else Path(f"{path}.png")

        def work() -> None:
            from fer_desktop.session.files import write_whole

            data = picture_bytes(image, target.suffix)
            if not data:
                raise ExportError("{path} cannot be written.", "Choose a name that ends in .png or .jpg.", path=target)
            write_whole(target, data)

        words = self.tr("Picture saved: {0}").format(target)
        self._run(work, lambda _: self._notice(words), self.tr("Save the picture"))

    def show_about(self, model: ModelInfo | None) -> None:
        """Show versions, licences, and what the model knows."""
        from fer_desktop.ui.dialogs.help import AboutDialog

        card = weights_dir() / "MODEL_CARD.md"
        text = card.read_text(encoding="utf-8") if card.is_file() else ""
        AboutDialog(model, text, self._window).open()

    def open_folder(self, folder: Path) -> None:
        """Show a folder in the system's own window."""
        with suppress(OSError):  # then there is nothing to show, and the next line says so
            folder.mkdir(parents=True, exist_ok=True)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notice(self.tr("The folder is {0}").format(folder))

"""Asks the system whether the camera may be used, in the GUI thread, before any other thread opens it.

On macOS OpenCV cannot ask from a thread of its own; elsewhere the answer is yes at once.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, Qt


def ask_for_camera(context: QObject, granted: Callable[[], None], denied: Callable[[], None]) -> None:
    """Call one of both, now or once the user has answered the system's question."""
    application = QCoreApplication.instance()
    assert application is not None
    wanted = QCameraPermission()

    def answer() -> None:
        is_granted = application.checkPermission(wanted) == Qt.PermissionStatus.Granted
        (granted if is_granted else denied)()

    if application.checkPermission(wanted) == Qt.PermissionStatus.Undetermined:
        application.requestPermission(wanted, context, lambda _: answer())
    else:
        answer()

"""The Qt application of this process, set up so that the window waits little for other threads."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from fer_desktop.ui.widgets.type_scale import apply_type

# while the window waits for Python's lock, whoever holds it is asked to let go after this time (0.005 otherwise)
_SWITCH_S = 0.001


def open_application() -> QApplication:
    """Make the application, or return the one that there is.

    Qt paints large pictures in several threads and waits for all of them, which takes longer
    than painting in one where the analysis has the other cores: so it is told not to.
    """
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    sys.setswitchinterval(_SWITCH_S)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("FER Desktop")
    application.setStyle("Fusion")
    apply_type(application)
    return application

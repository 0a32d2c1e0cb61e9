"""Without voice and words the window loads nothing of what hears and reads."""

import json
import os
import subprocess
import sys

LATER = (
    "fer_desktop.offline.serving",
    "fer_desktop.voice.analyzer",
    "fer_desktop.words.reader",
    "chardet",
    "sounddevice",
    "onnxruntime",
)
OPENED = f"""
import json, sys
from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.settings import Settings
from fer_desktop.ui.application import open_application
if __name__ == "__main__":
    application = open_application()
    app = App(WindowOptions(), Settings(has_agreed=True))
    app.window.show()
    application.processEvents()
    loaded = [name for name in {LATER} if name in sys.modules]
    app.close()
    print(json.dumps(loaded))
"""


def test_the_window_opens_without_what_hears_and_reads(tmp_path):
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", OPENED], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []

"""Without voice and words the window loads nothing of what hears and reads, nor of pages that nobody opened."""

import json
import os
import subprocess
import sys

import pytest

LATER = {  # until somebody opens a page, listens, sends, records or asks
    *("asyncio", "av", "chardet", "cryptography", "faster_whisper", "filelock", "jax", "krippendorff", "matplotlib"),
    *("pandas", "pyarrow", "pylsl", "pythonosc", "scipy", "silero_vad", "sklearn", "sounddevice", "tomlkit"),
    *("websockets", "xlsxwriter"),
    *("fer_desktop.adaptation", "fer_desktop.outlets", "fer_desktop.studies", "fer_desktop.voice"),
    *("fer_desktop.words.reader", "fer_desktop.words.transcripts", "fer_desktop.results.report"),
    *("fer_desktop.ui.analyse", "fer_desktop.ui.label", "fer_desktop.ui.review", "fer_desktop.ui.sessions"),
    *("fer_desktop.ui.studies", "fer_desktop.ui.dialogs.settings", "fer_desktop.session.library"),
}
WITH_THE_MODELS = {  # which are loaded behind the window
    *("torch", "mediapipe", "onnxruntime", "PIL", "fer_desktop.vision.analyzer", "fer_desktop.offline"),
}
OPENED = """
import json, sys
from fer_desktop.app.app import App
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.window_tasks import WindowTasks
from fer_desktop.settings import Settings
from fer_desktop.ui.application import open_application
from fer_desktop.ui.live.choices import FORMATS, SourceChoice

if __name__ == "__main__":
    later, until_a_face = set(json.loads(sys.argv[1])), sys.argv[2] == "face"
    if not until_a_face:
        WindowTasks.load_libraries = lambda *_: None  # in a thread of its own: may be early or late
    application = open_application()
    app = App(WindowOptions(), Settings(has_agreed=True))
    app.window.show()
    application.processEvents()

    def end():
        print(json.dumps(sorted(later & set(sys.modules))))
        app.close()

    def look(analyses):
        if any(analysis.faces for analysis in analyses):
            app.bridge.analyses_ready.disconnect(look)
            end()

    if until_a_face:
        app.bridge.analyses_ready.connect(look)
        app.start(SourceChoice("demo", "Demo"), FORMATS[0])
    else:
        end()
    application.exec()
"""


@pytest.mark.parametrize(("until", "later"), [("window", LATER | WITH_THE_MODELS), ("face", LATER)])
def test_the_window_opens_and_faces_are_seen_without_what_comes_later(tmp_path, until, later):
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    program = tmp_path / "opened.py"  # a file: the process that draws the demo imports it again
    program.write_text(OPENED)
    done = subprocess.run(
        [sys.executable, str(program), json.dumps(sorted(later)), until],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "fer_desktop"
FILES = sorted(PACKAGE.rglob("*.py"))
WITH_QT = {"fer_desktop.results.pdf"}  # its text engine alone, docs/decisions/0021-pdf-from-html.md
BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ImportError(name + " is blocked")
sys.meta_path.insert(0, Block())
import importlib
for name in {modules!r}:
    importlib.import_module(name)
"""


def modules_of(*folders: str) -> list[str]:
    return [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for folder in folders
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        if path.stem != "__init__"
    ]


@pytest.mark.parametrize(
    ("modules", "blocked"),
    [
        (modules_of("core", "engine"), {"PySide6", "cv2", "torch", "mediapipe", "av", "pyqtgraph"}),
        (sorted({*modules_of("capture", "vision", "session", "results")} - WITH_QT), {"PySide6", "pyqtgraph"}),
        (modules_of("ui"), {"cv2", "torch", "mediapipe", "av"}),
        (["fer_desktop.app.app", "fer_desktop.cli.main"], {"torch", "mediapipe", "cv2", "av"}),
    ],
)
def test_each_layer_can_be_imported_without_what_it_must_not_know(modules, blocked):
    code = BLOCKED.format(blocked=blocked, modules=modules)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 300, f"{path} is too long"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 50, f"{path}: {node.name} is too long"


def test_no_module_is_a_drawer_for_everything():
    assert not {path.stem for path in FILES} & {"utils", "helpers", "common", "misc"}


def test_only_the_command_line_prints_and_decides_the_exit_code():
    """Not the training, whose commands are its own; one measurement answers the process that started it."""
    answering = [PACKAGE / "bench" / "start.py"]
    for path in FILES:
        room = path.relative_to(PACKAGE).parts[0]
        if room in ("cli", "training", "__main__.py") or path in answering:
            continue
        assert not re.search(r"\bprint\(|sys\.exit|raise SystemExit|argparse|exit_code", path.read_text()), path


def test_every_thread_has_the_one_guard():
    made = re.compile(r"(?<!Guarded)\bThread\(|\bQRunnable\)|_thread\.start_new|threading\.Timer|QThread\b")
    makers = {str(path.relative_to(PACKAGE)) for path in FILES if made.search(path.read_text())}
    assert makers <= {"guard.py", "app/task.py"}
    assert "guarded(" in (PACKAGE / "app" / "task.py").read_text()


def test_nothing_talks_to_the_network():
    """Sockets are opened by the inlet of markers and the outlets alone, which somebody has to switch on."""
    speaking = (
        r"(?:import|from) +(?:urllib(?!\.parse)|http|requests|ftplib|smtplib|telnetlib|xmlrpc|aiohttp|webbrowser)"
    )
    for path in FILES:
        text, place = path.read_text(), path.relative_to(PACKAGE).as_posix()
        assert not re.search(speaking, text), path
        if re.search(r"import socket|QtNetwork|QtWebEngine", text):
            assert place in ("app/marker_inlets.py", "outlets/osc.py", "bench/listener.py")
        if re.search(r"(?:import|from) +pylsl", text):
            assert place in ("app/marker_inlets.py", "outlets/lsl.py")
        if re.search(r"(?:import|from) +websockets", text):
            assert place in ("outlets/client.py", "outlets/websocket.py", "remote.py")
    inlets = (PACKAGE / "app" / "marker_inlets.py").read_text()
    assert 'HOST = "127.0.0.1"' in inlets
    for name in ("websocket", "osc"):
        assert 'host: str = "127.0.0.1"' in (PACKAGE / "outlets" / f"{name}.py").read_text()


def test_colours_that_mean_something_are_written_once():
    from fer_desktop.core.palette import COLOURS, RED, SLOW, WARNING, WELL

    for colour in (RED, WELL, SLOW, WARNING, *COLOURS.values()):
        writers = [path.relative_to(PACKAGE).as_posix() for path in FILES if colour in path.read_text().lower()]
        assert writers == ["core/palette.py"], colour


def test_no_widget_gets_its_colours_by_a_style_sheet():
    """Under one, they do not follow a change between light and dark."""
    assert not [path for path in FILES if "setStyleSheet(" in path.read_text()]

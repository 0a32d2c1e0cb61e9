"""No command opens a connection or leaves a trace of a report, as the kernel sees it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-s", "300", "-e", "trace=connect,sendto,sendmsg,sendmmsg,openat"]
REMOTE = re.compile(r'(connect|sendto|sendmsg|sendmmsg)\(.*sa_family=AF_INET6?,.*?"(?P<host>[^"]+)"')
CREATED = re.compile(r'openat\([^,]+, "(?P<path>[^"]+)", [^,]*O_CREAT')
OWN_CACHES = ("matplotlib", "fontconfig", "mesa_shader_cache")  # of fonts and shaders, for the next start


def may_trace() -> bool:
    try:
        return not subprocess.run([*STRACE, "-o", os.devnull, "true"], capture_output=True, check=False).returncode
    except FileNotFoundError:
        return False


pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not may_trace(), reason="strace is not installed, or this system does not let it trace"),
]


@pytest.fixture
def traced(tmp_path, monkeypatch):
    """Runs a command in a home of its own; gives the hosts that it turned to, and what it created in that home."""
    home = tmp_path / "user"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith("XDG_") or name in ("DISPLAY", "WAYLAND_DISPLAY")]:
        monkeypatch.delenv(name)
    for name, value in {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)  # the tests' own process has it

    def run(*command: str) -> tuple[set[str], list[str]]:
        calls = tmp_path / "calls"
        result = subprocess.run(
            [*STRACE, "-o", str(calls), sys.executable, *command], capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stderr
        text = calls.read_text(errors="replace")
        created = [match["path"] for match in CREATED.finditer(text)] + [str(path) for path in home.rglob("*")]
        return {match["host"] for match in REMOTE.finditer(text)}, [
            path for path in created if path.startswith(str(home)) and not any(name in path for name in OWN_CACHES)
        ]

    return run


def left(created: list[str]) -> list[str]:
    """Without the folders that any cache lies in."""
    return [path for path in created if not path.endswith(("/.cache", "/.config"))]


def test_the_trace_sees_what_others_send(traced):
    hosts, created = traced(
        "-c",
        "import socket, pathlib; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 53));"
        "(pathlib.Path.home() / 'deviceid').write_text('')",
    )
    assert hosts == {"192.0.2.1"} and Path(created[0]).name == "deviceid"


@pytest.mark.parametrize(
    "command",
    [
        ["analyze", "demo", "--duration", "0.3", "--plot"],
        ["analyze", "demo", "demo", "--duration", "0.3", "--workers", "2"],
        ["doctor"],
        ["cameras"],
        ["bench", "--quick"],
    ],
    ids=" ".join,
)
def test_commands_send_nothing(traced, command):
    hosts, created = traced("-m", "fer_desktop", *command)
    assert (hosts, left(created)) == (set(), [])


def test_sessions_and_explanations_send_nothing(traced, tmp_path, demo_image):
    commands = [
        ["analyze", str(demo_image), "--out", str(tmp_path)],
        ["explain", str(demo_image), "--out", str(tmp_path / "why.png")],
        ["sessions", "list", str(tmp_path)],
        *(["sessions", what, str(tmp_path / "face")] for what in ("show", "repair")),
        ["sessions", "report", str(tmp_path / "face"), str(tmp_path / "report.pdf")],
        *(["sessions", "export", str(tmp_path / "face"), str(tmp_path / name)] for name in ("a.csv", "a.parquet")),
    ]
    # in one process: under strace each start of Python takes seconds
    code = f"from fer_desktop.cli.main import main\nfor command in {commands}: assert main(command) == 0, command"
    hosts, created = traced("-c", code)
    assert (hosts, left(created)) == (set(), [])
    assert (tmp_path / "report.pdf").is_file() and (tmp_path / "a.parquet").is_file()


def test_the_window_sends_nothing(traced, monkeypatch):
    monkeypatch.setenv("FER_QUIT_AFTER", "8")
    home = Path(os.environ["FER_DESKTOP_HOME"])
    home.mkdir(parents=True)
    (home / "settings.json").write_text('{"has_agreed": true}')
    hosts, created = traced("-m", "fer_desktop", "--source", "demo")
    assert (hosts, left(created)) == (set(), [])


def test_a_cluster_on_this_computer_talks_to_it_alone(traced):
    pytest.importorskip("distributed")
    hosts, created = traced("-m", "fer_desktop", "analyze", "demo", "--duration", "0.3", "--cluster", "local")
    assert (hosts, left(created)) == ({"127.0.0.1"}, [])


def test_training_and_export_of_the_network_send_nothing(traced):
    pytest.importorskip("onnx")
    code = (
        "import fer_desktop.training.export, fer_desktop.training.train, fer_desktop.training.temporal;"
        "from fer_desktop.vision.open_runtime import open_runtime; from fer_desktop.paths import weights_dir;"
        "open_runtime(weights_dir(), 'cpu')"
    )
    hosts, created = traced("-c", code)
    assert (hosts, left(created)) == (set(), [])


def test_the_telemetry_of_onnx_runtime_is_off_wherever_it_is_imported():
    imports = [
        path
        for folder in ("fer_desktop", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"^\s*(import|from) onnxruntime", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert imports == [ROOT / "fer_desktop" / "onnx_session.py"]

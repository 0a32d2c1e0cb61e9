"""The wheel, as a stranger gets it: installed in a new environment, far from the source tree, with the network cut."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

# In the new environment: no address of another machine can be reached, and trying is an error.
NO_NETWORK = """
import socket

def refused(self, address, *rest):
    if self.family not in (getattr(socket, "AF_UNIX", None),):
        raise SystemExit(f"a connection to {address} was tried")

socket.socket.connect = socket.socket.connect_ex = refused
socket.getaddrinfo = lambda *name, **more: refused(socket.socket(), name)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Wheel and sdist of a copy of the source tree."""
    folder = tmp_path_factory.mktemp("built")
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / "source" / name)
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(folder / "dist"),
        str(folder / "source"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    return folder / "dist"


def test_wheel_and_sdist_hold_everything(built):
    (wheel,) = built.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder, kept in (("weights", ROOT / "weights"), ("assets", ROOT / "assets")):
        for path in kept.rglob("*"):
            if path.is_file():
                assert f"fer_desktop/{folder}/{path.relative_to(kept).as_posix()}" in inside
    assert {f"fer_desktop/docs/user-guide{language}.md" for language in ("", ".zh_CN")} <= set(inside)  # Help shows it
    assert not [name for name in inside if name.startswith("tests/")]
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(next(name for name in inside if name.endswith(".dist-info/METADATA"))).decode()
    asked_for = {
        line.split()[1].split("<")[0].split(">")[0].split("=")[0]
        for line in metadata.splitlines()
        if line.startswith("Requires-Dist:")
    }
    assert {"sounddevice", "silero-vad", "av", "onnxruntime"} <= asked_for  # what listening needs
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "weights/manifest.json", "fer_desktop/cli/main.py", "build.spec"} <= names


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """Runs the installed program: arguments in, finished process out."""
    root = tmp_path_factory.mktemp("far away 远方")
    venv.create(root / "env", with_pip=False)
    python = root / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    home = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    packages = Path(home.stdout.strip())
    (wheel,) = built.glob("*.whl")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", packages, str(wheel)],
        check=True, capture_output=True,
    )  # fmt: skip
    # the libraries come from the environment of the tests: a path in a .pth file brings them, not its editable install
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (packages / "sitecustomize.py").write_text(NO_NETWORK)

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DISPLAY")}
        kept |= {"FER_DESKTOP_HOME": str(root / "home"), "QT_QPA_PLATFORM": "offscreen", **environment}
        command = [*_without_network(), str(python), "-m", "fer_desktop", *arguments]
        return subprocess.run(command, cwd=root, env=kept, capture_output=True, text=True, timeout=240, check=False)

    where = subprocess.run(
        [str(python), "-c", "import fer_desktop; print(fer_desktop.__file__)"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(root))
    return run


def _without_network() -> list[str]:
    """A namespace without interfaces where the system lets us make one; the blocked sockets are there anyway."""
    command = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
        return command
    return []


def test_it_says_its_version(installed):
    done = installed("--version")
    assert (done.returncode, done.stdout[:12]) == (0, "FER Desktop ")


def test_the_doctor_finds_it_whole(installed):
    done = installed("doctor", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    states = {check["name"]: check["status"] for check in found["checks"]}
    assert {states[name] for name in ("weights", "MediaPipe models", "device", "languages", "disk")} == {"ok"}


def test_it_analyses(installed, tmp_path):
    out = tmp_path / "sessions"
    done = installed("analyze", "demo", "--duration", "1", "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    (session,) = json.loads(done.stdout)["sessions"]
    assert session["n_frames"] == 30
    assert session["n_faces"] == 1
    exported = installed("sessions", "export", session["location"], str(tmp_path / "table.csv"))
    assert exported.returncode == 0, exported.stderr
    assert len((tmp_path / "table.csv").read_text().splitlines()) == 31


def test_its_window_opens_and_closes(installed):
    done = installed("--source", "demo", FER_QUIT_AFTER="4")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr

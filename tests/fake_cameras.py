"""Cameras that are not there: builds tests/fake_camera.c and says which cameras a program sees."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPILER = shutil.which("cc") or shutil.which("gcc")
CAN_BUILD = sys.platform == "linux" and sys.maxsize > 2**32 and COMPILER is not None
WHY_NOT = "needs 64-bit Linux and a C compiler"

FRONT = "name=Front;format=YUYV 640x480 30,15"


def build(folder: Path) -> Path:
    """Compile the library."""
    library = folder / "fake_camera.so"
    command = [str(COMPILER), "-O2", "-shared", "-fPIC", "-fvisibility=hidden", "-o", str(library)]
    subprocess.run([*command, str(ROOT / "tests" / "fake_camera.c"), "-pthread", "-ldl"], check=True)
    return library


class FakeCameras:
    """The cameras that programs with `environment` see; `set` changes them while these run."""

    def __init__(self, folder: Path, library: Path) -> None:
        self._control = folder / "cameras"
        self.environment = {**os.environ, "LD_PRELOAD": str(library), "FAKE_CAMERAS": str(self._control)}
        self.set()

    def set(self, *cameras: str) -> None:
        """One text for each device node, as fake_camera.c explains; "" leaves the node out."""
        new = self._control.with_suffix(".new")
        new.write_text("".join(f"{i} {text}\n" for i, text in enumerate(cameras) if text))
        new.replace(self._control)

    def run(self, command: Sequence[str], timeout_s: float = 90) -> subprocess.CompletedProcess[str]:
        """Python with these arguments."""
        return subprocess.run(
            [sys.executable, *command],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def start(self, command: Sequence[str]) -> subprocess.Popen[str]:
        """The same, without waiting for it."""
        return subprocess.Popen(
            [sys.executable, *command],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

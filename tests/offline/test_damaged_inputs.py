"""Damaged inputs of many kinds: each is named in a line of its own, whoever does the work."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from tests.clips import write_clip

BYTES = {
    "noise.mkv": np.random.default_rng(0).bytes(50_000),
    "empty.mp4": b"",
    "text.avi": b"hello",
    "a.gif": b"GIF89a" + b"\xff" * 200,
    "a.tif": b"II*\0" + b"\xff" * 100,  # Pillow warns of it
    "a.webp": b"RIFF\xff\0\0\0WEBPVP8 " + b"\xff" * 50,
}


@pytest.mark.parametrize("how", [[], ["--workers=2"], ["--cluster", "--workers=2"]], ids=["here", "workers", "cluster"])
def test_damaged_inputs_are_named_in_a_line_each(tmp_path, how):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in BYTES.items():
        (folder / name).write_bytes(data)
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)
    for name in ("cut.jpg", "cut.png"):
        Image.fromarray(noise).save(folder / name)
        (folder / name).write_bytes((folder / name).read_bytes()[:2000])
    clip = write_clip(folder / "cut.mp4", [i / 10 for i in range(20)]).read_bytes()
    (folder / "cut.mp4").write_bytes(clip[: len(clip) // 2])
    inputs = sorted(str(path) for path in folder.iterdir())
    command = [sys.executable, "-m", "fer_desktop", "analyze", *inputs, "--out", str(tmp_path / "out"), *how]
    environment = {**os.environ, "FER_DESKTOP_HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line.startswith(str(folder))]  # a busy cluster may say more
    assert sorted(line.split(": ")[0] for line in lines) == inputs
    assert "Traceback" not in done.stderr
    assert "Warning" not in done.stderr

"""What libraries say of themselves does not reach the user; what they say of failures does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fer_desktop.vision.graph import quiet_start

ROOT = Path(__file__).resolve().parents[2]


def test_an_analysis_prints_its_own_lines_alone(tmp_path):
    command = [sys.executable, "-m", "fer_desktop", "analyze", "demo", "--duration", "0.5", "--out", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert lines, "it says how far it is"
    assert all("demo" in line for line in lines), lines


def test_what_does_not_come_from_the_libraries_comes_out_afterwards(capfd):
    with quiet_start():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"W0000 00:00:1795712966.295839   14636 feedback_manager.cc:114] Feedback manager requires ...\n")
        os.write(2, b"F0000 00:00:1795712966.295839   14636 graph.cc:1] Check failed\nTraceback of another thread\n")
        assert capfd.readouterr().err == ""
    assert capfd.readouterr().err == (
        "F0000 00:00:1795712966.295839   14636 graph.cc:1] Check failed\nTraceback of another thread\n"
    )


def test_a_failed_start_leaves_stderr_as_it_was(capfd):
    with pytest.raises(ValueError, match="broken"), quiet_start():
        raise ValueError("broken")
    os.write(2, b"here\n")
    assert capfd.readouterr().err == "here\n"

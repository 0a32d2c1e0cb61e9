from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_a_cluster_ends_quietly_but_a_worker_that_dies_is_said(tmp_path):
    pytest.importorskip("distributed")
    command = [sys.executable, "-m", "tests.restless_cluster", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
    first, second = done.stderr.split("the first ended\n")
    assert "Restarting worker" in first
    # each has a heartbeat under way, which the end of its worker breaks off
    assert [line.rpartition(" - ")[2] for line in second.splitlines()] == ["the second works", "the second ended"]
    assert "the end of the cluster: it takes long to end" in (tmp_path / "fer-desktop.log").read_text()

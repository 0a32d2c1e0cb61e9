"""A source may be started and stopped as often as one likes: nothing of the runs before stays."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

N_CYCLES = 30
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_thirty_starts_leave_no_thread_no_memory_and_no_file(tmp_path):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FER_DESKTOP_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "tests.app.many_starts", str(N_CYCLES)]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    held = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(held) == N_CYCLES
    early, late = held[2:7], held[-5:]  # the first ones fill caches
    for name, allowed in (("threads", 1), ("files", 1), ("rss_mb", 80)):
        before, after = (statistics.median(each[name] for each in some) for some in (early, late))
        assert after <= before + allowed, f"{name}: {[round(each[name]) for each in held]}"

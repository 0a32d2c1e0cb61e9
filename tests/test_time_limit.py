"""A test that runs into its time limit is reported, and so are all others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUITE = """
import time
import pytest

@pytest.mark.timeout(2)
def test_hangs():
    while True:  # as inside an event loop of C++: nothing that is raised gets out
        try:
            time.sleep(60)
        except BaseException:
            pass

@pytest.mark.parametrize("n", range(6))
def test_passes(n):
    pass

def test_fails():
    assert False
"""


def test_one_that_hangs_ends_neither_the_run_nor_its_report(tmp_path):
    (tmp_path / "test_suite.py").write_text(SUITE)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    command += ["-n", "2", "--dist", "worksteal", "-p", "no:cacheprovider", "-p", "no:cov", "-rA", str(tmp_path)]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    run = subprocess.run(command, cwd=tmp_path, env=inherited, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stdout + run.stderr
    assert "6 passed" in run.stdout
    assert "2 failed" in run.stdout
    assert "crashed while running 'test_suite.py::test_hangs'" in run.stdout
    assert "FAILED test_suite.py::test_fails" in run.stdout

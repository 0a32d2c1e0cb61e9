"""Readers that go away, disks that are full and streams that are shut end nothing with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories import write_session

ENVIRONMENT = dict(os.environ)
FULL = Path("/dev/full")
COMMANDS = [["--help"], ["sessions", "list"], ["sessions", "show", "{session}", "--json"], ["doctor"]]


def command(arguments, folder):
    named = [argument.format(session=folder / "s0") for argument in arguments]
    return [sys.executable, "-m", "fer_desktop", *named]


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def folder(tmp_path, monkeypatch, request):
    monkeypatch.setitem(ENVIRONMENT, "PYTHONUNBUFFERED", request.param)
    monkeypatch.setitem(ENVIRONMENT, "FER_DESKTOP_HOME", str(tmp_path))
    root = tmp_path / "sessions"
    for i in range(3):
        write_session(root, f"s{i}")
    return root


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_a_reader_that_goes_away_ends_it_without_a_word(folder, arguments):
    reading, writing = os.pipe()
    os.close(reading)  # as head does when it has seen enough
    done = subprocess.run(
        command(arguments, folder), stdout=writing, stderr=subprocess.PIPE, env=ENVIRONMENT, timeout=200, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0 if arguments == ["--help"] else 141, b"")


@pytest.mark.skipif(not FULL.exists(), reason="no disk that is always full")
@pytest.mark.parametrize("arguments", COMMANDS[1:], ids=lambda arguments: arguments[0])
def test_a_full_disk_is_said(folder, arguments):
    with FULL.open("w") as full:
        done = subprocess.run(
            command(arguments, folder), stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, timeout=200, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"The output cannot be written: No space left on device.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("how", ["pipe", "full", "shut"])
def test_what_cannot_be_told_on_stderr_does_not_end_the_work(tmp_path, how):
    if how == "full" and not FULL.exists():
        pytest.skip("no disk that is always full")
    reading, writing = os.pipe()
    os.close(reading)
    stderr = FULL.open("w") if how == "full" else os.fdopen(writing, "w")
    line = command(["analyze", "demo", str(tmp_path / "nothing.mp4"), "--duration", "0.3", "--json"], tmp_path)
    shut = {"preexec_fn": lambda: os.close(2)} if how == "shut" else {"stderr": stderr}
    environment = {**ENVIRONMENT, "FER_DESKTOP_HOME": str(tmp_path)}
    done = subprocess.run(line, stdout=subprocess.PIPE, env=environment, timeout=250, check=False, **shut)
    stderr.close()
    assert done.returncode == 1  # one input is missing
    summary = json.loads(done.stdout)  # and nothing else is on stdout
    assert [session["n_frames"] > 0 for session in summary["sessions"]] == [True]

"""The demo drawn by another process: the same frames, and no process left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from fer_desktop.capture.demo.process import DemoProcess
from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.errors import SourceError

SMALL = DemoOptions(n_faces=2, width_px=160, height_px=120, duration_s=0.5)


@pytest.fixture
def source():
    source = DemoProcess(SMALL)
    yield source
    source.close()


def test_its_frames_are_those_of_the_demo(source):
    drawn_here = DemoSource(SMALL)
    assert source.open() == drawn_here.open()
    kept = []
    while (frame := source.read()) is not None:
        kept.append(frame)
        time.sleep(0.02 * (frame.index % 3))  # now and then the process is ahead
    for frame in kept:  # looked at when all are there: none was overwritten by a later one
        expected = drawn_here.read()
        assert (frame.index, frame.time_s) == (expected.index, expected.time_s)
        np.testing.assert_array_equal(frame.image, expected.image)
        assert not frame.image.flags.writeable
    assert len(kept) == 15
    assert drawn_here.read() is None


def test_the_process_ends_when_it_is_closed(source):
    source.open()
    source.read()
    assert len(multiprocessing.active_children()) == 1
    source.close()
    source.close()
    assert not multiprocessing.active_children()


def test_a_process_that_dies_is_an_error_that_says_what_to_do(source):
    source.open()
    source.read()
    (process,) = multiprocessing.active_children()
    process.kill()
    process.join()
    with pytest.raises(SourceError, match="has ended"):
        while True:
            source.read()


def test_it_can_be_closed_without_being_opened():
    DemoProcess(SMALL).close()
    with pytest.raises(ValueError, match="1 to 4"):
        DemoProcess(DemoOptions(n_faces=9))


_OWNER = """
import multiprocessing, time
from fer_desktop.capture.demo.source import DemoOptions
from fer_desktop.capture.demo.process import DemoProcess
source = DemoProcess(DemoOptions(width_px=160, height_px=120))
source.open()
print(multiprocessing.active_children()[0].pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_does_not_outlive_a_program_that_is_killed():
    with subprocess.Popen([sys.executable, "-c", _OWNER], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        drawing = int(owner.stdout.readline())
        os.kill(drawing, 0)  # it is there
        owner.send_signal(signal.SIGKILL)
    end_s = time.monotonic() + 200
    while _is_running(drawing):
        assert time.monotonic() < end_s
        time.sleep(0.05)


def _is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False

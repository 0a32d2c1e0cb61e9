from __future__ import annotations

import subprocess
import sys

# kinds of facts that nobody has read before, each met by four threads at once
_MEET = """
import sys, threading
from dataclasses import dataclass
from fer_desktop.facts import Facts, decoded

sys.setswitchinterval(1e-6)

def kind(annotations):
    made = type("Made", (Facts,), {"__annotations__": annotations, "__module__": __name__})
    return dataclass(frozen=True, kw_only=True, slots=True)(made)

for _ in range(60):
    inner = kind({f"a{i}": float for i in range(30)})
    outer = kind({f"b{i}": inner for i in range(10)})
    values = {f"b{i}": {f"a{j}": 1.0 for j in range(30)} for i in range(10)}
    together, read = threading.Barrier(4), []
    def meet():
        together.wait()
        read.append(decoded(values, outer))
    threads = [threading.Thread(target=meet) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert read[0] == read[1] == read[2] == read[3]
print("whole")
"""


def test_threads_that_read_a_kind_for_the_first_time_together_do_not_crash():
    """Two readings of the list of sessions began at once: the program died without a word."""
    told = subprocess.run([sys.executable, "-c", _MEET], check=False, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "whole\n"), told.stderr

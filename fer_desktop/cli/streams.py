"""Standard output and error: names that are no text, readers that have gone, disks that are full, streams that are shut."""

from __future__ import annotations

import io
import os
import sys
from typing import Any


def prepare_streams() -> None:
    """Let nothing that is only told to the user end the work: what cannot be told is left out."""
    if sys.stdout is None:  # shut by whoever started the program: a file of ours would take its number
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (for as long as the program runs)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is sys.__stderr__ and not isinstance(sys.stderr, _Unheard):
        sys.stderr = _Unheard(sys.stderr.fileno(), sys.stderr.encoding)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of files need not be text; in JSON this is what it calls for
            stream.reconfigure(errors="backslashreplace")


def flush_output() -> OSError | None:
    """Hand on what was printed.

    Returns:
        What went wrong with that; nothing reaches standard output any more then.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        return error
    return None


class _Unheard(io.TextIOWrapper):
    """Standard error that may lose its reader."""

    def __init__(self, number: int, encoding: str) -> None:
        super().__init__(io.BufferedWriter(_Raw(number, "w", closefd=False)), encoding, line_buffering=True)


class _Raw(io.FileIO):
    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes

"""Standard output and error: names that are no text, readers that have gone, full disks, streams that are shut."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def prepare_streams() -> None:
    """Let nothing that is only told to the user end the work: what cannot be told is left out."""
    if sys.stdout is None:  # shut by whoever started the program: a file of ours would take its number
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (for as long as the program runs)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    first = sys.__stderr__
    if first is not None and sys.stderr is first:  # not that of a test
        sys.stderr = _Unheard(first.fileno(), first.encoding)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # names of files need not be text; in JSON this is what it calls for
            stream.reconfigure(errors="backslashreplace")


class OutputLost(Exception):
    """Standard output cannot be written: nobody reads it any more, or its disk is full; nothing reaches it after that.

    Attributes:
        has_no_reader: The first of these.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.has_no_reader = isinstance(error, BrokenPipeError)


@contextmanager
def writing_output() -> Iterator[None]:
    """Only standard output is written inside, or standard error, which never fails.

    Raises:
        OutputLost: it cannot be written.
    """
    try:
        yield
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # what is left of it in memory would fail again at the end
        os.close(nowhere)
        raise OutputLost(error) from error


def flush_output() -> None:
    """Hand on what was printed.

    Raises:
        OutputLost: it cannot be written.
    """
    with writing_output():
        sys.stdout.flush()


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

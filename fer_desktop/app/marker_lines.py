"""What a program may send to the port for markers: lines of text, after a token where one is set.

Any page that a browser shows can send an HTTP request to a port of this machine. It is no marker, and ends the
connection before a line of it counts.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Iterator
from io import BufferedIOBase

LONGEST_LINE = 1000  # bytes
LONGEST_LABEL = 200  # characters
_HTTP = re.compile(rb"[A-Za-z]{1,20} \S{1,900} HTTP/\d|PRI \* HTTP/|\x16\x03")  # the last is TLS


class Refused(Exception):
    """The connection is not one of a program that sends markers."""


def labels_in(file: BufferedIOBase, token: str) -> Iterator[str]:
    """The marker of each line; "" stands for a line that is none.

    Args:
        token: What the first line must be; "" for none.

    Raises:
        Refused: somebody speaks another protocol, or does not know the token.
    """
    is_first = True
    for line in _lines(file):
        if is_first and line is not None and _HTTP.match(line):
            raise Refused("a web page or another program that is not for markers")
        if is_first and token:
            given = b"" if line is None else line.strip()
            if not hmac.compare_digest(given, token.encode()):
                raise Refused("a program that does not send the token")
        elif line is None:
            yield ""
        elif line.strip():
            yield label_of(line)
        is_first = False


def label_of(line: bytes | str) -> str:
    """The label in a line, of bearable length; "" when it holds anything but text."""
    try:
        text = line if isinstance(line, str) else line.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    label = " ".join(text.split())[:LONGEST_LABEL]
    return "" if any(unicodedata.category(letter) == "Cc" for letter in label) else label


def _lines(file: BufferedIOBase) -> Iterator[bytes | None]:
    """Each line; None for one that is too long, of which nothing is kept."""
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while (more := file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
            pass
        yield None

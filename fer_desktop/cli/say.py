"""What the command line prints: what moves a terminal's cursor is shown, not obeyed, since names come from others."""

from __future__ import annotations

import sys
from typing import TextIO

from fer_desktop.cli.streams import writing_output

# C0 and C1 control characters and DEL, except tab and newline (ECMA-48)
_SHOWN = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}


def visible(text: object) -> str:
    """The text, with a number in the place of each control character."""
    return str(text).translate(_SHOWN)


def say(text: object = "", file: TextIO | None = None, *, flush: bool = False) -> None:
    """Print a line, all of it visible.

    Raises:
        OutputLost: standard output cannot be written any more.
    """
    with writing_output():
        print(visible(text), file=file or sys.stdout, flush=flush)

"""What the user copies for those who mend the program."""

from __future__ import annotations

import sys
import traceback

from fer_desktop import __version__


def error_report(where: str, error: BaseException) -> str:
    """Version, system, the part of the program, and where in the code it happened; no data of the user's."""
    return f"FER Desktop {__version__}, {sys.platform}, {where}\n" + "".join(traceback.format_exception(error))

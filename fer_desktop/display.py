"""Whether there is a display that a window could be shown on."""

from __future__ import annotations

import os
import sys


def named_display() -> str:
    """The display that the environment names, such as "DISPLAY=:0"; "" when it names none."""
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        if os.environ.get(name):
            return f"{name}={os.environ[name]}"
    return ""


def has_display() -> bool:
    """Whether a window can be opened. Only Linux may be without one; a platform of Qt may need none."""
    if not sys.platform.startswith("linux"):
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(named_display()) or bool(platform and platform not in ("xcb", "wayland"))

"""`fer-desktop cameras`: a number and a name for each connected camera."""

from __future__ import annotations

import argparse
import sys

from fer_desktop.capture.camera import forbidden, list_cameras
from fer_desktop.cli.exit_code import OK
from fer_desktop.cli.say import say


def run(options: argparse.Namespace) -> int:
    """Print the list; returns the exit code."""
    cameras = list_cameras()
    for number, camera in enumerate(cameras):
        say(f"{number}: {camera.name} ({camera.path})" if camera.path else f"{number}: {camera.name}")
        if camera.is_forbidden:
            say(forbidden(camera), file=sys.stderr)
    if not cameras:
        say("No camera is connected.", file=sys.stderr)
    return OK

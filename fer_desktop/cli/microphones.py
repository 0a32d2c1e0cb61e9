"""`fer-desktop microphones`: a number and a name for each connected microphone."""

from __future__ import annotations

import argparse
import sys

from fer_desktop.capture.portaudio import list_microphones
from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.say import say
from fer_desktop.errors import NoSoundSystem


def run(options: argparse.Namespace) -> int:
    """Print the list; returns the exit code."""
    try:
        microphones = list_microphones()
    except NoSoundSystem as error:
        say(error, file=sys.stderr)
        return FAILED
    for number, microphone in enumerate(microphones):
        standard = " (default)" if microphone.is_standard else ""
        say(f"{number}: {microphone.name}{standard}, {microphone.rate_hz} Hz")
    if not microphones:
        say("No microphone is connected.", file=sys.stderr)
    return OK

"""The options of the window that are about voices."""

from __future__ import annotations

import argparse


def add_voice(parser: argparse.ArgumentParser) -> None:
    """How the window listens, and what it keeps of that."""
    parser.add_argument(
        "--voice",
        action="store_true",
        help="listen, too: to the microphone beside a camera, to the sound of a video file, to the voice of the demo",
    )
    parser.add_argument(
        "--microphone",
        metavar="NAME",
        default=None,
        help="listen to this one, by number or name, or to the default one (as --voice)",
    )
    parser.add_argument(
        "--keep-voice",
        choices=("none", "scores", "sound"),
        default=None,
        help="what of a voice is recorded: nothing, its tables, or tables and sound (as in the settings, or scores)",
    )


def add_listening(parser: argparse.ArgumentParser) -> None:
    """How `analyze` listens."""
    parser.add_argument(
        "--voice",
        action="store_true",
        default=argparse.SUPPRESS,  # what stands before the command means the same
        help="listen, too: voice.csv, and files of sound alone",
    )


def check_voice(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse options that do not go together, with exit code 2."""
    if options.command and (options.microphone is not None or options.keep_voice):
        parser.error(f"--microphone and --keep-voice belong to the window; leave them out with {options.command}")

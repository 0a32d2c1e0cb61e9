"""The options that say which neutral face is meant."""

from __future__ import annotations

import argparse
from pathlib import Path

from fer_desktop.cli.values import neutral_span


def add_neutral(parser: argparse.ArgumentParser) -> None:
    """Of an analysis."""
    neutral = parser.add_mutually_exclusive_group()
    neutral.add_argument(
        "--neutral",
        type=neutral_span,
        metavar="FROM-TO",
        help="read each face against its own neutral one, seen between these times, as 0:05-0:07; auto takes what it "
        "looks like most of the time",
    )
    neutral.add_argument(
        "--neutral-from",
        type=Path,
        metavar="PATH",
        help="the same with the neutral faces of a session, or with a photograph or video of the person at rest",
    )
    add_anyway(parser)


def add_anyway(parser: argparse.ArgumentParser) -> None:
    """What the user knows better than the check."""
    parser.add_argument(
        "--neutral-anyway",
        action="store_true",
        help="the face looks like this at rest: use it although it seems to show something",
    )

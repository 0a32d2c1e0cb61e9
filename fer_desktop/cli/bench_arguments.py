"""The options of `bench`."""

from __future__ import annotations

import argparse
from pathlib import Path

from fer_desktop.cli.values import frame_count, from_to, positive


def add_bench(parser: argparse.ArgumentParser) -> None:
    """What is measured, and on what."""
    _add_kinds(parser)
    _add_choices(parser)


def _add_kinds(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--gui", action="store_true", help="the window instead: the demo, recording on")
    what.add_argument(
        "--listening", action="store_true", help="the rate of the window with the voice beside that without instead"
    )
    what.add_argument(
        "--start", action="store_true", help="how soon the program answers, and the memory it takes, instead"
    )
    what.add_argument(
        "--live-out",
        action="store_true",
        help="how old live values are for others, and how late markers, instead",
    )
    what.add_argument(
        "--connections",
        type=frame_count,
        metavar="N",
        help="so many connections that do no good, while three hours are recorded and listened to, instead",
    )
    what.add_argument("--peers", action="store_true", help="what others do instead, on the same frames")
    what.add_argument("--runtimes", action="store_true", help="torch, ONNX Runtime, OpenVINO instead, idle and busy")
    what.add_argument("--gpu", action="store_true", help="the network on a CUDA device instead")
    what.add_argument("--neighbour", action="store_true", help="the rate beside a program that takes all cores instead")
    what.add_argument("--details", action="store_true", help="what action units, lids, gaze and mouth cost instead")
    what.add_argument("--disk", action="store_true", help="what it costs to put a recording on the disk instead")
    what.add_argument("--study", action="store_true", help="the table of 100 sessions of 10 minutes instead")
    what.add_argument(
        "--study-statistics",
        action="store_true",
        help="how often intervals of studies hold the truth, and tests find what is not there, instead",
    )
    what.add_argument(
        "--kills", type=frame_count, metavar="N", help="kill so many recordings instead: what is left of each"
    )
    what.add_argument(
        "--soak", type=frame_count, metavar="FRAMES", help="so many frames with recording instead: memory"
    )


def _add_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--videos", type=Path, help="folder with pyfeat/WolfgangLanger_Pexels.mp4 (the demo)")
    parser.add_argument("--quick", action="store_true", help="few frames, and neither latency nor start")
    parser.add_argument(
        "--seconds", type=positive, default=60.0, help="how long --gui, --listening and --live-out measure (60)"
    )
    parser.add_argument(
        "--speech", type=Path, metavar="FOLDER", help="--listening also hears what is said, with this speech model"
    )
    parser.add_argument(
        "--against", type=Path, metavar="FOLDER", help="--start also starts the program of this checkout, by turns"
    )
    parser.add_argument("--faces", type=from_to(1, 4), default=4, help="faces in the demo of --gui, 1 to 4 (4)")
    parser.add_argument(
        "--height", type=from_to(480, 720), choices=(480, 720), default=480, help="of the pictures of --gui (480)"
    )
    parser.add_argument("--video", action="store_true", help="--gui records the pictures, too")
    parser.add_argument("--ready-frames", action="store_true", help="--gui shows frames that were drawn before")
    parser.add_argument("--lanes", action="store_true", help="--gui measures details of faces and draws their lanes")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON on stdout")

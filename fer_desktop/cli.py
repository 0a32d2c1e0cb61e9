"""The command line: `fer-desktop` opens the window, its sub-commands work without one.

Heavy imports happen inside the commands, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fer_desktop import __version__
from fer_desktop.paths import log_dir, sessions_dir, weights_dir

if TYPE_CHECKING:
    from fer_desktop.sessions import ExportChoice

USAGE_ERROR = 2
INTERRUPTED = 130  # ended by Ctrl-C


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return value


def _count(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 256:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 256")
    return value


def _time(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a time in seconds")
    return value


def _faces(limit: int) -> type:
    class Faces(int):
        def __new__(cls, text: str) -> Faces:
            value = int(text)
            if not 1 <= value <= limit:
                raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to {limit}")
            return super().__new__(cls, value)

    return Faces


def build_parser() -> argparse.ArgumentParser:
    """All commands and options."""
    parser = argparse.ArgumentParser(
        prog="fer-desktop",
        description="Facial expressions from a webcam or a video, as timelines. Without a command: the window.",
    )
    parser.add_argument("--version", action="version", version=f"FER Desktop {__version__}")
    _add_shared(parser)
    parser.add_argument("--source", default="", help="start at once: demo, a camera's number or name, or a video file")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    analyze = commands.add_parser("analyze", help="videos, images or folders in, one session folder each out")
    analyze.add_argument("inputs", nargs="+", metavar="INPUT", help="a video, an image, a folder of either, or demo")
    analyze.add_argument("--out", type=Path, default=None, help="folder for the session folders")
    analyze.add_argument(
        "--fps", type=_positive, default=0.0, help="thin out videos to this rate; all frames otherwise"
    )
    analyze.add_argument("--start", type=_time, default=0.0, help="skip what is before, in seconds")
    analyze.add_argument("--end", type=_time, default=float("inf"), help="skip what is after, in seconds")
    analyze.add_argument("--duration", type=_positive, default=20.0, help="length of demo, in seconds (20)")
    analyze.add_argument("--demo-faces", type=_faces(4), default=1, help="faces in demo, 1 to 4 (1)")
    analyze.add_argument("--plot", action="store_true", help="also draw timeline.png into each session")
    analyze.add_argument("--workers", type=_count, default=1, help="inputs analysed at once, each in a process (1)")
    analyze.add_argument(
        "--cluster",
        nargs="?",
        const="local",
        default="",
        metavar="ADDRESS",
        help="analyse on a Dask cluster whose workers see the same files; without an address start one here",
    )
    analyze.add_argument(
        "--resume", action="store_true", help="leave out what is analysed already (always so with --cluster)"
    )
    analyze.add_argument("--json", action="store_true", help="print a summary as JSON on stdout")
    _add_shared(analyze)
    commands.add_parser("cameras", help="list the connected cameras")
    explain = commands.add_parser("explain", help="draw what the decision about a face rests on")
    explain.add_argument("image", type=Path, help="a picture with a face; the largest one is taken")
    explain.add_argument("--out", type=Path, default=None, help="PNG to write (IMAGE_explained.png in this folder)")
    _add_bench(commands.add_parser("bench", help="how smoothly the window runs on this machine"))
    _add_sessions(commands.add_parser("sessions", help="list, repair and export what was recorded"))
    return parser


def _add_bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gui", action="store_true", required=True, help="the window, the demo, recording on")
    parser.add_argument("--seconds", type=_positive, default=60.0, help="how long to measure (60)")
    parser.add_argument("--faces", type=_faces(4), default=4, help="faces in the demo, 1 to 4 (4)")
    parser.add_argument("--video", action="store_true", help="record the pictures, too")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON on stdout")


def _add_sessions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="one line for each session")
    listing.add_argument("root", nargs="?", type=Path, default=None, help="folder of session folders")
    show = actions.add_parser("show", help="what a session says of each face")
    show.add_argument("folder", type=Path, help="session folder")
    show.add_argument("--json", action="store_true", help="print it as JSON")
    repair = actions.add_parser("repair", help="finish a session that a crash cut short")
    repair.add_argument("folder", type=Path, help="session folder")
    delete = actions.add_parser("delete", help="remove a session for good")
    delete.add_argument("folder", type=Path, help="session folder")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    report = actions.add_parser("report", help="write a report for people: .html or .pdf")
    report.add_argument("folder", type=Path, help="session folder")
    report.add_argument("target", type=Path, help="file to write, .html or .pdf")
    report.add_argument("--force", action="store_true", help="replace the file if it is there")
    export = actions.add_parser("export", help="write the table of a session to a file")
    _add_export(export)
    for action in (show, repair, report, export):
        action.add_argument("--passphrase-file", type=Path, help="file whose first line opens an encrypted session")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="session folder")
    parser.add_argument("target", type=Path, help="file to write")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    parser.add_argument("--format", choices=("csv", "excel", "parquet", "json", "bids", "elan"), default="csv")
    parser.add_argument("--faces", type=int, nargs="+", default=[], metavar="ID", help="these faces only")
    parser.add_argument("--start", type=_time, default=0.0, help="leave out what is before, in seconds")
    parser.add_argument("--end", type=_time, default=float("inf"), help="leave out what is after, in seconds")
    parser.add_argument("--between", nargs=2, metavar=("LABEL", "LABEL"), help="from the first marker to the second")
    parser.add_argument("--grid", type=_positive, default=0.0, metavar="HZ", help="on a regular grid: the last row")
    parser.add_argument("--smooth", type=_positive, default=0.0, metavar="S", help="low-pass with this time constant")
    parser.add_argument("--without-excluded", action="store_true", help="leave out what was excluded in the review")
    parser.add_argument("--without-raw", action="store_true", help="leave out the columns of the CNN alone")


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--device", choices=("auto", "cuda", "mps", "cpu"), help="where the network runs (as in the settings, or auto)"
    )
    parser.add_argument(
        "--max-faces", type=_faces(10), help="faces followed at a time, 1 to 10 (as in the settings, or 4)"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.command == "analyze":
        if options.end <= options.start:
            parser.error("--end must be later than --start")
        return _analyze(options)
    if options.command == "cameras":
        return _cameras()
    if options.command == "explain":
        return _explain(options)
    if options.command == "bench":
        return _bench(options)
    if options.command == "sessions":
        return _sessions(options)
    return _window(options)


def _analyze(options: argparse.Namespace) -> int:
    from fer_desktop.analyze import AnalyzeOptions
    from fer_desktop.batch import BatchOptions, run_analyze
    from fer_desktop.capture.demo import DemoOptions
    from fer_desktop.capture.video_file import Cut
    from fer_desktop.log import set_up_logging
    from fer_desktop.vision.analyzer import AnalyzerOptions

    set_up_logging(log_dir(), console_level=logging.CRITICAL + 1)
    chosen = AnalyzeOptions(
        out=options.out or sessions_dir(),
        analyzer=AnalyzerOptions(weights_dir(), int(options.max_faces or 4), options.device or "auto"),
        cut=Cut(options.start, options.end, options.fps),
        demo=DemoOptions(n_faces=int(options.demo_faces), duration_s=options.duration),
        plot=options.plot,
    )
    how = BatchOptions(int(options.workers), options.cluster, options.resume or bool(options.cluster))
    code, summary = run_analyze(options.inputs, chosen, how)
    if options.json:
        print(json.dumps(summary, ensure_ascii=False))
    return code


def _cameras() -> int:
    from fer_desktop.capture.camera import list_cameras

    cameras = list_cameras()
    for number, camera in enumerate(cameras):
        print(f"{number}: {camera.name}")
    if not cameras:
        print("No camera is connected.", file=sys.stderr)
    return 0


def _explain(options: argparse.Namespace) -> int:
    from fer_desktop.core.expressions import EXPRESSIONS
    from fer_desktop.errors import FerError
    from fer_desktop.explain import explain_image

    target = options.out or Path(f"{options.image.stem}_explained.png")
    try:
        explanation = explain_image(options.image, target, weights_dir())
    except FerError as error:
        print(error, file=sys.stderr)
        return 1
    for name, probability in zip(EXPRESSIONS, explanation.scores.probabilities, strict=True):
        print(f"{name:>10} {probability:.3f}")
    print(f"Written to {target}", file=sys.stderr)
    return 0


def _sessions(options: argparse.Namespace) -> int:
    from fer_desktop import sessions
    from fer_desktop.errors import FerError

    def word() -> str:
        return sessions.passphrase_of(options.folder, options.passphrase_file)

    actions = {
        "list": lambda: sessions.print_sessions(options.root or sessions_dir()),
        "show": lambda: sessions.show_session(options.folder, word(), options.json),
        "repair": lambda: sessions.repair_session(options.folder, word()),
        "delete": lambda: sessions.remove_session(options.folder, options.yes),
        "report": lambda: sessions.report_session(options.folder, word(), options.target, options.force),
        "export": lambda: sessions.write_export(
            options.folder, word(), options.target, options.force, _export_choice(options)
        ),
    }
    try:
        return actions[options.action]()
    except FerError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. Nothing was half written.", file=sys.stderr)
        return INTERRUPTED


def _export_choice(options: argparse.Namespace) -> ExportChoice:
    from fer_desktop.sessions import ExportChoice

    return ExportChoice(
        format=options.format,
        faces=tuple(options.faces),
        range_s=(options.start, options.end),
        between=tuple(options.between) if options.between else None,
        grid_hz=options.grid,
        smooth_s=options.smooth,
        without_excluded=options.without_excluded,
        with_raw=not options.without_raw,
    )


def _bench(options: argparse.Namespace) -> int:
    if not _can_show_window():
        return 1
    from fer_desktop.bench_gui import GuiBenchOptions, bench_gui, print_gui_bench

    figures = bench_gui(GuiBenchOptions(options.seconds, int(options.faces), options.video))
    if options.json:
        print(json.dumps(figures))
    else:
        print_gui_bench(figures)
    return 0


def _window(options: argparse.Namespace) -> int:
    from fer_desktop.log import log_uncaught, set_up_logging

    if not _can_show_window():
        return 1
    set_up_logging(log_dir())
    log_uncaught()
    from fer_desktop.app import WindowOptions
    from fer_desktop.run_window import run_window

    return run_window(WindowOptions(options.source, options.max_faces, options.device))


def _can_show_window() -> bool:
    """Say it when there is no display."""
    if not sys.platform.startswith("linux") or _has_display():
        return True
    print(
        "There is no display, so no window can be opened. "
        "Run `fer-desktop analyze INPUT` to work without one, or set DISPLAY.",
        file=sys.stderr,
    )
    return False


def _has_display() -> bool:
    """Qt ends the process without a word when it finds none."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(chosen and chosen not in ("xcb", "wayland")) or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )

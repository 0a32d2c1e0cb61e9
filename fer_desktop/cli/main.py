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

from fer_desktop.cli.arguments import INTERRUPTED, build_parser, check_options
from fer_desktop.memory import share_arenas
from fer_desktop.paths import log_dir, sessions_dir, weights_dir

if TYPE_CHECKING:
    from fer_desktop.cli.sessions import ExportChoice


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit code."""
    share_arenas()
    parser = build_parser()
    options = parser.parse_args(arguments)
    check_options(parser, options)
    try:
        return _COMMANDS.get(options.command, _window)(options)
    except KeyboardInterrupt:  # also while a command still imports what it needs
        print("Interrupted.", file=sys.stderr)
        return INTERRUPTED


def _analyze(options: argparse.Namespace) -> int:
    from fer_desktop.capture.demo.source import DemoOptions
    from fer_desktop.capture.video_file import Cut
    from fer_desktop.log import set_up_logging
    from fer_desktop.offline.batch import BatchOptions, run_analyze
    from fer_desktop.offline.job import AnalyzeOptions
    from fer_desktop.vision.analyzer import AnalyzerOptions

    set_up_logging(log_dir(), console_level=logging.CRITICAL + 1)
    chosen = AnalyzeOptions(
        out=options.out or sessions_dir(),
        analyzer=AnalyzerOptions(weights_dir(), int(options.max_faces or 4), options.device or "auto", threads=1),
        cut=Cut(options.start, options.end, options.fps, options.video_track),
        demo=DemoOptions(n_faces=int(options.demo_faces), duration_s=options.duration),
        plot=options.plot,
    )
    how = BatchOptions(int(options.workers), options.cluster, options.resume or bool(options.cluster))
    code, summary = run_analyze(options.inputs, chosen, how)
    if options.json:
        print(json.dumps(summary, ensure_ascii=False))
    return code


def _cameras(options: argparse.Namespace) -> int:
    from fer_desktop.capture.camera import forbidden, list_cameras

    cameras = list_cameras()
    for number, camera in enumerate(cameras):
        print(f"{number}: {camera.name} ({camera.path})" if camera.path else f"{number}: {camera.name}")
        if camera.is_forbidden:
            print(forbidden(camera), file=sys.stderr)
    if not cameras:
        print("No camera is connected.", file=sys.stderr)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from fer_desktop.cli.doctor import as_json, can_run, examine, print_checks

    checks = examine()
    if options.json:
        print(json.dumps(as_json(checks), ensure_ascii=False))
    else:
        print_checks(checks)
    return 0 if can_run(checks) else 1


def _explain(options: argparse.Namespace) -> int:
    from fer_desktop.core.expressions import EXPRESSIONS
    from fer_desktop.errors import FerError
    from fer_desktop.offline.explained_image import explain_image

    target = options.out or Path(f"{options.image.stem}_explained.png")
    try:
        explanation = explain_image(options.image, target, weights_dir())
    except FerError as error:
        print(error, file=sys.stderr)
        return 1
    for name, probability in zip(EXPRESSIONS, explanation.scores.probabilities, strict=True):
        print(f"{name:>10} {probability:.4f}")
    print(f"Written to {target}", file=sys.stderr)
    return 0


def _sessions(options: argparse.Namespace) -> int:
    from fer_desktop.cli import sessions
    from fer_desktop.errors import FerError

    def passphrase() -> str:
        return sessions.passphrase_of(options.folder, options.passphrase_file)

    actions = {
        "list": lambda: sessions.print_sessions(options.root),
        "show": lambda: sessions.show_session(options.folder, passphrase(), options.json),
        "repair": lambda: sessions.repair_session(options.folder, passphrase()),
        "delete": lambda: sessions.remove_session(options.folder, options.yes),
        "report": lambda: sessions.report_session(options.folder, passphrase(), options.target, options.force),
        "export": lambda: sessions.write_export(
            options.folder, passphrase(), options.target, options.force, _export_choice(options)
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
    from fer_desktop.cli.sessions import ExportChoice

    return ExportChoice(
        format=options.format,
        faces=tuple(options.faces),
        range_s=(options.start or 0.0, float("inf") if options.end is None else options.end),
        between=tuple(options.between) if options.between else None,
        grid_hz=options.grid,
        smooth_s=options.smooth,
        without_excluded=options.without_excluded,
        with_raw=not options.without_raw,
    )


def _bench(options: argparse.Namespace) -> int:
    if options.gui and not _can_show_window():
        return 1
    from fer_desktop.bench.run import run_bench

    return run_bench(options)


def _window(options: argparse.Namespace) -> int:
    from fer_desktop.log import log_uncaught, set_up_logging

    if not _can_show_window():
        return 1
    set_up_logging(log_dir())
    log_uncaught()
    from fer_desktop.app.options import WindowOptions
    from fer_desktop.app.run_window import run_window
    from fer_desktop.errors import SessionLocked
    from fer_desktop.session.passphrase import new_passphrase

    try:
        passphrase = new_passphrase(options.passphrase_file) if options.passphrase_file else ""
    except SessionLocked as error:
        print(error, file=sys.stderr)
        return 1
    return run_window(WindowOptions(options.source, options.max_faces, options.device, options.record_for, passphrase))


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


_COMMANDS = {
    "analyze": _analyze,
    "cameras": _cameras,
    "doctor": _doctor,
    "explain": _explain,
    "bench": _bench,
    "sessions": _sessions,
}

"""`fer-desktop bench`: the measurements, where what they need is there."""

from __future__ import annotations

import argparse

from fer_desktop.cli.exit_code import FAILED
from fer_desktop.cli.window import can_show_window


def run(options: argparse.Namespace) -> int:
    """Measure and print; returns the exit code."""
    if options.gui and not can_show_window():
        return FAILED
    from fer_desktop.bench.run import run_bench

    return run_bench(options)

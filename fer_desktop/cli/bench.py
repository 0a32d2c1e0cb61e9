"""`fer-desktop bench`: which measurement the command line asks for, and its figures as tables or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fer_desktop.bundle import install_hint
from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.say import say
from fer_desktop.cli.window import can_show_window


def run(options: argparse.Namespace) -> int:
    """Measure and print; returns the exit code."""
    if (options.gui or options.listening or options.live_out) and not can_show_window():
        return FAILED
    from fer_desktop.bench.frames import videos_folder

    try:
        _measure(options, options.videos or videos_folder())
    except ImportError as error:
        hint = install_hint('Run pip install "fer-desktop[training]".')
        say(f"{error}. {hint}", file=sys.stderr)
        return FAILED
    return OK


def _measure(options: argparse.Namespace, videos: Path | None) -> None:
    chosen = next((name for name in _OTHERS if getattr(options, name)), "")
    if chosen:
        print_result(_OTHERS[chosen](options, videos), options.json)
        return
    from fer_desktop.bench.run import BenchOptions, bench

    few = BenchOptions(videos, 50, 1, with_live=False)
    result = bench(few if options.quick else BenchOptions(videos), _say_step)
    say(json.dumps(result)) if options.json else print_bench(result)


def _say_step(step: str) -> None:
    say(f"{step} ...", file=sys.stderr, flush=True)


def _gui(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.gui import GuiBenchOptions, bench_gui

    return bench_gui(
        GuiBenchOptions(
            options.seconds,
            int(options.faces),
            options.height,
            options.video,
            options.ready_frames,
            with_lanes=options.lanes,
        )
    )


def _listening(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.gui import GuiBenchOptions
    from fer_desktop.bench.listening import measure_listening

    gui = GuiBenchOptions(options.seconds, int(options.faces), options.height, from_memory=True)
    return measure_listening(gui, options.speech)


def _start(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.start import REPEATS, measure_starts

    others = {} if options.against is None else {str(options.against): options.against.resolve()}
    return measure_starts({**others, "this": None}, REPEATS)


def _live_out(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.live_out import measure_live_out

    return measure_live_out(options.seconds)


def _connections(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.connections import measure_connections

    return measure_connections(options.connections)


def _peers(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.peers import compare_peers

    return compare_peers(videos)


def _runtimes(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.runtimes import compare_runtimes

    return compare_runtimes()


def _gpu(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.gpu import bench_gpu

    return bench_gpu()


def _details(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.details import measure_details

    return measure_details(videos)


def _neighbour(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.neighbour import measure_beside_neighbour

    return measure_beside_neighbour("cpu", videos)


def _soak(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.soak import soak

    return soak(options.soak, "cpu", videos)


def _disk(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.disk import measure_disk

    return measure_disk()


def _kills(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.kills import measure_kills

    return measure_kills(options.kills)


def _study(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.study import measure_study

    return measure_study()


def _study_statistics(options: argparse.Namespace, videos: Path | None) -> Any:
    from fer_desktop.bench.study_statistics import measure_statistics

    return measure_statistics(200 if options.quick else 1000)


_OTHERS: dict[str, Callable[[argparse.Namespace, Path | None], Any]] = {
    "gui": _gui,
    "listening": _listening,
    "start": _start,
    "live_out": _live_out,
    "connections": _connections,
    "peers": _peers,
    "runtimes": _runtimes,
    "gpu": _gpu,
    "neighbour": _neighbour,
    "details": _details,
    "soak": _soak,
    "disk": _disk,
    "kills": _kills,
    "study": _study,
    "study_statistics": _study_statistics,
}


def print_bench(result: dict[str, Any]) -> None:
    """The figures as tables."""
    from fer_desktop.bench.pipeline import STAGES

    described = result["machine"]
    say(f"{described['processor']}, {described['cores']} cores, Python {described['python']}")
    if described["load_1_min"] is not None:
        say(f"load before the start: {described['load_1_min']:.1f}")
    if described["stolen_percent"] is not None:
        say(f"taken by others on the same host meanwhile: {described['stolen_percent']:.1f}% of the cores' time")
    head = ("device", "size", "faces", *STAGES, "frame", "p95", "bare", "ratio", "fps")
    rows = [
        (
            case["device"],
            f"{case['width']}x{case['height']}",
            str(case["faces"]),
            *(f"{case['stages'][name]['median_ms']:.2f}" for name in STAGES),
            f"{case['frame_ms']:.1f}",
            f"{case['frame_p95_ms']:.1f}",
            f"{case['mediapipe_ms']:.1f}",
            f"{case['overhead_ratio']:.2f}",
            f"{case['fps']:.0f}",
        )
        for case in result["cases"]
    ]
    say("\nmedian ms of each stage; `bare` is MediaPipe's FaceMesh alone, `ratio` is frame / bare")
    print_table([head, *rows])
    for name in ("latency", "recording", "offline"):
        for device, figures in result.get(name, {}).items():
            say(f"\n{name}, {device}: {_line(figures)}")
    if "start" in result:
        say(f"\nstart: {_line(result['start'])}")


def print_rows(rows: list[dict[str, Any]]) -> None:
    """Rows of figures as a table; a figure with median and p95 shows both."""
    head = tuple(rows[0]) if rows else ()
    print_table([head, *(tuple(_cell(value) for value in row.values()) for row in rows)])


def print_table(rows: list[tuple[str, ...]]) -> None:
    """Columns of one width, the first to the left."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        say("  ".join(cells).rstrip())


def print_result(result: Any, as_json: bool) -> None:
    """Of a measurement without a table of its own."""
    if as_json:
        say(json.dumps(result))
    elif isinstance(result, list):
        print_rows(result)
    else:
        for name, value in result.items():
            if not isinstance(value, list):
                say(f"{name:>20}  {_cell(value)}")
        for value in result.values():
            if isinstance(value, list):
                print_rows(value)


def _line(figures: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_cell(value)}" for name, value in figures.items())


def _cell(value: Any) -> str:
    if isinstance(value, dict) and "median_ms" in value:
        return f"{value['median_ms']:.2f} ({value['p95_ms']:.2f})"
    return f"{value:.4g}" if isinstance(value, float) else str(value)

"""Every command and option of `fer-desktop`, and what each accepts."""

from __future__ import annotations

import argparse
from pathlib import Path

from fer_desktop import __version__
from fer_desktop.cli.bench_arguments import add_bench
from fer_desktop.cli.commands import add_commands
from fer_desktop.cli.labelled_arguments import add_labelled
from fer_desktop.cli.named_files import FILES
from fer_desktop.cli.neutral_arguments import add_neutral
from fer_desktop.cli.session_arguments import add_sessions
from fer_desktop.cli.study_arguments import add_study
from fer_desktop.cli.values import (
    from_to,
    host_port,
    positive,
    seconds,
    track_number,
)
from fer_desktop.cli.voice_arguments import add_listening, add_voice, check_voice
from fer_desktop.cli.words_arguments import add_words, check_words
from fer_desktop.core.names import EXPRESSIONS


def build_parser() -> argparse.ArgumentParser:
    """All commands and options."""
    parser = argparse.ArgumentParser(
        prog="fer-desktop",
        description="Facial expressions from a webcam or a video, as timelines. Without a command the window opens; "
        "fer-desktop COMMAND --help tells more of each command.",
        epilog="Example: fer-desktop analyze interview.mp4 --out results",
    )
    parser.add_argument("--version", action="version", version=f"FER Desktop {__version__}")
    _add_shared(parser, default=None)
    _add_window(parser)
    commands = add_commands(parser, "command", is_needed=False)
    analyze = commands.add_parser(
        "analyze",
        help="make a session folder, with a table, of each video, photograph or folder",
        example="fer-desktop analyze interview.mp4 --out results",
    )
    _add_analyze(analyze)
    commands.add_parser("cameras", help="list the connected cameras")
    commands.add_parser("microphones", help="list the connected microphones")
    doctor = commands.add_parser("doctor", help="say whether the app can run here, and what to do where not")
    doctor.add_argument("--json", action="store_true", help="print what was found as JSON on stdout")
    doctor.add_argument("--speech-model", type=Path, metavar="FOLDER", help="also try this speech model")
    explain = commands.add_parser(
        "explain",
        help="draw which parts of a face its expression was told by",
        example="fer-desktop explain photo.jpg --expression anger",
    )
    explain.add_argument("image", type=Path, help="a picture with a face; the largest one is taken")
    explain.add_argument("--out", type=Path, default=None, help="PNG to write (IMAGE_explained.png in this folder)")
    explain.add_argument(
        "--expression",
        choices=EXPRESSIONS,
        default="",
        help="explain why, or why not, this expression; otherwise the most probable one",
    )
    explain.add_argument("--prior", choices=("balanced", "photographs"), default="balanced", help="as for analyze")
    explain.add_argument("--adapted", default="", metavar="NAME", help="as for analyze")
    add_labelled(commands)
    _add_shared(commands.choices["evaluate"], default=argparse.SUPPRESS)
    add_bench(commands.add_parser("bench", help="measure how fast this machine is, and where the time goes"))
    add_sessions(commands.add_parser("sessions", help="list, look at, repair, export and report what was recorded"))
    add_study(commands.add_parser("study", help="put many sessions of many people into one table, and compare them"))
    return parser


def _add_window(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(label_folder=None)
    parser.add_argument("--source", default="", help="start at once: demo, a camera's number or name, or a video file")
    parser.add_argument(
        "--record-for",
        type=positive,
        default=0.0,
        metavar="S",
        help="record for so many seconds as soon as the source runs, then close (with --source)",
    )
    add_voice(parser)
    parser.add_argument(
        "--websocket",
        type=from_to(1024, 65_535),
        metavar="PORT",
        help="give live values to programs and pages of this computer on this port, and take their commands",
    )
    parser.add_argument(
        "--lsl", action="store_true", help="give live values and markers out as streams of the Lab Streaming Layer"
    )
    parser.add_argument(
        "--osc", type=host_port, metavar="[HOST:]PORT", help="send live values as OSC to this port, over UDP"
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        default=None,
        help="encrypt what is recorded, with the first line of this file",
    )
    parser.add_argument(
        FILES, dest="files", nargs="+", default=[], metavar="FILE", help="open the window and analyse these"
    )


def _add_analyze(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="a video, an image, a folder of either, or demo")
    parser.add_argument(
        "--out", type=Path, default=None, help="folder for the session folders (FER Desktop in your documents)"
    )
    parser.add_argument("--fps", type=positive, default=0.0, help="frames a second to analyse; all of them otherwise")
    parser.add_argument("--start", type=seconds, default=0.0, help="skip what comes before this second")
    parser.add_argument("--end", type=seconds, default=float("inf"), help="skip what comes after this second")
    parser.add_argument(
        "--video-track",
        type=track_number,
        metavar="N",
        help="of several videos in a file take this one, from 1; otherwise the largest",
    )
    parser.add_argument(
        "--details", action="store_true", help="also measure action units, lids, gaze and mouth, into details.csv"
    )
    add_listening(parser)
    parser.add_argument(
        "--audio-track",
        type=track_number,
        metavar="N",
        help="of several sounds in a file listen to this one, from 1; otherwise the default one (with --voice)",
    )
    add_words(parser)
    add_neutral(parser)
    parser.add_argument("--duration", type=positive, default=20.0, help="length of demo, in seconds (20)")
    parser.add_argument("--demo-faces", type=from_to(1, 4), default=1, help="faces in demo, 1 to 4 (1)")
    parser.add_argument("--copy-video", action="store_true", help="keep a copy of each video in its session")
    parser.add_argument("--plot", action="store_true", help="also draw timeline.png into each session")
    parser.add_argument(
        "--workers", type=from_to(1, 256), default=1, help="inputs analysed at once, each in a process (1)"
    )
    parser.add_argument(
        "--cluster",
        nargs="?",
        const="local",
        default="",
        metavar="ADDRESS",
        help="analyse on a Dask cluster whose workers see the same files; without an address start one here",
    )
    parser.add_argument(
        "--resume", action="store_true", help="leave out what is analysed already (always so with --cluster)"
    )
    parser.add_argument("--json", action="store_true", help="print a summary as JSON on stdout")
    # what stands before the command must not be forgotten: without a default here it stays as it is
    _add_shared(parser, default=argparse.SUPPRESS)


def _add_shared(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--device",
        choices=("auto", "cuda", "mps", "cpu"),
        default=default,
        help="where the network runs (as in the settings, or auto)",
    )
    parser.add_argument(
        "--max-faces",
        type=from_to(1, 10),
        default=default,
        help="faces followed at a time, 1 to 10 (as in the settings, or 4)",
    )
    parser.add_argument(
        "--prior",
        choices=("balanced", "photographs"),
        default=default,
        help="how likely rare expressions are taken to be: nearly as likely as others, or as in photographs "
        "(as in the settings, or balanced)",
    )
    parser.add_argument(
        "--adapted",
        default=default,
        metavar="NAME",
        help="weights that were adapted to some people, by name or as a file (as in the settings, or none)",
    )


def _check_outlets(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    for name in ("websocket", "lsl", "osc"):
        if options.command and getattr(options, name):
            parser.error(f"--{name} belongs to the window; leave it out with {options.command}")


def check_options(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Refuse options that do not go together, with exit code 2."""
    if options.command and options.files:
        parser.error(f"{FILES} belongs to the window; leave it out with {options.command}")
    _check_outlets(parser, options)
    if options.command and (options.source or options.record_for):
        parser.error(f"--source and --record-for belong to the window; leave them out with {options.command}")
    check_voice(parser, options)
    if options.record_for and not options.source:
        parser.error("--record-for needs --source: what to record")
    if options.passphrase_file and options.command not in (None, "sessions", "study", "adapt"):
        parser.error(f"--passphrase-file opens and makes encrypted sessions; leave it out with {options.command}")
    if options.command == "analyze" and options.audio_track and not options.voice:
        parser.error("--audio-track needs --voice")
    if options.command == "analyze":
        check_words(parser, options)
    if options.command == "analyze" and options.end <= options.start:
        parser.error("--end must be later than --start")
    if options.command == "sessions" and options.action == "export":
        _check_range(parser, options)


def _check_range(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    has_range = options.start is not None or options.end is not None
    if options.between and has_range:
        parser.error("--between takes the place of --start and --end: choose one of them")
    if options.start is not None and options.end is not None and options.end < options.start:
        parser.error("--end must not be before --start")

"""The options of `fer-desktop sessions`, action by action."""

from __future__ import annotations

import argparse
from pathlib import Path

from fer_desktop.cli.commands import Commands, add_commands
from fer_desktop.cli.neutral_arguments import add_anyway
from fer_desktop.cli.values import face_number, finite, from_to, neutral_span, positive, seconds
from fer_desktop.cli.words_arguments import add_transcript
from fer_desktop.core.names import LANGUAGES


def add_sessions(parser: argparse.ArgumentParser) -> None:
    """Every action, and what each accepts."""
    actions = add_commands(parser, "action")
    listing = actions.add_parser("list", help="print one line for each session")
    listing.add_argument(
        "root", nargs="?", type=Path, default=None, help="folder of session folders (FER Desktop in your documents)"
    )
    imported = _add_import(actions)
    show = actions.add_parser("show", help="print what a session says of each face")
    show.add_argument("folder", type=Path, help="session folder")
    show.add_argument("--json", action="store_true", help="print it as JSON")
    repair = actions.add_parser("repair", help="finish a session that a crash cut short, or that lost its session.json")
    repair.add_argument("folder", type=Path, help="session folder")
    delete = actions.add_parser("delete", help="remove a session for good")
    delete.add_argument("folder", type=Path, help="session folder")
    delete.add_argument("--yes", action="store_true", help="do not ask")
    report = actions.add_parser("report", help="write a report to read, with curves and figures: .html or .pdf")
    report.add_argument("folder", type=Path, help="session folder")
    report.add_argument("target", type=Path, help="file to write, .html or .pdf")
    report.add_argument(
        "--language", choices=LANGUAGES, default="en", help="language of the report (default: %(default)s)"
    )
    report.add_argument("--force", action="store_true", help="replace the file if it is there")
    calibrate = _add_calibrate(actions)
    transcript = actions.add_parser("transcript", help="add what was said; what was recorded stays")
    add_transcript(transcript)
    markers = _add_markers(actions)
    human = _add_human(actions)
    export = actions.add_parser(
        "export",
        help="write the table of a session to a file",
        example="fer-desktop sessions export results/interview table.csv --grid 25",
    )
    _add_export(export)
    for action in (imported, show, repair, report, calibrate, transcript, markers, *human, export):
        action.add_argument(
            "--passphrase-file",
            type=Path,
            default=argparse.SUPPRESS,  # what stands before the command counts
            help="file whose first line opens an encrypted session",
        )


def _add_import(actions: Commands) -> argparse.ArgumentParser:
    imported = actions.add_parser("import", help="make sessions of tables that OpenFace 2 or Py-feat wrote")
    imported.add_argument("tables", type=Path, nargs="+", metavar="CSV", help="a table; each becomes a session")
    imported.add_argument("--out", type=Path, default=None, help="folder for the session folders")
    imported.add_argument(
        "--fps",
        type=positive,
        default=0.0,
        metavar="N",
        help="frames a second of the video, where a table says no times",
    )
    return imported


def _add_calibrate(actions: Commands) -> argparse.ArgumentParser:
    calibrate = actions.add_parser(
        "calibrate",
        help="read faces against their own neutral face; what was recorded stays",
        example="fer-desktop sessions calibrate 2026-05-04_10-00-00 --neutral 0:05-0:07",
    )
    calibrate.add_argument("folder", type=Path, help="session folder")
    calibrate.add_argument("--faces", type=face_number, nargs="+", default=[], metavar="ID", help="these faces only")
    what = calibrate.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--neutral",
        type=neutral_span,
        metavar="FROM-TO",
        help="the neutral face is seen between these times, as 0:05-0:07; auto finds it",
    )
    what.add_argument("--neutral-from", type=Path, metavar="SESSION", help="take the neutral faces of another session")
    what.add_argument("--undo", action="store_true", help="go back to what was recorded")
    add_anyway(calibrate)
    return calibrate


def _add_markers(actions: Commands) -> argparse.ArgumentParser:
    markers = actions.add_parser(
        "markers",
        help="list the markers, or add those of a file; what was recorded stays",
        example="fer-desktop sessions markers interview log.csv --time stimulus_onset --label condition --offset 2.5",
    )
    markers.add_argument("folder", type=Path, help="session folder")
    markers.add_argument(
        "markers",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="table with a column of times and one of texts, as a log of an experiment or events of BIDS",
    )
    markers.add_argument(
        "--time",
        default="",
        metavar="COLUMN",
        help="with the times, in seconds, or in milliseconds where its name ends in _ms; else the first of time_s, "
        "onset, start_s, time, time_ms, onset_ms, start_ms",
    )
    markers.add_argument(
        "--label",
        default="",
        metavar="COLUMN",
        help="with the texts; else the first of label, trial_type, marker, event, text",
    )
    markers.add_argument(
        "--offset", type=finite, default=0.0, metavar="S", help="seconds to be added to the times of the file (0)"
    )
    how = markers.add_mutually_exclusive_group()
    how.add_argument("--replace", action="store_true", help="in the place of the markers that are there")
    how.add_argument("--undo", action="store_true", help="go back to the markers that were recorded")
    return markers


def _add_human(actions: Commands) -> tuple[argparse.ArgumentParser, ...]:
    """What has to do with human coders."""
    sample = actions.add_parser("sample", help="draw moments for people to code, without the answers of the app")
    sample.add_argument("folder", type=Path, help="session folder")
    sample.add_argument("target", type=Path, metavar="FILE", help="CSV to write")
    sample.add_argument("--moments", type=from_to(1, 10_000), default=60, metavar="N", help="how many moments (60)")
    sample.add_argument("--seed", type=from_to(0, 2**31), default=1, help="the same one draws the same moments (1)")
    sample.add_argument("--force", action="store_true", help="replace the file if it is there")
    agreement = actions.add_parser("agreement", help="how far human coders agree with each other and with the app")
    agreement.add_argument("folder", type=Path, help="session folder")
    agreement.add_argument(
        "codes",
        type=Path,
        nargs="*",
        help="a file of each coder: CSV, or of ELAN; otherwise the codes that are kept with the session",
    )
    agreement.add_argument("--json", action="store_true", help="print it as JSON")
    codes = actions.add_parser("codes", help="who has coded a session by hand; read codes into it, or write them out")
    codes.add_argument("folder", type=Path, help="session folder")
    codes.add_argument(
        "codes", type=Path, nargs="*", metavar="FILE", help="files with codes to keep with the session: CSV, or of ELAN"
    )
    codes.add_argument("--coder", default="", metavar="NAME", help="whose codes are written, with --out")
    codes.add_argument("--out", type=Path, metavar="FILE", help="CSV to write")
    codes.add_argument("--force", action="store_true", help="replace the file if it is there")
    return sample, agreement, codes


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="session folder")
    parser.add_argument("target", type=Path, metavar="FILE", help="file to write")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    parser.add_argument(
        "--format",
        choices=("csv", "excel", "parquet", "json", "bids", "physio", "elan", "eaf", "textgrid", "openface"),
        help="otherwise the ending of FILE says it: .csv csv, .parquet parquet, .json json, _events.tsv or .tsv bids, "
        "_physio.tsv.gz physio, .txt elan, .eaf eaf, .TextGrid textgrid, any other csv",
    )
    parser.add_argument("--faces", type=face_number, nargs="+", default=[], metavar="ID", help="these faces only")
    parser.add_argument("--start", type=seconds, help="leave out what comes before this second")
    parser.add_argument("--end", type=seconds, help="leave out what comes after this second")
    parser.add_argument("--between", nargs=2, metavar=("LABEL", "LABEL"), help="from the first marker to the second")
    parser.add_argument(
        "--grid", type=positive, default=0.0, metavar="HZ", help="rows at a steady rate, each the newest at its time"
    )
    parser.add_argument(
        "--smooth",
        type=positive,
        default=0.0,
        metavar="S",
        help="smooth the curves with this time constant, in seconds",
    )
    parser.add_argument("--without-excluded", action="store_true", help="leave out what was excluded in the review")
    parser.add_argument("--details", action="store_true", help="add action units, lids, gaze and mouth")
    parser.add_argument("--voice", action="store_true", help="add what was heard at the time of each row")
    parser.add_argument("--words", action="store_true", help="add what was said at the time of each row")
    parser.add_argument("--without-texts", action="store_true", help="with --words: the figures without the texts")
    parser.add_argument("--fusion", action="store_true", help="add what face, voice and words say together")
    parser.add_argument(
        "--without-raw", action="store_true", help="leave out the raw_ columns, which know one frame each"
    )

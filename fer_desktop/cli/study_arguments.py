"""The options of `fer-desktop study`, action by action."""

from __future__ import annotations

import argparse
from pathlib import Path

from fer_desktop.cli.commands import Commands, add_commands
from fer_desktop.cli.values import face_number, from_to, positive, seconds, share
from fer_desktop.core.names import EXPRESSIONS, LANGUAGES
from fer_desktop.studies.choices import FACTORS, MEASURES

CURVES = (*EXPRESSIONS, "valence")
_STUDY = "folder of the study, or its study.toml"


def add_study(parser: argparse.ArgumentParser) -> None:
    """Every action, and what each accepts."""
    actions = add_commands(parser, "action")
    init = actions.add_parser("init", help="begin a study: write study.toml")
    init.add_argument("study", type=Path, help="folder of the study")
    init.add_argument("--title", default="", help="title of the study (the name of its folder)")
    _add_add(actions.add_parser("add", help="say where sessions belong; they are neither moved nor changed"))
    check = actions.add_parser("check", help="print what is missing or odd in a study")
    check.add_argument("study", type=Path, help=_STUDY)
    table = actions.add_parser("table", help="write one tidy table of all sessions")
    table.add_argument("study", type=Path, help=_STUDY)
    table.add_argument("target", type=Path, metavar="FILE", help="file to write: .csv, .parquet, .xlsx, .sav or .json")
    table.add_argument("--wide", action="store_true", help="a column for each figure of each expression")
    table.add_argument(
        "--cluster",
        dest="on_cluster",
        default="",
        metavar="ADDRESS",
        help="read the sessions on a Dask cluster that sees the same files ('local': on this computer)",
    )
    table.add_argument("--force", action="store_true", help="replace the file if it is there")
    answers = [_add_compare(actions), _add_course(actions), _add_over_time(actions)]
    report = actions.add_parser("report", help="write a report: who was seen, what is missing, and comparisons")
    report.add_argument("study", type=Path, help=_STUDY)
    report.add_argument("target", type=Path, metavar="FILE", help="file to write, .html or .pdf")
    report.add_argument("--force", action="store_true", help="replace the file if it is there")
    report.add_argument("--language", choices=LANGUAGES, default="en", help="language of the report (en)")
    _add_comparison(report, is_needed=False)
    _add_window(report, is_needed=False)
    _add_synchrony(actions.add_parser("synchrony", help="print whether two faces move together"))
    clear = actions.add_parser("clear-cache", help="empty the cache of a study; sessions are then read anew")
    clear.add_argument("study", type=Path, help=_STUDY)
    pairs = actions.add_parser(
        "pairs",
        help="print whether every two faces of one session move together, in all sessions of a study",
        example="fer-desktop study pairs couples --curve happiness --figure pairs.png",
    )
    pairs.add_argument("study", type=Path, help=_STUDY)
    _add_windows(pairs)
    for action in (check, table, *answers, report, pairs):
        add_reading(action)


def _add_compare(actions: Commands) -> argparse.ArgumentParser:
    compare = actions.add_parser(
        "compare",
        help="print means and differences over people, with intervals",
        example="fer-desktop study compare smiles --by condition --measure top_share --expressions happiness",
    )
    compare.add_argument("study", type=Path, help=_STUDY)
    _add_comparison(compare, is_needed=True)
    _add_answering(compare)
    return compare


def _add_course(actions: Commands) -> argparse.ArgumentParser:
    course = actions.add_parser(
        "course",
        help="print and draw curves around a marker, with intervals over people",
        example="fer-desktop study course smiles --at joke --by condition --figure joke.png",
    )
    course.add_argument("study", type=Path, help=_STUDY)
    _add_by(course, is_needed=False)
    _add_window(course, is_needed=True)
    _add_counting(course)
    _add_answering(course)
    return course


def _add_over_time(actions: Commands) -> argparse.ArgumentParser:
    over_time = actions.add_parser(
        "over-time",
        help="print how one person changes from session to session, or everybody within a session",
        example="fer-desktop study over-time smiles --participant P01",
    )
    over_time.add_argument("study", type=Path, help=_STUDY)
    over_time.add_argument("--participant", default=None, metavar="CODE", help="this person, from session to session")
    over_time.add_argument(
        "--parts", type=from_to(2, 100), default=None, metavar="N", help="compare so many equal parts of each session"
    )
    _add_measure(over_time)
    _add_counting(over_time)
    _add_answering(over_time)
    return over_time


def _add_comparison(compare: argparse.ArgumentParser, is_needed: bool) -> None:
    _add_by(compare, is_needed)
    compare.add_argument(
        "--baseline-condition",
        default="",
        metavar="NAME",
        help="subtract each person's own figure in this condition",
    )
    _add_measure(compare)
    _add_counting(compare)


def _add_by(parser: argparse.ArgumentParser, is_needed: bool) -> None:
    parser.add_argument(
        "--by", choices=FACTORS, required=is_needed, default=None, help="compare conditions, visits or groups"
    )
    parser.add_argument("--levels", nargs="+", default=[], metavar="NAME", help="these of them alone, in this order")
    parser.add_argument("--against", default="", metavar="NAME", help="compare each with this one alone, not all pairs")


def _add_measure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--measure",
        choices=MEASURES,
        default="mean",
        help="figure to compare, a column of the table or a rate a minute (mean)",
    )
    parser.add_argument(
        "--expressions",
        choices=EXPRESSIONS,
        nargs="+",
        default=EXPRESSIONS,
        metavar="NAME",
        help="these expressions alone",
    )


def _add_counting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--least-seen",
        type=share,
        default=0.5,
        metavar="SHARE",
        help="leave out people whose face was seen for less than this share of the time, 0 to 1 (0.5)",
    )
    parser.add_argument("--seed", type=from_to(0, 2**31), default=1, help="the same one gives the same intervals (1)")


def _add_window(parser: argparse.ArgumentParser, is_needed: bool) -> None:
    """The time around a marker."""
    parser.add_argument("--at", required=is_needed, default=None, metavar="MARKER", help="marker at which time is 0")
    parser.add_argument(
        "--from",
        dest="from_s",
        type=float,
        default=-2.0,
        metavar="S",
        help="begin so many seconds after the marker, before it where negative (-2)",
    )
    parser.add_argument(
        "--to", dest="to_s", type=float, default=8.0, metavar="S", help="end so many seconds after it (8)"
    )
    parser.add_argument(
        "--curve", choices=CURVES, default="happiness", help="whose curve: an expression, or valence (happiness)"
    )
    parser.add_argument(
        "--baseline",
        type=float,
        nargs=2,
        default=None,
        metavar="S",
        help="from and to: the mean between is subtracted (--from to 0)",
    )
    parser.add_argument("--no-baseline", action="store_true", help="subtract no mean")
    parser.add_argument(
        "--cluster", action="store_true", help="test at which times the curves differ (cluster permutation test)"
    )


def _add_answering(parser: argparse.ArgumentParser) -> None:
    """What becomes of an answer."""
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.add_argument(
        "--figure", type=Path, default=None, metavar="FILE", help="draw it: .png, .svg, .pdf, or .csv for its numbers"
    )
    parser.add_argument("--force", action="store_true", help="replace figures that are there")


def _add_synchrony(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", type=Path, help="session folder")
    parser.add_argument("other", type=Path, nargs="?", default=None, help="session of the second face, if another")
    parser.add_argument(
        "--faces", type=face_number, nargs=2, required=True, metavar="ID", help="numbers of the two faces"
    )
    parser.add_argument(
        "--marker", default="", metavar="LABEL", help="that both sessions have at the same moments (when they began)"
    )
    _add_windows(parser)
    add_reading(parser)


def _add_windows(parser: argparse.ArgumentParser) -> None:
    """How two faces are compared."""
    parser.add_argument(
        "--curve", choices=CURVES, default="happiness", help="whose curve: an expression, or valence (happiness)"
    )
    parser.add_argument("--window", type=positive, default=10.0, help="length of a window, in seconds (10)")
    parser.add_argument(
        "--longest-lag", type=seconds, default=2.0, help="most seconds by which one may follow the other (2)"
    )
    parser.add_argument("--seed", type=from_to(0, 2**31), default=1, help="the same one gives the same p (1)")
    _add_answering(parser)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """How sessions of a study are read."""
    parser.add_argument(
        "--calibrated", action="store_true", help="use the scores read against each person's neutral face"
    )
    _add_passphrase(parser)


def _add_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        default=argparse.SUPPRESS,  # what stands before the command counts
        help="file whose first line opens the encrypted sessions",
    )


def _add_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("study", type=Path, help=_STUDY)
    parser.add_argument("sessions", type=Path, nargs="*", metavar="SESSION", help="session folders")
    parser.add_argument(
        "--table",
        type=Path,
        default=None,
        metavar="FILE",
        help="in their place a table with the columns session and participant and, where you like, group, visit, "
        "condition, face and date",
    )
    parser.add_argument(
        "--participant",
        default="",
        metavar="CODE",
        help="code of the participant; a new code makes a new participant",
    )
    parser.add_argument("--group", default="", help="group of a new participant")
    parser.add_argument("--visit", default="", help="which visit the sessions are")
    parser.add_argument(
        "--date", default="", metavar="DATE", help="when videos that were analysed were recorded, as 2026-05-04"
    )
    parser.add_argument(
        "--condition", default=None, help="condition of the whole session; otherwise markers delimit conditions"
    )
    parser.add_argument(
        "--face", type=face_number, default=None, metavar="ID", help="number of the face that is the participant"
    )
    parser.add_argument("--name", default="", help="name of the person; goes into the key alone (with --key)")
    parser.add_argument(
        "--key",
        type=Path,
        default=None,
        metavar="FILE",
        help="file or folder with the names, to keep apart from the study",
    )
    parser.add_argument(
        "--key-passphrase-file",
        type=Path,
        default=None,
        metavar="FILE",
        help="file whose first line encrypts and opens the key, which is a folder then",
    )

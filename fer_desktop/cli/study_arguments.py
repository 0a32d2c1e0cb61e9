"""The options of `fer-desktop study`, action by action."""

from __future__ import annotations

import argparse
from pathlib import Path

from fer_desktop.cli.values import face_number, from_to, positive, seconds, share
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.studies.comparing import FACTORS
from fer_desktop.studies.people import MEASURES

_STUDY = "folder of the study, or its study.toml"


def add_study(parser: argparse.ArgumentParser) -> None:
    """Every action, and what each accepts."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    init = actions.add_parser("init", help="begin a study: write study.toml")
    init.add_argument("study", type=Path, help="folder of the study")
    init.add_argument("--title", default="", help="what it is called (as its folder)")
    _add_add(actions.add_parser("add", help="say where sessions belong; they are neither moved nor changed"))
    check = actions.add_parser("check", help="what is missing or odd in a study")
    check.add_argument("study", type=Path, help=_STUDY)
    table = actions.add_parser("table", help="one tidy table of all sessions")
    table.add_argument("study", type=Path, help=_STUDY)
    table.add_argument("target", type=Path, metavar="FILE", help="file to write: .csv, .parquet, .xlsx or .json")
    table.add_argument("--wide", action="store_true", help="a column for each figure of each expression")
    table.add_argument("--force", action="store_true", help="replace the file if it is there")
    compare = _add_compare(actions)
    report = actions.add_parser("report", help="for readers of a paper: what is missing, and comparisons")
    report.add_argument("study", type=Path, help=_STUDY)
    report.add_argument("target", type=Path, metavar="FILE", help="file to write, .html or .pdf")
    report.add_argument("--force", action="store_true", help="replace the file if it is there")
    _add_comparison(report, is_needed=False)
    _add_synchrony(actions.add_parser("synchrony", help="whether two faces of a session move together"))
    for action in (check, table, compare, report):
        add_reading(action)


def _add_compare(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    compare = actions.add_parser("compare", help="means and differences over people, with intervals")
    compare.add_argument("study", type=Path, help=_STUDY)
    _add_comparison(compare, is_needed=True)
    compare.add_argument("--json", action="store_true", help="print it as JSON")
    return compare


def _add_comparison(compare: argparse.ArgumentParser, is_needed: bool) -> None:
    compare.add_argument("--by", choices=FACTORS, required=is_needed, default=None, help="what is compared")
    compare.add_argument("--measure", choices=MEASURES, default="mean", help="which figure (mean)")
    compare.add_argument(
        "--expressions", choices=EXPRESSIONS, nargs="+", default=EXPRESSIONS, metavar="NAME", help="these alone"
    )
    compare.add_argument("--levels", nargs="+", default=[], metavar="NAME", help="these alone, in this order")
    compare.add_argument(
        "--least-seen",
        type=share,
        default=0.5,
        metavar="SHARE",
        help="leave out who was seen for less of the time, 0 to 1 (0.5)",
    )
    compare.add_argument("--seed", type=from_to(0, 2**31), default=1, help="the same one gives the same intervals (1)")


def _add_synchrony(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", type=Path, help="session folder")
    parser.add_argument("--faces", type=face_number, nargs=2, required=True, metavar="ID", help="which two")
    parser.add_argument("--curve", choices=(*EXPRESSIONS, "valence"), default="happiness", help="of what (happiness)")
    parser.add_argument("--window", type=positive, default=10.0, help="length of a window, in seconds (10)")
    parser.add_argument("--longest-lag", type=seconds, default=2.0, help="between the two, in seconds (2)")
    parser.add_argument("--seed", type=from_to(0, 2**31), default=1, help="the same one gives the same p (1)")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    _add_passphrase(parser)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """How sessions of a study are read."""
    parser.add_argument("--calibrated", action="store_true", help="count calibrated scores in the place of the others")
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
    parser.add_argument("sessions", type=Path, nargs="+", metavar="SESSION", help="session folders")
    parser.add_argument("--participant", required=True, metavar="CODE", help="whose; a new code is a new participant")
    parser.add_argument("--group", default="", help="of a new participant")
    parser.add_argument("--visit", default="", help="which visit")
    parser.add_argument("--condition", default=None, help="of the whole session; otherwise markers delimit conditions")
    parser.add_argument("--face", type=face_number, default=None, metavar="ID", help="which face is the participant")
    parser.add_argument("--name", default="", help="of the person; goes into the key alone (with --key)")
    parser.add_argument("--key", type=Path, default=None, metavar="FILE", help="the key of names, apart from the study")

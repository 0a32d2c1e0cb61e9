"""Options of the commands that read what people labelled: `evaluate` and `adapt`."""

from __future__ import annotations

import argparse
from pathlib import Path

from fer_desktop.cli.commands import Commands, add_commands


def add_labelled(commands: Commands) -> None:
    """The commands about what people labelled."""
    add_label(
        commands.add_parser(
            "label",
            help="label the pictures and clips of a folder by hand, for evaluate and adapt",
            example="fer-desktop label faces",
        )
    )
    add_evaluate(
        commands.add_parser(
            "evaluate",
            help="compare the app with labels that people gave to pictures or clips",
            example="fer-desktop evaluate faces --out answers.csv",
        )
    )
    add_adapt(commands.add_parser("adapt", help="teach the model some people, and judge whether that helps"))


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """Of `evaluate`."""
    parser.add_argument("labelled", type=Path, metavar="SET", help=f"{_SET}, or a CSV: {_COLUMNS}")
    _add_pictures(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="CSV to write: the answer for each picture or clip")
    parser.add_argument("--force", action="store_true", help="replace the file if it is there")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON on stdout")


def add_label(parser: argparse.ArgumentParser) -> None:
    """Of `label`."""
    parser.add_argument(
        "label_folder", type=Path, metavar="FOLDER", help="pictures and clips, or a folder for each person"
    )
    parser.add_argument("--table", type=Path, metavar="FILE", help="write a CSV to fill in, and open no window")
    parser.add_argument("--seed", type=int, default=1, help="of the order of the table (1)")
    parser.add_argument("--force", action="store_true", help="replace the table if it is there")


def add_adapt(parser: argparse.ArgumentParser) -> None:
    """Of `adapt`."""
    actions = add_commands(parser, "action")
    make = actions.add_parser(
        "make",
        help="fit the model to labels of these people, and keep that if it helps",
        example="fer-desktop adapt make anna Documents/2026-03-01_10-00-00",
    )
    make.add_argument("name", help="name for the adapted weights: letters, digits, - and _")
    make.add_argument(
        "labelled",
        type=Path,
        nargs="+",
        metavar="SET",
        help=f"a session that was coded; or {_SET}; or a CSV: {_COLUMNS}",
    )
    _add_pictures(make)
    make.add_argument("--anyway", action="store_true", help="keep it even if it does not clearly help")
    make.add_argument(
        "--passphrase-file",
        type=Path,
        default=argparse.SUPPRESS,  # what stands before the command counts
        help="file whose first line opens encrypted sessions",
    )
    actions.add_parser("list", help="print one line for each adapted model that is kept")
    show = actions.add_parser(
        "show", help="print what it was adapted to, and how well it does on people or times held out"
    )
    show.add_argument("name", help="name of the adapted weights, or a file")
    show.add_argument("--json", action="store_true", help="print it as JSON")
    add = actions.add_parser("add", help="keep a file of adapted weights that was made elsewhere")
    add.add_argument("file", type=Path, help="NAME.adapted.json")
    remove = actions.add_parser("remove", help="remove adapted weights for good")
    remove.add_argument("name", help="name of the adapted weights")


_SET = "a folder of folders named after expressions, or one labelled with `label`"
_COLUMNS = "file, expression, person, start_s, end_s"


def _add_pictures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="where the files of a CSV are (beside it)")

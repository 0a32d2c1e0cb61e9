"""Pictures and clips that somebody labelled: folders named after expressions, or a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fer_desktop.capture.kinds import kind_of
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import CodesUnreadable
from fer_desktop.results.codes import OTHER, UNKNOWN, expression_of, majority
from fer_desktop.results.filled_tables import FilledRow, filled_rows
from fer_desktop.results.folder_codes import CodedFolder, labels_in
from fer_desktop.session.codings import Coding

_NO_LABEL = ("", OTHER, UNKNOWN)
_HINT = (
    "Give a folder of folders that are named after expressions, or a CSV with the columns file, expression and, if you "
    "like, person, start_s and end_s."
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A picture, or a stretch of a clip, and what it shows.

    Attributes:
        person: Who is shown; "" where nobody says.
        start_s, end_s: Of a clip, which stretch; of a picture 0 and infinite.
    """

    path: Path
    expression: str
    person: str = ""
    start_s: float = 0.0
    end_s: float = float("inf")


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """What is labelled, and the names of what was left out since it has no label that is known.

    Attributes:
        codings: Of those who labelled it on the Label page.
    """

    items: tuple[Labelled, ...]
    left_out: tuple[str, ...] = ()
    codings: tuple[Coding, ...] = ()


def read_labelled(path: Path, pictures: Path | None = None) -> LabelledSet:
    """A labelled set.

    Args:
        path: A folder of folders, each named after an expression, in which pictures and clips lie, or a folder for each
            person with them; or a folder that was labelled on the Label page, whose labels count before the names of
            folders; or a CSV.
        pictures: Where the files of a CSV are, if not beside it.

    Raises:
        CodesUnreadable: nothing in it is labelled, or the table makes no sense.
    """
    try:
        found = _of_table(path, pictures or path.parent) if path.is_file() else _of_folder(path)
    except (OSError, ValueError) as error:
        raise CodesUnreadable("{path} is no labelled set ({reason}).", _HINT, path=path, reason=error) from error
    if not found.items:
        raise CodesUnreadable("Nothing in {path} is labelled.", _HINT, path=path)
    return found


def _of_folder(path: Path) -> LabelledSet:
    if not path.is_dir():
        raise ValueError("there is no such file or folder")
    by_hand = labels_in(path)
    if by_hand is not None:
        return _of_coders(by_hand)
    items: list[Labelled] = []
    left_out: list[str] = []
    for folder in sorted(one for one in path.iterdir() if not one.name.startswith(".")):
        expression = expression_of(folder.name)
        if not expression or not folder.is_dir():
            left_out.append(folder.name)
            continue
        for file in sorted(folder.rglob("*")):
            parts = file.relative_to(folder).parts
            if not file.is_file() or any(part.startswith(".") for part in parts):
                continue
            if kind_of(file) in ("picture", "video"):
                items.append(Labelled(file, expression, parts[0] if len(parts) > 1 else ""))
            else:
                left_out.append(str(file.relative_to(path)))
    return LabelledSet(tuple(items), tuple(left_out))


def _of_coders(given: CodedFolder) -> LabelledSet:
    """What most coders said; items that are not there any more, and those without such a label, are left out."""
    chosen = {moment.face: code for moment, code in majority(given.codings).items()}
    items: list[Labelled] = []
    left_out: list[str] = []
    for place, item in enumerate(given.items, start=1):
        path, end_s = given.folder / item.file, item.end_s or float("inf")
        if place in chosen and path.is_file():
            items.append(Labelled(path, chosen[place], item.person, item.start_s, end_s))
        else:
            left_out.append(item.file)
    return LabelledSet(tuple(items), tuple(left_out), given.codings)


def _of_table(path: Path, pictures: Path) -> LabelledSet:
    rows = filled_rows(path, ("file", "expression"))
    left_out = [f"row {row.line}" for row in rows if row["expression"].lower() in _NO_LABEL]
    return LabelledSet(tuple(_items(rows, pictures)), tuple(left_out))


def _items(rows: list[FilledRow], pictures: Path) -> Iterator[Labelled]:
    for row in rows:
        name = row["expression"]
        if name.lower() in _NO_LABEL:
            continue
        expression, file = expression_of(name), pictures / row["file"]
        if not expression:
            raise ValueError(f"line {row.line}: {name!r} is no expression; use {', '.join(EXPRESSIONS)}")
        if not file.is_file():
            raise ValueError(f"there is no file {file}")
        start_s, end_s = row.number("start_s", 0.0), row.number("end_s", float("inf"))
        if not 0 <= start_s < end_s:
            raise ValueError(f"no stretch of {row['file']} lasts from {start_s:g} to {end_s:g} s")
        yield Labelled(file, expression, row["person"], start_s, end_s)

"""Pictures and clips of a folder that people label by hand: what there is, and a table of each coder beside it.

The tables (`labels-1.csv`, one for each coder) have the columns that `evaluate` and `adapt` read. Their rows stand in
the order in which they are shown, so that a coder who stops goes on at the same place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fer_desktop import __version__
from fer_desktop.errors import CodesUnreadable
from fer_desktop.results.codes import CODES, expression_of
from fer_desktop.results.filled_tables import FilledRow, filled_rows
from fer_desktop.session.cells import guarded
from fer_desktop.session.codings import MOST_CODER, CodeFacts, Coding
from fer_desktop.session.files import write_whole

_TABLE_HINT = "Rename or delete that file to go on without what this coder said."
_TABLE = re.compile(r"labels-([1-9]\d*)\.csv")
COLUMNS = ("file", "expression", "intensity", "person", "start_s", "end_s", "coder")


@dataclass(frozen=True, slots=True)
class Item:
    """A picture, a clip or a stretch of one.

    Attributes:
        file: Inside the folder, with "/".
        end_s: 0 for a picture and for a whole clip.
    """

    file: str
    start_s: float = 0.0
    end_s: float = 0.0

    @property
    def person(self) -> str:
        """The first folder in the folder that is not named after an expression; "" for none."""
        names = [name for name in self.file.split("/")[:-1] if not expression_of(name)]
        return names[0] if names else ""


@dataclass(frozen=True, slots=True)
class CodedFolder:
    """What is labelled.

    Attributes:
        items: The moment of a coding with `face` i is about item i - 1.
        codings: Of every coder, in the order of the tables.
    """

    folder: Path
    items: tuple[Item, ...]
    codings: tuple[Coding, ...] = ()

    def item_of(self, face: int) -> Item:
        """What a moment is about."""
        return self.items[face - 1]


def labels_in(folder: Path) -> CodedFolder | None:
    """What was said of a folder, without a look at what else is in it; None where nobody has labelled it.

    Raises:
        CodesUnreadable: a table of a coder makes no sense.
    """
    found = with_tables(folder, [])
    return found if any(one.n_coded for one in found.codings) else None


def begun_labels(given: CodedFolder, others: Sequence[Coding], coder: str, n: int, seed: int) -> Coding:
    """What a coder begins with: n items in random order, those of the first coder where there is one."""
    places = [one.face for one in others[0].moments] if others else range(1, len(given.items) + 1)
    shuffled = np.random.default_rng(seed).permutation(np.array(sorted(places)))
    chosen = shuffled if others else shuffled[:n]
    moments = tuple(_moment(given.item_of(int(place)), int(place)) for place in chosen)
    return Coding(coder=coder, seed=seed, app_version=__version__, moments=moments)


def save_labels(given: CodedFolder, coding: Coding) -> None:
    """Write the table of a coder, in the place of the one before, or behind the last.

    Raises:
        ExportError: it cannot be written; what was there before still is.
    """
    tables = _tables(given.folder)
    before = next((path for path in tables.values() if _coder(path, _rows(path)) == coding.coder), None)
    new = given.folder / f"labels-{max(tables, default=0) + 1}.csv"
    write_whole(before or new, labels_csv(given, coding))


def labels_csv(given: CodedFolder, coding: Coding) -> bytes:
    """The table of a coder; `expression` is empty where nothing was said."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in coding.moments:
        item = given.item_of(one.face)
        stretch = (f"{item.start_s:.3f}", f"{item.end_s:.3f}") if item.end_s else ("", "")
        cells = (item.file, one.code or "", str(one.intensity or ""), item.person, *stretch, coding.coder)
        writer.writerow(map(guarded, cells))
    return text.getvalue().encode()


def _moment(item: Item, place: int, code: str | None = None, intensity: int | None = None) -> CodeFacts:
    return CodeFacts(start_s=item.start_s, end_s=item.end_s, face=place, code=code, intensity=intensity)


def with_tables(folder: Path, items: Sequence[Item]) -> CodedFolder:
    """With what coders said, also of files that are not there any more.

    Raises:
        CodesUnreadable: a table of a coder makes no sense.
    """
    found = list(items)
    codings = [_coding(path, found) for path in _tables(folder).values()]
    return CodedFolder(folder, tuple(found), tuple(codings))


def _tables(folder: Path) -> dict[int, Path]:
    """The tables of coders by their numbers, in order; one that was deleted hides no later one."""
    found = {_TABLE.fullmatch(path.name): path for path in folder.glob("labels-*.csv")}
    return dict(sorted((int(name[1]), path) for name, path in found.items() if name is not None))


def _coding(path: Path, items: list[Item]) -> Coding:
    try:
        rows = _rows(path)
        moments = [_read(row, items) for row in rows]
    except (OSError, ValueError) as error:
        raise CodesUnreadable("{path} holds no labels ({reason}).", _TABLE_HINT, path=path, reason=error) from error
    moments.sort(key=lambda one: one.code is None)  # coded ones first; what was shown first stays first
    return Coding(coder=_coder(path, rows), origin=path.name, app_version=__version__, moments=tuple(moments))


def _rows(path: Path) -> list[FilledRow]:
    return filled_rows(path, COLUMNS[:2])


def _coder(path: Path, rows: list[FilledRow]) -> str:
    return ((rows[0]["coder"] if rows else "") or path.stem)[:MOST_CODER]


def _read(row: FilledRow, items: list[Item]) -> CodeFacts:
    said = row["expression"]
    code = expression_of(said) or said.lower() or None
    if code is not None and code not in CODES:
        raise ValueError(f"{code!r} is no expression; use {', '.join(CODES)}")
    item = Item(row["file"], row.number("start_s", 0.0), row.number("end_s", 0.0))
    if item not in items:
        items.append(item)
    return _moment(item, items.index(item) + 1, code, row.whole("intensity", 0) or None)

"""A session in the formats of others. Every file is written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Literal, get_args

from fer_desktop.core.progress import Progress
from fer_desktop.errors import ExportError
from fer_desktop.facts import encoded
from fer_desktop.results.column_values import parquet_bytes, plain
from fer_desktop.results.eaf import eaf_bytes
from fer_desktop.results.openface import openface_rows
from fer_desktop.results.physio import physio_of
from fer_desktop.results.selection import Selection, select
from fer_desktop.results.statistics import spans_between, whole_span
from fer_desktop.results.textgrid import textgrid_bytes
from fer_desktop.results.tiers import excluded_tier, face_tiers, marker_tier, words_tiers
from fer_desktop.results.words import JOINED_BY_NAME
from fer_desktop.session.cells import guarded
from fer_desktop.session.columns import ALL_BY_NAME
from fer_desktop.session.edits import edits_json
from fer_desktop.session.files import write_whole
from fer_desktop.session.library import Session
from fer_desktop.session.schema import TIMELINE_FILE, Column
from fer_desktop.session.table import Table

Format = Literal["csv", "excel", "parquet", "json", "bids", "physio", "elan", "eaf", "textgrid", "openface"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: dict[Format, str] = {
    "csv": ".csv",
    "excel": ".csv",
    "parquet": ".parquet",
    "json": ".json",
    "bids": "_events.tsv",
    "physio": "_physio.tsv.gz",
    "elan": ".txt",
    "eaf": ".eaf",
    "textgrid": ".TextGrid",
    "openface": ".csv",
}
_BY_NAME: dict[str, Column] = {**JOINED_BY_NAME, **ALL_BY_NAME}
_OF_MARKERS: tuple[Format, ...] = ("bids", "elan", "eaf", "textgrid")  # and of faces, but for the first
_LOST_HINT = "The export would hold no row. Restore the file from a copy, or choose a format that has markers."
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".ods")
_WORKBOOK_HINT = "End the name in .csv; a spreadsheet opens that (format excel, where commas part decimals)."
_ROWS_AT_ONCE = 2000  # between two looks whether the user has had enough


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What to write.

    Attributes:
        format: "csv" with decimal points; "excel" with semicolons, decimal commas and a byte order mark;
            "parquet" (needs pyarrow); "json"; "bids" (the markers as events.tsv); "physio" (values of each face on
            a grid, as BIDS has continuous data, with a JSON file beside it); "elan" (tab-delimited intervals of the
            top expression, one tier for each face); "eaf" (the same as ELAN's own file); "textgrid" (of Praat);
            "openface" (names, units and signs of OpenFace 2).
        selection: Which rows and columns.
    """

    format: Format = "csv"
    selection: Selection = field(default_factory=Selection)


def format_by_extension(path: Path) -> Format | None:
    """The format whose extension a file has, whatever the case; the first of those that share one; None without any."""
    extension = path.suffix.lower()
    return next((name for name, suffix in SUFFIXES.items() if Path(f"name{suffix}").suffix.lower() == extension), None)


def export_session(
    session: Session, path: Path, options: ExportOptions | None = None, progress: Progress | None = None
) -> None:
    """Write a session to a file, replacing one that is there in one step.

    Raises:
        ExportError: the timeline is lost, the name is that of a workbook, the file cannot be written, or a library is
            missing; nothing is left behind.
        Cancelled: `progress` says so; nothing is left behind.
    """
    options, progress = options or ExportOptions(), progress or Progress()
    _check_name(path)
    check_timeline(session, options)
    progress.reached(0.0)
    data = _WRITERS[options.format](session, options.selection, progress)
    progress.reached(1.0)
    if options.format == "physio":
        write_whole(_description_for(path), physio_of(session, options.selection).description)
    write_whole(path, data)


def _check_name(path: Path) -> None:
    """Refuse the name of a workbook, which no program would open: it holds no text.

    Raises:
        ExportError: it is one.
    """
    if path.suffix.lower() in _WORKBOOKS:
        raise ExportError("{path}: workbooks are not written.", _WORKBOOK_HINT, path=path)


def check_timeline(session: Session, options: ExportOptions) -> None:
    """Refuse to export rows of a timeline that is lost: a file without any would say that nothing was recorded.

    Raises:
        ExportError: it is, by its name.
    """
    if options.format in _OF_MARKERS or len(session.recorded) or len(select(session, options.selection)):
        return
    path = session.store.path(TIMELINE_FILE)
    for problem in session.problems:
        if problem.values.get("path") == path:
            raise ExportError(problem.template, _LOST_HINT, **problem.values)


def _description_for(path: Path) -> Path:
    """Where the JSON file beside a table of BIDS goes.

    Raises:
        ExportError: the table is new, but that file is there: it describes something else.
    """
    beside = path.with_name(path.name.removesuffix(".gz").removesuffix(".tsv") + ".json")
    if beside.exists() and not path.exists():
        raise ExportError("{path} is there already.", "Choose another name for the table.", path=beside)
    return beside


def _rows(table: Table, progress: Progress) -> Iterator[list[str]]:
    """The head, then the cells of every row as they stand in a file."""
    yield list(table.columns)
    for first in range(0, len(table), _ROWS_AT_ONCE):
        progress.reached(first / len(table))
        columns = [
            [_BY_NAME[name].text(value) for value in values[first : first + _ROWS_AT_ONCE]]
            for name, values in table.columns.items()
        ]
        yield from (list(row) for row in zip(*columns, strict=True))


def _csv(session: Session, selection: Selection, progress: Progress) -> bytes:
    return _delimited(_rows(select(session, selection), progress), ",").encode()


def _excel(session: Session, selection: Selection, progress: Progress) -> bytes:
    """What Excel opens with a double click where the decimal mark is a comma."""
    table = select(session, selection)
    is_number = [_BY_NAME[name].kind == "number" for name in table.columns]
    rows = _rows(table, progress)
    head = next(rows)
    body = (
        [cell.replace(".", ",") if number else cell for cell, number in zip(row, is_number, strict=True)]
        for row in rows
    )
    # without the byte order mark Excel takes UTF-8 for the encoding of the computer's language
    return b"\xef\xbb\xbf" + _delimited(chain([head], body), ";").encode()


def _parquet(session: Session, selection: Selection, progress: Progress) -> bytes:
    return parquet_bytes(select(session, selection), _BY_NAME, progress.reached)


def _json(session: Session, selection: Selection, progress: Progress) -> bytes:
    """Everything in one object; rows as columns, null for blank."""
    table = select(session, selection)
    columns = {}
    for i, (name, values) in enumerate(table.columns.items()):
        progress.reached(i / len(table.columns))
        columns[name] = [plain(value, _BY_NAME[name]) for value in values]
    whole = {
        "session": encoded(session.info),
        "edits": edits_json(session.edits),
        "markers": [encoded(marker) for marker in session.markers],
        "columns": columns,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _bids(session: Session, selection: Selection, _: Progress) -> bytes:
    """Markers as BIDS events (onset, duration, trial_type): each lasts until the next, the last until the last row."""
    rows = [["onset", "duration", "trial_type"]]
    for label, span in spans_between(session.markers, max(whole_span(session).end_s, 0.0)):
        if selection.start_s <= span.start_s <= selection.end_s:
            duration_s = max(min(span.end_s, selection.end_s) - span.start_s, 0.0)
            rows.append([f"{span.start_s:.6f}", f"{duration_s:.6f}", guarded(" ".join(label.split())) or "n/a"])
    return _delimited(rows, "\t").encode()


def _elan(session: Session, selection: Selection, progress: Progress) -> bytes:
    """Intervals of the top expression: tier, begin and end in ms, value; a tier for each face and the markers."""
    tiers = [*face_tiers(session, selection, progress), *words_tiers(session, selection)]
    tiers.append(marker_tier(session, selection))
    rows = [
        [guarded(tier.name), str(one.start_ms), str(one.end_ms), guarded(one.text)]
        for tier in tiers
        for one in tier.intervals
    ]
    return _delimited(rows, "\t").encode()


def _eaf(session: Session, selection: Selection, progress: Progress) -> bytes:
    others = [marker_tier(session, selection), excluded_tier(session, selection), *words_tiers(session, selection)]
    return eaf_bytes(session, [*face_tiers(session, selection, progress), *others])


def _textgrid(session: Session, selection: Selection, progress: Progress) -> bytes:
    tiers = [*face_tiers(session, selection, progress), *words_tiers(session, selection)]
    tiers.append(excluded_tier(session, selection))
    return textgrid_bytes(tiers, marker_tier(session, selection), whole_span(session).end_s)


def _physio(session: Session, selection: Selection, _: Progress) -> bytes:
    return physio_of(session, selection).table


def _openface(session: Session, selection: Selection, _: Progress) -> bytes:
    table = select(session, replace(selection, with_details=True, with_voice=False))
    return _delimited(openface_rows(table), ",").encode()


def _delimited(rows: Iterable[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


_WRITERS: dict[Format, Callable[[Session, Selection, Progress], bytes]] = {
    "csv": _csv,
    "excel": _excel,
    "parquet": _parquet,
    "json": _json,
    "bids": _bids,
    "physio": _physio,
    "elan": _elan,
    "eaf": _eaf,
    "textgrid": _textgrid,
    "openface": _openface,
}

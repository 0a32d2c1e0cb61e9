"""The table of a study as a file, with its data dictionary. Every file is written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from fer_desktop.errors import ExportError
from fer_desktop.facts import json_bytes
from fer_desktop.results.column_values import parquet_bytes, plain
from fer_desktop.session.files import write_whole
from fer_desktop.session.table import Table
from fer_desktop.studies.dictionary import BY_NAME, data_dictionary

TABLE_SUFFIXES = (".csv", ".parquet", ".json")


def dictionary_beside(path: Path) -> Path | None:
    """Where the data dictionary of a table goes; None for JSON, which holds it."""
    return None if path.suffix.lower() == ".json" else path.with_suffix(".dictionary.json")


def is_other_dictionary(path: Path) -> bool:
    """Whether a file that is there is no data dictionary of this version."""
    return path.exists() and path.read_bytes() != json_bytes(data_dictionary())


def write_table(table: Table, path: Path) -> None:
    """Write the table, by its extension, and its dictionary beside it; files that are there are replaced.

    Raises:
        ExportError: it has another extension, a library is missing, or it cannot be written.
    """
    if path.suffix.lower() not in TABLE_SUFFIXES:
        raise ExportError("{path} is neither .csv, .parquet nor .json.", "Choose one of these endings.", path=path)
    data = {".csv": _csv, ".parquet": _parquet, ".json": _json}[path.suffix.lower()](table)
    if beside := dictionary_beside(path):
        write_whole(beside, json_bytes(data_dictionary()))
    write_whole(path, data)


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    cells = [[BY_NAME[name].text(value) for value in values] for name, values in table.columns.items()]
    writer.writerows(zip(*cells, strict=True))
    return text.getvalue().encode()


def _parquet(table: Table) -> bytes:
    return parquet_bytes(table, BY_NAME, lambda _: None)


def _json(table: Table) -> bytes:
    """Columns, null for blank, and what each means."""
    columns = {name: [plain(value, BY_NAME[name]) for value in values] for name, values in table.columns.items()}
    return json.dumps({"dictionary": data_dictionary(), "columns": columns}, ensure_ascii=False, indent=1).encode()

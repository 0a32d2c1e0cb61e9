"""The table of a study as a file, with its data dictionary. Every file is written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from fer_desktop.errors import ExportError
from fer_desktop.facts import json_bytes, load_json
from fer_desktop.results.column_values import parquet_bytes, plain
from fer_desktop.session.files import write_whole
from fer_desktop.session.table import Table
from fer_desktop.studies.dictionary import BY_NAME, data_dictionary
from fer_desktop.studies.sav_file import sav_bytes

TABLE_SUFFIXES = (".csv", ".parquet", ".xlsx", ".sav", ".json")
_HOLD_IT = (".xlsx", ".sav", ".json")


def dictionary_beside(path: Path) -> Path | None:
    """Where the data dictionary of a table goes; None for Excel, SPSS and JSON, which hold it."""
    return None if path.suffix.lower() in _HOLD_IT else path.with_suffix(".dictionary.json")


def is_other_dictionary(path: Path) -> bool:
    """Whether a file that is there is no data dictionary of a table."""
    if not path.exists():
        return False
    try:
        values = load_json(path.read_bytes())
        return values != data_dictionary(name for name in values if name in BY_NAME)
    except (ValueError, TypeError):
        return True


def check_suffix(path: Path) -> None:
    """Refuse what cannot be a table.

    Raises:
        ExportError: it has another ending.
    """
    if path.suffix.lower() not in TABLE_SUFFIXES:
        raise ExportError(
            "{path} is none of .csv, .parquet, .xlsx, .sav and .json.", "Choose one of these endings.", path=path
        )


def write_table(table: Table, path: Path) -> None:
    """Write the table, by its extension, and its dictionary beside it; files that are there are replaced.

    Raises:
        ExportError: it has another extension, a library is missing, or it cannot be written.
    """
    check_suffix(path)
    forms = {".csv": _csv, ".parquet": _parquet, ".xlsx": _excel, ".sav": sav_bytes, ".json": _json}
    data = forms[path.suffix.lower()](table)
    if beside := dictionary_beside(path):
        write_whole(beside, json_bytes(data_dictionary(table.columns)))
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
    return json.dumps(
        {"dictionary": data_dictionary(table.columns), "columns": columns}, ensure_ascii=False, indent=1
    ).encode()


def _excel(table: Table) -> bytes:
    """A sheet for the table and one for its dictionary; what looks like a formula or a link is text."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("table")
        for i, (name, values) in enumerate(table.columns.items()):
            sheet.write_string(0, i, name, bold)
            sheet.write_column(1, i, [plain(value, BY_NAME[name]) for value in values])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
        meanings = book.add_worksheet("dictionary")
        meanings.write_row(0, 0, ["column", "unit", "meaning"], bold)
        for row, (name, said) in enumerate(data_dictionary(table.columns).items(), 1):
            meanings.write_row(row, 0, [name, said.get("Units", ""), said["Description"]])
        meanings.set_column(0, 0, 24)
        meanings.set_column(2, 2, 90)
    return file.getvalue()

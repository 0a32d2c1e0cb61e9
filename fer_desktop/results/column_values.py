"""Columns of a table as other formats hold them: Parquet with types, plain values with None for blank."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from fer_desktop.bundle import install_hint
from fer_desktop.errors import ExportError
from fer_desktop.session.schema import Column
from fer_desktop.session.table import Table


def parquet_bytes(table: Table, by_name: Mapping[str, Column], reached: Callable[[float], None]) -> bytes:
    """The table as a Parquet file.

    Args:
        by_name: What each of its columns is.
        reached: Told the share that is done.

    Raises:
        ExportError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError(
            "Parquet needs the library pyarrow.", install_hint('Run pip install "fer-desktop[parquet]", or choose CSV.')
        ) from error
    columns = {}
    for i, (name, values) in enumerate(table.columns.items()):
        reached(i / len(table.columns))
        kind = by_name[name].kind
        if kind == "text":
            columns[name] = pa.array([value or None for value in values], pa.string())
        else:
            columns[name] = pa.array(values, pa.int64() if kind == "whole" else pa.float64(), mask=np.isnan(values))
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def plain(value: Any, column: Column) -> float | int | str | None:
    """A cell as JSON has it; None where it is blank."""
    if column.kind == "text":
        return str(value) or None
    if np.isnan(value):
        return None
    return int(value) if column.kind == "whole" else float(value)

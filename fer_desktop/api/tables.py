"""Tables as Python people want them: a pandas DataFrame, or columns where pandas is not installed."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from fer_desktop.session.columns import ALL_BY_NAME
from fer_desktop.session.table import Table

if TYPE_CHECKING:
    import pandas as pd


class Columns(dict[str, NDArray[Any]]):
    """A table without pandas: each column by its name, (N,) float64 with NaN for blank, or str with "" for blank.

    Attributes:
        attrs: What a DataFrame has in its `attrs`.
    """

    def __init__(self, columns: Mapping[str, NDArray[Any]], attrs: Mapping[str, Any]) -> None:
        super().__init__(columns)
        self.attrs = dict(attrs)


def data_frame(table: Table, attrs: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """A table of a session as a DataFrame: whole numbers as Int64, blank ones as <NA> or NaN, blank texts missing.

    Without pandas it is `Columns`, and a warning says so.
    """
    try:
        import pandas as pd
    except ImportError:
        warnings.warn(
            'pandas is not installed: tables are a mapping of columns. Run pip install "fer-desktop[pandas]".',
            stacklevel=3,
        )
        return Columns(table.columns, attrs or {})
    frame = pd.DataFrame({name: _series(name, values) for name, values in table.columns.items()})
    frame.attrs = dict(attrs or {})
    return frame


def _series(name: str, values: NDArray[Any]) -> pd.Series:
    import pandas as pd

    column = ALL_BY_NAME.get(name)
    if values.dtype == object:
        return pd.Series([value or None for value in values], dtype="str" if pd.__version__ >= "3" else object)
    return pd.Series(values, dtype="Int64" if column is not None and column.kind == "whole" else None)

"""The table of a study as SPSS has it: labels of variables are the data dictionary, blank is system-missing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from fer_desktop.bundle import install_hint
from fer_desktop.errors import ExportError
from fer_desktop.session.table import Table
from fer_desktop.studies.dictionary import BY_NAME

_LONGEST_TEXT = 32767  # bytes that a text of SPSS holds


def sav_bytes(table: Table) -> bytes:
    """The table as a .sav file.

    Raises:
        ExportError: pyreadstat or pandas is not installed, or a text is too long.
    """
    try:
        import pandas as pd
        import pyreadstat
    except ImportError as error:
        raise ExportError(
            "SPSS files need the library pyreadstat.",
            install_hint("Run pip install fer-desktop[spss], or choose CSV, which SPSS reads, too."),
        ) from error
    columns = [BY_NAME[name] for name in table.columns]
    longest = max(
        (len(str(text).encode()) for one in columns if one.kind == "text" for text in table[one.name]), default=0
    )
    if longest > _LONGEST_TEXT:
        raise ExportError("A text of the table is too long for SPSS.", "Choose CSV, Excel or JSON.")
    is_text = {one.name: one.kind == "text" for one in columns}
    with tempfile.TemporaryDirectory(prefix="fer-") as folder:  # the library writes into files alone
        file = Path(folder) / "table.sav"
        pyreadstat.write_sav(
            pd.DataFrame(dict(table.columns)),
            file,
            column_labels={one.name: one.meaning + (f" ({one.unit})" if one.unit else "") for one in columns},
            variable_measure={name: "nominal" if text else "scale" for name, text in is_text.items()},
            variable_format={one.name: "F8.0" for one in columns if one.kind == "whole"}
            | {one.name: "F12.6" for one in columns if one.kind == "number"},
        )
        return file.read_bytes()

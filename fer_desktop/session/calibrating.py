"""The calibrated columns of a table, worked out anew from the others. Table in, table out."""

from __future__ import annotations

import numpy as np

from fer_desktop.core.baseline import Baselines, Calibration, calibrated
from fer_desktop.core.expressions import EXPRESSIONS, HAPPINESS, NEGATIVE
from fer_desktop.session import schema
from fer_desktop.session.table import Table, read_table, table_bytes


def with_baselines(table: Table, baselines: Baselines, calibration: Calibration) -> Table:
    """The table with the rows of these faces read against these baselines; rows of others stay as they are."""
    columns = {name: table[name].copy() for name in schema.ALL_CALIBRATED}
    for face_id, baseline in baselines.items():
        mine = table["face_id"] == face_id
        values = calibrated(table.where(mine).probabilities(), baseline, calibration)
        top = values.argmax(axis=1) if len(values) else np.empty(0, dtype=np.int64)
        columns["calibrated_expression"][mine] = np.array(EXPRESSIONS, dtype=object)[top]
        columns["calibrated_probability"][mine] = values.max(axis=1)
        columns["calibrated_valence"][mine] = values[:, HAPPINESS] - values[:, list(NEGATIVE)].max(axis=1)
        for i, name in enumerate(schema.CALIBRATED):
            columns[name][mine] = values[:, i]
    return table.replaced(**columns)


def read_against(data: bytes, baselines: Baselines, calibration: Calibration) -> bytes:
    """The bytes of a timeline of this version, with the rows of these faces read against these baselines."""
    table, _ = read_table(data, schema.SCHEMA_VERSION)
    return table_bytes(with_baselines(table, baselines, calibration))


def calibrated_view(table: Table) -> Table:
    """The rows that are calibrated, with their calibrated scores in the place of the others."""
    chosen = table.where(~np.isnan(table["calibrated_neutral"]))
    names = ("expression", "probability", *EXPRESSIONS, "valence")
    return chosen.replaced(**{name: chosen[f"calibrated_{name}"] for name in names})


def is_calibrated(table: Table) -> bool:
    """Whether any row is."""
    return bool((~np.isnan(table["calibrated_neutral"])).any())

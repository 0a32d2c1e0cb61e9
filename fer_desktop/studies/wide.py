"""The table of a study in wide form: one row for each participant, condition, stretch and face, for other programs."""

from __future__ import annotations

import numpy as np

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.session.table import Table
from fer_desktop.studies.dictionary import OF_EXPRESSION, wide_name

_PLACE = ("participant", "group", "visit", "condition", "session", "stretch", "face")
_END = ("missing", "notes")


def wide_table(table: Table) -> Table:
    """Figures of each expression as columns of their own, as `happiness_mean`; `data_dictionary` knows them, too."""
    places: dict[tuple[str, ...], dict[str, int]] = {}
    for row, (name, *place) in enumerate(zip(table["expression"], *(table[each] for each in _PLACE), strict=True)):
        places.setdefault(tuple(map(str, place)), {})[name] = row  # as text: NaN is not equal to itself
    firsts = np.array([min(rows.values()) for rows in places.values()], dtype=int)
    once = [name for name in table.columns if name not in (*OF_EXPRESSION, "expression", *_END)]
    columns = {name: table[name][firsts] for name in once}
    for expression in EXPRESSIONS:
        rows = np.array([of.get(expression, -1) for of in places.values()], dtype=int)
        for name in OF_EXPRESSION:
            values = table[name][rows] if len(table) else np.empty(0)
            columns[wide_name(expression, name)] = np.where(rows >= 0, values, np.nan)
    return Table({**columns, **{name: table[name][firsts] for name in _END}})

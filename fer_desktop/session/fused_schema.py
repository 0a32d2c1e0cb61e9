"""The columns of the decision that face, voice and words lead to together: fused.csv, as one table."""

from __future__ import annotations

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fusion import STREAMS
from fer_desktop.core.live_fusion import Decision
from fer_desktop.session.schema import Column

FUSED_COLUMNS: tuple[Column, ...] = (
    Column("time_s", "s", "When the quarter of a second begins; multiples of 0.25 s, on the clock of the timeline.", 6),
    Column("face_id", "", "Whose face; blank where a voice or words belong to no face, or nobody knows to which.", 0),
    Column("face_name", "", "What the face is called; blank without a name.", None),
    Column("fused_expression", "", "The most probable expression by all streams that are there.", None),
    Column("fused_probability", "0-1", "Probability of `fused_expression`.", 6),
    *(
        Column(
            f"fused_{name}",
            "0-1",
            f"Probability of {name} by all streams that are there; those that are not blank sum to 1.",
            6,
        )
        for name in EXPRESSIONS
    ),
    Column("fused_runner_up", "", "The next probable expression.", None),
    *(
        Column(f"weight_{name}", "0-1", f"Share of the {name} in the decision; the three sum to 1.", 3)
        for name in STREAMS
    ),
    *(
        Column(
            f"moved_{name}",
            "nats",
            f"What the {name} added to the log odds of `fused_expression` against `fused_runner_up`; blank where it "
            "was not there. The three sum to those odds.",
            3,
        )
        for name in STREAMS
    ),
    Column("excluded", "", "1 where the user left that stretch of time out, else 0.", 0),
)
FUSED_HEADER = tuple(column.name for column in FUSED_COLUMNS)
FUSED_BY_NAME = {column.name: column for column in FUSED_COLUMNS}
JOINED_FUSED = tuple(name for name in FUSED_HEADER if name not in ("time_s", "face_id", "face_name", "excluded"))
"""The columns that a row of another table can have: of its face, at its time."""


def fused_row(decision: Decision) -> list[str]:
    """Cells of one row, in the order of `FUSED_COLUMNS`, while nothing is known of names and what is left out."""
    values: dict[str, float | str] = {
        "time_s": decision.time_s,
        "face_id": decision.face or "",
        "face_name": "",
        "fused_expression": decision.top,
        "fused_probability": decision.probability,
        "fused_runner_up": decision.runner_up,
        "excluded": 0.0,
        **{f"fused_{name}": float(p) for name, p in zip(EXPRESSIONS, decision.probabilities, strict=True)},
        **{f"weight_{name}": float(w) for name, w in zip(STREAMS, decision.weights, strict=True)},
        **{f"moved_{name}": float(m) for name, m in zip(STREAMS, decision.moved, strict=True)},
    }
    return [column.text(values[column.name]) for column in FUSED_COLUMNS]

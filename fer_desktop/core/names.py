"""Names that the command line offers, too: without numpy, so that `--help` answers at once."""

from __future__ import annotations

EXPRESSIONS = (
    "neutral",
    "happiness",
    "surprise",
    "sadness",
    "anger",
    "disgust",
    "fear",
    "contempt",
)
"""In the order of every table, plot and weight file; `core/expressions.py` says where it is from."""
LANGUAGES = ("en", "zh_CN")
"""In which reports can be written."""

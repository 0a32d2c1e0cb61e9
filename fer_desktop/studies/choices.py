"""What can be compared, and by what: names alone, which the command line offers without loading more."""

from __future__ import annotations

from typing import Literal, get_args

Factor = Literal["condition", "visit", "group"]
FACTORS: tuple[Factor, ...] = get_args(Factor)

Measure = Literal["mean", "top_share", "peak", "onset_rate", "transition_rate", "latency_s", "valence"]
MEASURES: tuple[Measure, ...] = get_args(Measure)

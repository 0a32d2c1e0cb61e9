"""What adapted weights say of themselves, as tables and a sentence of advice."""

from __future__ import annotations

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.results.tables import ReportTable
from fer_desktop.vision.adapted import AdaptedWeights

BETTER = "Better on what was held out: it can be used for these people. Other people may be read worse with it."
NOT_BETTER = "Not clearly better on what was held out: do not use it. More labels, or other ones, may change that."


def advice(weights: AdaptedWeights) -> str:
    """Whether to use them."""
    return BETTER if weights.card.advised else NOT_BETTER


def card_tables(weights: AdaptedWeights) -> list[ReportTable]:
    """Where they come from, and how they did."""
    card, parent = weights.card, weights.parent
    missing = [name for name in EXPRESSIONS if name not in card.per_class]
    facts: list[tuple[str, ...]] = [
        ("adapted to", card.data),
        ("adapted from", f"{parent.model_id}, SHA-256 {parent.sha256}"),
        ("made", f"{weights.made_at_utc} with FER Desktop {weights.app_version}"),
        ("changed", weights.kind),
        ("examples", f"{card.n}: {', '.join(f'{name} {n}' for name, n in card.per_class.items())}"),
        ("without any example", ", ".join(missing) or "none"),
        ("held out by", f"{card.held_out_by} ({card.n_groups})"),
    ]
    figures: list[tuple[str, ...]] = [
        ("mean recall of the classes (UAR)", *_pair(card.uar)),
        ("accuracy", *_pair(card.accuracy)),
        ("log loss", *_pair(card.log_loss)),
    ]
    low, high = card.gain_95
    gain: list[tuple[str, ...]] = [
        ("gain in UAR", f"{card.gain:+.3f} (95 %: {low:+.3f} to {high:+.3f}, over {card.interval_over})"),
        ("advice", advice(weights)),
    ]
    return [
        ReportTable(f"Adapted weights: {weights.name}", (), facts),
        ReportTable("On what was held out", ("", "as shipped", "adapted"), figures),
        ReportTable("Is it better?", (), gain),
    ]


def _pair(values: tuple[float, float]) -> tuple[str, str]:
    return f"{values[0]:.3f}", f"{values[1]:.3f}"

"""From labelled examples to adapted weights: judged on what was held out, then fitted to all."""

from __future__ import annotations

from datetime import UTC, datetime

from fer_desktop import __version__
from fer_desktop.adaptation.examples import Examples
from fer_desktop.adaptation.fitting import FEWEST_OF_CLASS, UNCHANGED, Layer, fit
from fer_desktop.adaptation.judging import Judgement, Reached, choose, judge
from fer_desktop.errors import CodesUnreadable
from fer_desktop.vision.adapted import AdaptedWeights, Card, Parent

_FEWEST = 20  # examples
_FEWEST_GROUPS = 2


def adapted_weights(
    name: str, parent: tuple[Parent, Layer], examples: Examples, data: str, reached: Reached = lambda share: None
) -> AdaptedWeights:
    """Adapt the last layer of a model to examples.

    Args:
        parent: The model, and its last layer.
        data: What the examples are, in words.
        reached: Told how far it is, 0-1.

    Raises:
        CodesUnreadable: the examples are too few.
    """
    facts, layer = parent
    _check_enough(examples)
    judgement = judge(layer, examples, reached)
    recipe = choose(layer, examples)
    fitted = fit(layer, examples, recipe)
    return AdaptedWeights(
        name=name,
        made_at_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        app_version=__version__,
        parent=facts,
        kind=recipe.kind,
        penalty=recipe.penalty,
        card=_card(examples, judgement, data, recipe != UNCHANGED),
        weight=tuple(tuple(_short(value) for value in row) for row in fitted.weight),
        bias=tuple(_short(value) for value in fitted.bias),
    )


def _check_enough(examples: Examples) -> None:
    n_groups = len(set(examples.groups.tolist()))
    enough = [name for name, n in examples.per_class.items() if n >= FEWEST_OF_CLASS]
    if len(examples) < _FEWEST or len(enough) < 2 or n_groups < _FEWEST_GROUPS:
        raise CodesUnreadable(
            "{n} examples, of {known}, are too few to adapt to.",
            "Label at least 20, three or more of each of two expressions, better 60 or more.",
            n=len(examples),
            known=", ".join(f"{name} {n}" for name, n in examples.per_class.items()) or "nothing",
        )


def _card(examples: Examples, judgement: Judgement, data: str, is_changed: bool) -> Card:
    return Card(
        data=data,
        n=len(examples),
        n_groups=len(set(examples.groups.tolist())),
        held_out_by=examples.held_out_by,
        per_class=examples.per_class,
        uar=judgement.uar,
        accuracy=judgement.accuracy,
        log_loss=judgement.log_loss,
        gain=judgement.gain,
        gain_95=judgement.gain_95,
        interval_over=judgement.interval_over,
        advised=judgement.is_better and is_changed,
    )


def _short(value: float) -> float:
    """As exact as the network computes, and not more digits."""
    return float(f"{value:.9g}")

"""`fer-desktop explain`: a picture of what the decision about the largest face of a photograph rests on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fer_desktop.cli.exit_code import OK
from fer_desktop.cli.say import say
from fer_desktop.core.action_units import in_words
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.offline.explained_image import Asked, explain_image, leaning_units
from fer_desktop.paths import adapted_dir, weights_dir
from fer_desktop.vision.adapted import chosen_adapted
from fer_desktop.vision.explain import Explanation


def run(options: argparse.Namespace) -> int:
    """Write the picture, and print the probabilities; returns the exit code."""
    target = options.out or Path(f"{options.image.stem}_explained.png")
    asked = Asked(options.expression, options.prior, chosen_adapted(adapted_dir(), options.adapted))
    explanation = explain_image(options.image, target, weights_dir(), asked)
    for name, probability in zip(EXPRESSIONS, explanation.scores.probabilities, strict=True):
        say(f"{name:>10} {probability:.4f}")
    _say_why(explanation)
    say(f"Written to {target}", file=sys.stderr)
    return OK


def _say_why(explanation: Explanation) -> None:
    name = explanation.expression
    say(f"\nAdded to the probability of {name} by each region of the face:")
    for region, value in sorted(explanation.regions.items(), key=lambda item: -item[1]):
        say(f"{region:>10} {value:+.3f}")
    units = leaning_units(explanation)
    if units:
        say(f"\nAction units (estimated, 0 to 1), and what each usually adds to the logit of {name}:")
    for unit, effect in units:
        say(f"{in_words(unit):>25} {explanation.units[unit]:.2f} {effect:+.2f}")

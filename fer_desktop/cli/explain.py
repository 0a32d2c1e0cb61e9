"""`fer-desktop explain`: a picture of what the decision about the largest face of a photograph rests on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fer_desktop.cli.exit_code import FAILED, OK
from fer_desktop.cli.say import say
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import FerError
from fer_desktop.offline.explained_image import Asked, explain_image
from fer_desktop.paths import weights_dir


def run(options: argparse.Namespace) -> int:
    """Write the picture, and print the probabilities; returns the exit code."""
    target = options.out or Path(f"{options.image.stem}_explained.png")
    try:
        explanation = explain_image(options.image, target, weights_dir(), Asked(options.expression, options.prior))
    except FerError as error:
        say(error, file=sys.stderr)
        return FAILED
    for name, probability in zip(EXPRESSIONS, explanation.scores.probabilities, strict=True):
        say(f"{name:>10} {probability:.4f}")
    say(f"Written to {target}", file=sys.stderr)
    return OK

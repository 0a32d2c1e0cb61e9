"""Make finished weights call a face less readily neutral: ``python -m fer_desktop.training.lower_neutral --by 0.75``.

A share of photographs that a crowd calls neutral shows something, so that an offset which keeps most of them hides
much of what a face before a camera shows (`training.evaluate --coded`). Only the logit of neutral changes, and only
with the balanced prior: as in photographs gives it back (`Manifest.prior_shift`), and what a person's own face at
rest is held against stays (`Manifest.neutral_calibration`). The GRU stays as it is. `training.photographs` and
`training.certainty` come next: they stand beside the weights, and rest on the probabilities.
"""

from __future__ import annotations

import argparse
from dataclasses import fields, replace
from pathlib import Path

import torch

from fer_desktop.core.expressions import NEUTRAL
from fer_desktop.paths import weights_dir
from fer_desktop.vision.manifest import Manifest, Origin
from fer_desktop.vision.network import ExpressionNetwork, FaceCnn
from fer_desktop.vision.weights import load_network, save_network


def lower_neutral(cnn: FaceCnn, by: float) -> None:
    """Take so much from the logit of neutral, in the units of the answer."""
    with torch.no_grad():
        cnn.classifier.bias[NEUTRAL] -= by


def lowered(network: ExpressionNetwork, manifest: Manifest, by: float, model_id: str) -> Origin:
    """Lower neutral in `network`; returns what its manifest is to say, with all that was lowered until now."""
    lower_neutral(network.cnn, by)
    origin = Origin(**{field.name: getattr(manifest, field.name) for field in fields(Origin)})
    total = manifest.calibration.get("neutral_lowered", 0.0) + by
    figures = {**manifest.calibration, "neutral_lowered": total}
    return replace(origin, model_id=model_id, calibration=figures, photographs=None)


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.lower_neutral", description=__doc__)
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--by", type=float, required=True, help="logits of the answer")
    parser.add_argument("--out", type=Path, default=Path("weights"))
    parser.add_argument("--model-id", default="fer-cnn-gru-7")
    arguments = parser.parse_args()
    network, manifest = load_network(arguments.weights)
    origin = lowered(network, manifest, arguments.by, arguments.model_id)
    save_network(network.eval(), arguments.out, origin)
    print(f"{origin.calibration}; written to {arguments.out}")


if __name__ == "__main__":
    main()

"""Lay a run and the one that it started from between each other: ``python -m fer_desktop.training.blend --help``.

The mean of the weights before and after a network learned from other faces keeps most of what it knew, and most of
what it gained (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", arXiv 2109.01903).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from fer_desktop.errors import DataError
from fer_desktop.facts import encoded
from fer_desktop.training.companions import load_cnn


def blended(before: dict[str, Tensor], after: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """Weights `share` of the way from one network to another of the same shape; counts are those of the second.

    Raises:
        DataError: the two are of different shapes.
    """
    if {name: value.shape for name, value in before.items()} != {name: value.shape for name, value in after.items()}:
        raise DataError("These two networks are of different shapes.", "Name a run and the one that it started from.")
    return {
        name: torch.lerp(before[name], value, share) if value.is_floating_point() else value
        for name, value in after.items()
    }


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.blend", description=__doc__)
    parser.add_argument("--before", type=Path, required=True, help="folder of the run that was started from")
    parser.add_argument("--after", type=Path, required=True, help="folder of the run that went on from there")
    parser.add_argument("--share", type=float, default=0.8, help="how far from the first to the second")
    parser.add_argument("--out", type=Path, required=True, help="folder of the blend")
    arguments = parser.parse_args()
    (before, _), (after, config) = load_cnn(arguments.before), load_cnn(arguments.after)
    state = blended(before.state_dict(), after.state_dict(), arguments.share)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save({"config": encoded(config), "average": state}, arguments.out / "checkpoint.pt")
    print(f"written to {arguments.out}")


if __name__ == "__main__":
    main()

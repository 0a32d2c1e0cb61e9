"""What is folded into the last layer of a trained CNN: a prior, and a temperature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from fer_desktop.training.crops import cnn_logits
from fer_desktop.training.judges import HeldOut
from fer_desktop.vision.network import FaceCnn


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was folded into a last layer: logits became (logits + prior_share * log frequency) / temperature.

    Attributes:
        prior_share: How much of the frequency of the expressions in photographs the answer takes for granted.
    """

    prior_share: float
    temperature: float


def fit_temperature(logits: Tensor, truth: NDArray[np.integer[Any]]) -> float:
    """Divisor of the logits that minimises the negative log-likelihood of the labels."""
    log_temperature = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([log_temperature], max_iter=50)
    labels = torch.from_numpy(truth.astype(np.int64))

    def loss() -> Tensor:
        optimiser.zero_grad()
        value = F.cross_entropy(logits / log_temperature.exp(), labels)
        value.backward()
        return value

    optimiser.step(loss)
    return float(log_temperature.detach().exp())


def calibrate(
    cnn: FaceCnn, photographs: HeldOut, drawn: HeldOut | None, log_frequency: Tensor, prior_share: float
) -> Calibration:
    """Add a share of the log frequency, fit the temperature on both kinds, and fold both into the last layer.

    Logit adjustment after Menon et al. 2021 (arXiv 2007.07314): the smaller the share, the more rare expressions
    are found, and the more often a neutral photograph is called something else.
    """
    layer = cnn.classifier
    logits, truth = cnn_logits(cnn, photographs.crops), photographs.truth
    if drawn is not None:
        logits = torch.cat([logits, cnn_logits(cnn, drawn.crops[: len(truth)])])
        truth = np.concatenate([truth, drawn.truth[: len(truth)]])
    temperature = fit_temperature(logits + prior_share * log_frequency, truth)
    with torch.no_grad():
        layer.bias.add_(prior_share * log_frequency.to(layer.bias.device))
        layer.weight.div_(temperature)
        layer.bias.div_(temperature)
    return Calibration(prior_share, temperature)

"""What is folded into the last layer of a trained CNN: a prior, and a temperature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from fer_desktop.core.expressions import NEUTRAL
from fer_desktop.training.crops import cnn_logits
from fer_desktop.training.judges import HeldOut
from fer_desktop.vision.network import FaceCnn


@dataclass(frozen=True, slots=True)
class CalibrationOptions:
    """What is wanted.

    Attributes:
        prior_share: How much of the frequency of the expressions in photographs the answer takes for granted.
        neutral_kept: Neutral alone is moved until this share of the neutral photographs is kept; None: as it comes.
        drawn_share: How many drawn faces count for the temperature beside the photographs, as a share of their number.
    """

    prior_share: float
    neutral_kept: float | None = None
    drawn_share: float = 1.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was folded into a last layer: logits became (logits + prior_share * log frequency + offset) / temperature.

    Attributes:
        prior_share: How much of the frequency of the expressions in photographs the answer takes for granted.
        neutral_offset: The offset, of neutral alone.
    """

    prior_share: float
    neutral_offset: float
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


def neutral_offset(logits: NDArray[np.floating[Any]], truth: NDArray[np.integer[Any]], kept: float) -> float:
    """What neutral must be given so that this share of the neutral faces is called neutral.

    Args:
        logits: (N, 8). truth: (N,). kept: Share, 0 to 1.
    """
    neutral = logits[truth == 0]
    lead = neutral[:, 0] - neutral[:, 1:].max(axis=1)
    return float(-np.quantile(lead, 1 - kept))


def calibrate(
    cnn: FaceCnn, photographs: HeldOut, drawn: HeldOut | None, log_frequency: Tensor, wanted: CalibrationOptions
) -> Calibration:
    """Add a share of the log frequency, fit the temperature on both kinds, and fold both into the last layer.

    Logit adjustment after Menon et al. 2021 (arXiv 2007.07314): the smaller the share, the more rare expressions
    are found, and the more often a neutral photograph is called something else.
    """
    layer = cnn.classifier
    logits, truth = cnn_logits(cnn, photographs.crops), photographs.truth
    added = wanted.prior_share * log_frequency
    offset = 0.0
    if wanted.neutral_kept is not None:
        offset = neutral_offset((logits + added).numpy(), truth, wanted.neutral_kept)
        added = added + offset * (torch.arange(len(added)) == NEUTRAL)
    if drawn is not None:
        n = round(wanted.drawn_share * len(truth))
        logits = torch.cat([logits, cnn_logits(cnn, drawn.crops[:n])])
        truth = np.concatenate([truth, drawn.truth[:n]])
    temperature = fit_temperature(logits + added, truth)
    with torch.no_grad():
        layer.bias.add_(added.to(layer.bias.device))
        layer.weight.div_(temperature)
        layer.bias.div_(temperature)
    return Calibration(wanted.prior_share, offset, temperature)

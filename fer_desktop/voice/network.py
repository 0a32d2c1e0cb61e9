"""The recogniser of the voice: a network over spectra, and a layer over statistics of the utterance; their sum answers.

The network is a small CNN over spectra, a GRU over time, and attention over what the GRU says.

CNN: one convolution over time and bands, two over time; they look at the past only, so that sound can come in pieces.
GRU: Cho et al. 2014 (arXiv 1406.1078). Attention: additive (Bahdanau, Cho, Bengio 2015, arXiv 1409.0473), over the
utterance until now; what it gathers is the weighted mean and deviation of the features (attentive statistics pooling,
Okabe, Koshinaka, Shinoda 2018, Interspeech). Sums of weights are carried from piece to piece, so an utterance in
pieces and in one give the same answers.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from fer_desktop.voice.features import HOP_S, N_MELS
from fer_desktop.voice.manifest import VoiceNetworkConfig
from fer_desktop.voice.runtime import STRIDE
from fer_desktop.voice.statistics import N_STATISTICS

_LARGEST_SCORE = 8.0
_FURTHEST = 4.0  # of a statistic from its mean, in deviations


class VoiceStep(NamedTuple):
    """What a piece of an utterance says.

    Attributes:
        logits: (B, n, C) after each step, of the utterance until then.
        state: (B, S) to hand in with the next piece.
    """

    logits: Tensor
    state: Tensor


class VoiceNetwork(nn.Module):
    """Spectra of a piece of an utterance -> logits of the utterance until then."""

    def __init__(self, config: VoiceNetworkConfig) -> None:
        super().__init__()
        self.config = config
        first, second = config.widths
        self.bands = nn.Sequential(
            nn.Conv2d(1, first, 5, 2, (0, 2), bias=False), nn.BatchNorm2d(first), nn.ReLU(), nn.Dropout2d(0.1)
        )
        self.moments = nn.Sequential(
            nn.Conv1d(first * (N_MELS // 2), second, 3, 2, bias=False),
            nn.BatchNorm1d(second),
            nn.ReLU(),
            nn.Dropout(config.dropout / 2),
            nn.Conv1d(second, config.hidden, 3, bias=False),
            nn.BatchNorm1d(config.hidden),
            nn.ReLU(),
            nn.Dropout(config.dropout / 2),
        )
        self.gru = nn.GRU(config.hidden, config.hidden, batch_first=True) if config.recurrent else None
        self.query = nn.Linear(config.hidden, config.attention) if config.attention else None
        self.score = nn.Linear(config.attention, 1, bias=False) if config.attention else None
        self.dropout = nn.Dropout(config.dropout)
        self.classifier = nn.Linear(2 * config.hidden, len(config.classes))

    def initial_state(self, n: int) -> Tensor:
        """(n, S) before anything was heard."""
        return torch.zeros(n, self.config.state_size)

    def forward(self, x: Tensor, state: Tensor) -> VoiceStep:
        """One piece of each of B utterances.

        Args:
            x: (B, CONTEXT + STRIDE * n, 48) from `features.relative`.
            state: (B, S).
        """
        hidden = self.config.hidden
        remembered, weight, first, second = state.split([hidden, 1, hidden, hidden], dim=1)
        features = self.bands(x.unsqueeze(1)).transpose(2, 3).flatten(1, 2)  # (B, channels * bands, time)
        features = self.moments(features).transpose(1, 2)
        if self.gru is not None:
            features, last = self.gru(features, remembered.unsqueeze(0).contiguous())
            remembered = last.squeeze(0)
        weights = self._weights(features)
        weight = weight.unsqueeze(1) + weights.cumsum(1)
        first = first.unsqueeze(1) + (weights * features).cumsum(1)
        second = second.unsqueeze(1) + (weights * features.square()).cumsum(1)
        mean = first / weight
        deviation = (second / weight - mean.square()).clamp_min(1e-5).sqrt()
        logits = self.classifier(self.dropout(torch.cat([mean, deviation], dim=2)))
        return VoiceStep(logits, torch.cat([remembered, weight[:, -1], first[:, -1], second[:, -1]], dim=1))

    def _weights(self, features: Tensor) -> Tensor:
        """(B, n, H) -> (B, n, 1) positive."""
        if self.query is None or self.score is None:
            return torch.ones_like(features[:, :, :1])
        scores: Tensor = self.score(torch.tanh(self.query(features)))
        return scores.clamp(-_LARGEST_SCORE, _LARGEST_SCORE).exp()


class Summary(nn.Module):
    """Statistics of an utterance -> logits: one linear layer.

    Attributes:
        mean, deviation: (N_STATISTICS,) of the utterances that it learned from.
    """

    mean: Tensor
    deviation: Tensor

    def __init__(self, n_classes: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(N_STATISTICS))
        self.register_buffer("deviation", torch.ones(N_STATISTICS))
        self.classifier = nn.Linear(N_STATISTICS, n_classes)

    def forward(self, statistics: Tensor) -> Tensor:
        """(B, N_STATISTICS) -> (B, C)."""
        scaled = ((statistics - self.mean) / self.deviation).clamp(-_FURTHEST, _FURTHEST)
        logits: Tensor = self.classifier(scaled)
        return logits


class VoiceRecogniser(nn.Module):
    """Both: what the network says and what the statistics say are added."""

    def __init__(self, config: VoiceNetworkConfig) -> None:
        super().__init__()
        self.network, self.summary = VoiceNetwork(config), Summary(len(config.classes))

    def forward(self, x: Tensor, state: Tensor, statistics: Tensor) -> VoiceStep:
        """One piece of each of B utterances.

        Args:
            x, state: As for `VoiceNetwork`.
            statistics: (B, N_STATISTICS) of each until the end of the piece.
        """
        step = self.network(x, state)
        return VoiceStep(step.logits + self.summary(statistics).unsqueeze(1), step.state)


def multiply_adds_per_s(config: VoiceNetworkConfig) -> int:
    """Multiply-adds for a second of sound."""
    first, second = config.widths
    bands = N_MELS // 2
    per_step = 2 * bands * first * 25 + 3 * (bands * first * second + second * config.hidden)
    per_step += 6 * config.hidden**2 if config.recurrent else 0
    per_step += (config.hidden + 1) * config.attention + 2 * config.hidden * len(config.classes)
    return round(per_step / (STRIDE * HOP_S))

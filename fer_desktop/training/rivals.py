"""Other ways to follow a face over time, to compare the GRU with: smoothing, an LSTM, attention.

Each sees features, logits and the time since the last step, and turns the CNN's answers so far into one, as
`network.TemporalHead` does, so that all are trained and measured by the same code:

- `LstmHead`: the same low-pass filter, whose rate an LSTM gives (Hochreiter and Schmidhuber 1997, Neural Computation
  9(8)); time enters as an input, since its gates know nothing of it.
- `AttentionHead`: the answer is a weighted mean of the CNN's answers of the last steps; the weights are those of one
  head of scaled dot-product attention (Vaswani et al. 2017, arXiv 1706.03762), minus a learned rate times the age
  (as the linear biases of Press et al. 2022, arXiv 2108.12409, in seconds instead of positions).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fer_desktop.core.expressions import N_EXPRESSIONS
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import TemporalHead

_LOG_RATE = (-1.0, 5.0)  # as the GRU's
_SMALLEST = 1e-8
_STEPS = 64  # that attention can look back
_LONG_AGO_S = 1e3  # age of a step that never was


class LstmHead(nn.Module):
    """A low-pass filter whose rate an LSTM gives."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self._hidden = config.hidden
        self.squeeze = nn.Linear(config.widths[-1], config.hidden)
        self.cell = nn.LSTMCell(config.hidden + 2 * N_EXPRESSIONS + 1, config.hidden)
        self.rate = nn.Linear(config.hidden, 1)

    def initial_state(self, n_faces: int) -> Tensor:
        """(n_faces, S) zeros; go with an infinite `dt_s`."""
        return torch.zeros(n_faces, 2 * self._hidden + N_EXPRESSIONS)

    def forward(self, features: Tensor, raw: Tensor, state: Tensor, dt_s: Tensor) -> tuple[Tensor, Tensor]:
        """One step: (B, C), (B, 8), (B, S), (B, 1) -> logits (B, 8), state (B, S)."""
        is_first = torch.isinf(dt_s)
        state = torch.where(is_first, torch.zeros_like(state), state)
        hidden, cell, answer = state.split([self._hidden, self._hidden, N_EXPRESSIONS], dim=1)
        now = raw.softmax(dim=1)
        answer = torch.where(is_first, now, answer)
        step = torch.where(is_first, torch.zeros_like(dt_s), dt_s)
        x = torch.cat([F.relu(self.squeeze(features)), F.log_softmax(raw, dim=1), now - answer, 10 * step], dim=1)
        hidden, cell = self.cell(x, (hidden, cell))
        rate = torch.exp(self.rate(hidden).clamp(*_LOG_RATE))
        answer = answer + (1 - torch.exp(-rate * step)) * (now - answer)
        return answer.clamp_min(_SMALLEST).log(), torch.cat([hidden, cell, answer], dim=1)


class AttentionHead(nn.Module):
    """A weighted mean of the last answers of the CNN."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self._size = config.hidden
        n_in = config.widths[-1] + N_EXPRESSIONS
        self.query, self.key = nn.Linear(n_in, config.hidden), nn.Linear(n_in, config.hidden)
        self.rate = nn.Linear(n_in, 1)
        nn.init.constant_(self.rate.bias, 2.0)

    def initial_state(self, n_faces: int) -> Tensor:
        """(n_faces, S): keys, answers and ages of the last steps, none of which were."""
        state = torch.zeros(n_faces, _STEPS, self._size + N_EXPRESSIONS + 1)
        state[:, :, -1] = _LONG_AGO_S
        return state.flatten(1)

    def forward(self, features: Tensor, raw: Tensor, state: Tensor, dt_s: Tensor) -> tuple[Tensor, Tensor]:
        """One step: (B, C), (B, 8), (B, S), (B, 1) -> logits (B, 8), state (B, S)."""
        n = len(features)
        past = state.view(n, _STEPS, -1)
        age = past[:, :, -1:] + dt_s[:, None].clamp_max(_LONG_AGO_S)
        past = torch.cat([past[:, :, :-1], age], dim=2)
        x = torch.cat([features, F.log_softmax(raw, dim=1)], dim=1)
        now = torch.cat([self.key(x), raw.softmax(dim=1), torch.zeros_like(dt_s)], dim=1)[:, None]
        past = torch.cat([past[:, 1:], now], dim=1)
        keys, answers, age = past.split([self._size, N_EXPRESSIONS, 1], dim=2)
        match = (keys @ self.query(x)[:, :, None])[..., 0] / self._size**0.5
        rate = torch.exp(self.rate(x).clamp(*_LOG_RATE))
        weight = (match - rate * age[..., 0]).softmax(dim=1)
        answer = (weight[:, None] @ answers)[:, 0]
        return answer.clamp_min(_SMALLEST).log(), past.flatten(1)


Head = TemporalHead | LstmHead | AttentionHead
HEADS: dict[str, type[TemporalHead] | type[LstmHead] | type[AttentionHead]] = {
    "GRU": TemporalHead,
    "LSTM": LstmHead,
    "attention": AttentionHead,
}

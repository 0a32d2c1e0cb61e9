from __future__ import annotations

import numpy as np
import torch

from fer_desktop.vision.explain import explain_face
from fer_desktop.vision.network import NetworkOutput


class OneCornerNetwork:
    """Says happiness when the upper left corner is brighter than the rest, else neutral."""

    def initial_state(self, n):
        return torch.zeros(n, 1)

    def __call__(self, x, state, dt):
        logits = torch.zeros(len(x), 8)
        logits[:, 1] = 0.5 * x[:, 0, :10, :10].mean(dim=(1, 2))
        return NetworkOutput(logits, logits, state)


def test_the_heat_is_where_the_decision_rests():
    crop = np.full((48, 48), 60, np.uint8)
    crop[:10, :10] = 250
    explanation = explain_face(OneCornerNetwork(), crop)
    assert explanation.scores.top == "happiness"
    assert explanation.heat.shape == (48, 48)
    y, x = np.unravel_index(explanation.heat.argmax(), explanation.heat.shape)
    assert max(x, y) < 12
    assert explanation.heat[30:, 30:].max() < 0.2 * explanation.heat.max()
    assert explanation.heat[5, 5] > 0.5 * explanation.heat.max()

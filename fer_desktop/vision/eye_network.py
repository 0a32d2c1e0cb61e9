"""The network of one eye: where it looks, and how far its lids are open."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fer_desktop.vision.eye_manifest import EyeNetworkConfig

N_OUTPUTS = 4
_LOG_ERROR = (-4.5, 0.5)  # of the expected error; 0.6 to 95 degrees


class EyeNetwork(nn.Module):
    """Four convolutions that halve the sides, then two layers that also know how the head is turned.

    The head counts because the same eye looks elsewhere in a turned head, and because its corners are seen aslant.
    """

    def __init__(self, config: EyeNetworkConfig) -> None:
        super().__init__()
        self.config = config
        layers: list[nn.Module] = []
        n_in = 1
        for i, n_out in enumerate(config.widths):
            layers += [nn.Conv2d(n_in, n_out, 3, 1 + (i > 0), 1, bias=False), nn.BatchNorm2d(n_out), nn.ReLU()]
            n_in = n_out
        self.convolutions = nn.Sequential(*layers)
        places = (config.height // 2 ** (len(config.widths) - 1)) * (config.width // 2 ** (len(config.widths) - 1))
        self.squeeze = nn.Conv2d(n_in, config.channels, 1)
        self.hidden = nn.Linear(config.channels * places + 2, config.hidden)
        self.dropout = nn.Dropout(config.dropout)
        self.out = nn.Linear(config.hidden, N_OUTPUTS)

    def forward(self, x: Tensor, head: Tensor) -> Tensor:
        """What B eyes show.

        Args:
            x: (B, 1, H, W), mean 0 and deviation 1, each like a right eye.
            head: (B, 2) yaw and pitch, radians; the yaw of a mirrored eye is mirrored.

        Returns:
            (B, 4): across and up, the parts of the unit vector of the gaze (of a mirrored eye mirrored); the
            logarithm of the width b of their error, radians, see `training.eyes.train`; opening of the lids, 0 or more.
        """
        maps = F.relu(self.squeeze(self.convolutions(x))).flatten(1)
        values = self.out(self.dropout(F.relu(self.hidden(torch.cat([maps, head], dim=1)))))
        gaze, error, opening = values.split([2, 1, 1], dim=1)
        return torch.cat([gaze.clamp(-1, 1), error.clamp(*_LOG_ERROR), F.softplus(4 * opening) / 4], dim=1)

from __future__ import annotations

import numpy as np
import torch


def crops_of(n: int, size_px: int = 48) -> torch.Tensor:
    rng = np.random.default_rng(1)
    return torch.from_numpy(rng.integers(0, 255, (n, size_px, size_px)).astype(np.float32))

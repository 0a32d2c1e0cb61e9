"""Values of a batch of pictures, from numpy to the device that draws."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def on_device(batch: DataclassInstance, device: torch.device) -> dict[str, Tensor]:
    """Every field as a tensor; those that are (B,) become (B, 1, 1), to go with pictures."""
    values = {}
    for field in fields(batch):
        value = torch.from_numpy(getattr(batch, field.name)).to(device)
        values[field.name] = value[:, None, None] if value.ndim == 1 else value
    return values

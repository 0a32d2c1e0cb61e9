"""Aligned crops as the network sees them, and what it says of them."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.training.data import FerPlus, RenderedFaces, crop_matrix
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.preprocess import network_input, warp_face

_EPSILON = 1.0  # as in `preprocess.network_input`


def standardised(crops: Tensor) -> Tensor:
    """(B, S, S) gray levels -> (B, 1, S, S), as `preprocess.network_input` does for arrays."""
    mean = crops.mean(dim=(1, 2), keepdim=True)
    deviation = crops.std(dim=(1, 2), keepdim=True, correction=0)
    return ((crops - mean) / (deviation + _EPSILON))[:, None]


def clean_crops(data: FerPlus, size_px: int) -> NDArray[np.uint8]:
    """(N, S, S) crops as in live use, without augmentation."""
    pairs = zip(data.images, data.matrices, strict=True)
    return np.stack([warp_face(image, crop_matrix(matrix, size_px), size_px) for image, matrix in pairs])


def clean_rendered(faces: RenderedFaces, size_px: int) -> NDArray[np.uint8]:
    """(N, S, S) crops of drawn faces, without augmentation."""
    matrix = crop_matrix(faces.matrix, size_px)
    return np.stack([warp_face(picture, matrix, size_px) for picture in faces.pictures])


@torch.no_grad()
def cnn_logits(cnn: FaceCnn, crops: NDArray[np.uint8], batch: int = 256) -> Tensor:
    """(N, 8) logits for (N, S, S) crops, computed on the device of the network."""
    device = next(cnn.parameters()).device
    cnn.eval()
    parts = [torch.from_numpy(network_input(crops[i : i + batch])) for i in range(0, len(crops), batch)]
    return torch.cat([cnn(part.to(device))[1].float().cpu() for part in parts])

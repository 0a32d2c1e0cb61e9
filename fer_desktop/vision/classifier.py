"""Aligned faces in, expression scores out, with one GRU state for each face. Runs in one thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from fer_desktop.core.expressions import ExpressionScores
from fer_desktop.vision.network import ExpressionNetwork
from fer_desktop.vision.preprocess import network_input

GAP_LIMIT_S = 1.0  # a face that was away for longer starts with no past


@dataclass(frozen=True, slots=True, eq=False)
class FaceScores:
    """Scores of one face: the CNN on this frame, and CNN and GRU with its past."""

    raw: ExpressionScores
    scores: ExpressionScores


@dataclass(slots=True)
class _Past:
    state: Tensor  # (hidden,)
    time_s: float


class ExpressionClassifier:
    """Scores faces of one stream; all faces of a frame go through the network as one batch."""

    def __init__(self, network: ExpressionNetwork, device: torch.device) -> None:
        self._network = network.to(device).eval()
        self._device = device
        self._pasts: dict[int, _Past] = {}

    @property
    def input_px(self) -> int:
        """Side of the crops it wants."""
        return self._network.config.input_px

    def classify(self, crops: NDArray[np.uint8], track_ids: Sequence[int], time_s: float) -> list[FaceScores]:
        """Scores of the faces of one frame.

        Args:
            crops: (B, S, S) gray, one for each face.
            track_ids: Which face each crop shows.
            time_s: Time of the frame.
        """
        if not len(crops):
            return []
        pasts = [self._past(track_id, time_s) for track_id in track_ids]
        states = torch.stack([past.state for past in pasts])
        steps = torch.tensor([[time_s - past.time_s] for past in pasts], dtype=torch.float32, device=self._device)
        with torch.inference_mode():
            x = torch.from_numpy(network_input(crops)).to(self._device)
            output = self._network(x, states, steps)
            raw = output.raw.softmax(dim=1).cpu().numpy()
            scores = output.logits.softmax(dim=1).cpu().numpy()
        for track_id, state in zip(track_ids, output.state, strict=True):
            self._pasts[track_id] = _Past(state, time_s)
        return [
            FaceScores(ExpressionScores.from_array(r), ExpressionScores.from_array(s))
            for r, s in zip(raw, scores, strict=True)
        ]

    def keep_only(self, track_ids: Collection[int]) -> None:
        """Drop the state of every other face: its track has ended."""
        self._pasts = {track_id: past for track_id, past in self._pasts.items() if track_id in track_ids}

    def _past(self, track_id: int, time_s: float) -> _Past:
        past = self._pasts.get(track_id)
        if past is None or time_s - past.time_s > GAP_LIMIT_S:
            return _Past(self._network.initial_state(1)[0].to(self._device), -np.inf)
        return past

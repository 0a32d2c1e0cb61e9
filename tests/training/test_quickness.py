"""Which quickness is chosen, and by what."""

import numpy as np
import pytest
import torch

from fer_desktop.training import quickness
from fer_desktop.training.against_smoothing import RATIOS
from fer_desktop.training.clips import Clip
from fer_desktop.training.render.motion import MovingFaces
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import FaceCnn, TemporalHead

CONFIG = NetworkConfig(input_px=16, widths=(4, 8), hidden=6)


@pytest.mark.parametrize(
    ("ratios", "chosen"),
    [
        ({0.0: (0.9, 0.95), 0.25: (0.9, 0.9), 0.5: (0.97, 0.2)}, 0.25),  # the worst counts
        ({0.0: (0.90, 0.9), 0.25: (0.91, 0.6), 0.5: (0.93, 0.6)}, 0.25),  # the quickest that is nearly as good
        ({0.0: (0.3, 0.4), 0.5: (0.8, 0.7), 2.0: (0.84, 0.85), 2.5: (0.7, 0.86)}, 2.0),  # the quickest of the good
        ({0.5: (0.6, None)}, 0.5),  # smoothing never gets there
    ],
)
def test_the_quickest_is_taken_whose_worst_ratio_is_good_enough(monkeypatch, ratios, chosen):
    head = TemporalHead(CONFIG)
    learned = head.rate.bias.item()

    def figures(_tracks):
        now = round(head.rate.bias.item() - learned, 2)
        return dict(zip(RATIOS, ratios.get(now, (2.0, 2.0)), strict=True))

    monkeypatch.setattr(quickness, "figures_of", figures)
    monkeypatch.setattr(quickness, "follow", lambda *_: None)
    track = (torch.zeros(0), torch.zeros(0)), np.empty(0), np.empty(0)
    assert quickness.choose_quickness(head, [[track], []]) == chosen
    assert head.rate.bias.item() == pytest.approx(learned + chosen)


def test_clips_have_noise_and_drawn_faces_are_there_with_it_and_without():
    crops, times = np.full((3, 16, 16), 128, np.uint8), np.arange(3) / 25
    labels = np.eye(8, dtype=np.float32)[[0, 1, 1]]
    moving = MovingFaces(crops[None], times[None], labels[None], np.array(["calm"]))
    torch.manual_seed(1)
    cnn = FaceCnn(CONFIG).eval()
    kinds = quickness.tracks_to_choose_by(cnn, [Clip(crops, times, labels)], [moving], seed=1)
    plain = cnn(torch.zeros(3, 1, 16, 16))[1]  # an even crop is 0 everywhere
    said = [kind[0][0][1] for kind in kinds]
    assert [torch.allclose(raw, plain, atol=1e-5) for raw in said] == [False, True, False]
    assert all((kind[0][2] == labels).all() for kind in kinds)

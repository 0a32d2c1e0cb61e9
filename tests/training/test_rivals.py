from __future__ import annotations

import pytest
import torch

from fer_desktop.training.rivals import HEADS
from fer_desktop.vision.manifest import NetworkConfig

CONFIG = NetworkConfig()


@pytest.fixture(params=sorted(HEADS))
def head(request):
    torch.manual_seed(3)
    return HEADS[request.param](CONFIG).eval()


def steps(head, raw, dt_s):
    """(T, 8) answers to (T, 8) logits at steps of (T,) seconds, for one face whose features stay the same."""
    state, features, answers = head.initial_state(1), torch.ones(1, CONFIG.widths[-1]), []
    with torch.inference_mode():
        for logits, step in zip(raw, dt_s, strict=True):
            answer, state = head(features, logits[None], state, step[None, None])
            answers.append(answer.softmax(dim=1)[0])
    return torch.stack(answers)


def test_the_first_step_and_one_after_a_long_gap_are_the_answer_of_the_cnn(head):
    raw = torch.randn(4, 8)
    dt_s = torch.tensor([torch.inf, 0.03, 0.03, torch.inf])
    answers = steps(head, raw, dt_s)
    assert answers[[0, 3]].numpy() == pytest.approx(raw[[0, 3]].softmax(dim=1).numpy(), abs=1e-4)


def test_answers_are_probabilities_between_those_that_the_cnn_gave(head):
    raw = 3 * torch.randn(90, 8)  # longer than attention looks back
    answers = steps(head, raw, torch.tensor([torch.inf] + [0.03] * 89))
    assert answers.sum(dim=1).numpy() == pytest.approx(1, abs=1e-4)
    said = raw.softmax(dim=1)
    assert (answers <= said.amax(dim=0) + 1e-4).all()
    assert (answers >= said.amin(dim=0) - 1e-4).all()


def test_one_odd_frame_moves_the_answer_less_than_the_cnn(head):
    raw = torch.zeros(6, 8)
    raw[:, 0] = 4
    raw[3, 0], raw[3, 1] = 0, 4
    calm = steps(head, raw, torch.tensor([torch.inf] + [0.03] * 5))
    assert calm[3, 1] < raw[3].softmax(dim=0)[1] - 0.05

from __future__ import annotations

import numpy as np
import pytest
import torch

from fer_desktop.core.types import Frame
from fer_desktop.facts import decoded, encoded
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import ExpressionNetwork, TimeGru, count_multiply_adds

CONFIG = NetworkConfig()


@pytest.fixture(scope="module")
def network() -> ExpressionNetwork:
    torch.manual_seed(0)
    return ExpressionNetwork(CONFIG).eval()


def states(n):
    """What the GRU could remember of n faces, and an answer until now."""
    return torch.cat([torch.randn(n, CONFIG.hidden).tanh(), torch.rand(n, 8).softmax(dim=1)], dim=1)


def test_the_first_step_is_the_cnn_alone_and_a_still_face_stays_so(network):
    x, state = torch.randn(3, 1, 48, 48), network.initial_state(3)
    for step_s in (torch.inf, 0.03, 0.2, 0.01):
        output = network(x, state, torch.full((3, 1), step_s))
        state = output.state
        assert torch.allclose(output.logits.softmax(dim=1), output.raw.softmax(dim=1), atol=1e-5)


def test_the_answer_goes_towards_the_cnn_and_never_past_it(network):
    before, now = torch.randn(1, 1, 48, 48), torch.randn(1, 1, 48, 48) * 3
    first = network(before, network.initial_state(1), torch.full((1, 1), torch.inf))
    answers = [network(now, first.state, torch.full((1, 1), step_s)) for step_s in (0.01, 0.1, 1.0)]
    wanted = answers[0].raw.softmax(dim=1)
    far = [(answer.logits.softmax(dim=1) - wanted).abs().sum().item() for answer in (first, *answers)]
    assert far == sorted(far, reverse=True)
    assert answers[0].logits.softmax(dim=1).sum().item() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_shapes(network, n):
    output = network(torch.randn(n, 1, 48, 48), network.initial_state(n), torch.full((n, 1), torch.inf))
    assert output.raw.shape == output.logits.shape == (n, 8)
    assert output.state.shape == network.initial_state(n).shape


def test_the_network_stays_within_its_budget(network):
    assert count_multiply_adds(CONFIG) <= 200e6
    assert sum(p.numel() for p in network.parameters()) <= 3e6


def test_a_batch_gives_what_single_faces_give(network):
    x, state, dt = torch.randn(4, 1, 48, 48), states(4), torch.rand(4, 1)
    together = network(x, state, dt)
    for i in range(4):
        alone = network(x[i : i + 1], state[i : i + 1], dt[i : i + 1])
        assert torch.allclose(together.logits[i], alone.logits[0], atol=1e-5)


def test_an_infinite_step_forgets_the_past(network):
    x, far = torch.randn(1, 1, 48, 48), torch.full((1, 1), torch.inf)
    from_nothing = network(x, network.initial_state(1), far)
    from_something = network(x, states(1), far)
    assert torch.equal(from_nothing.logits, from_something.logits)


def test_no_time_changes_nothing(network):
    state = states(1)
    output = network(torch.randn(1, 1, 48, 48), state, torch.zeros(1, 1))
    assert torch.allclose(output.state, state)


def test_gradients_are_finite_also_for_a_first_step():
    torch.manual_seed(1)
    gru = TimeGru(6, 5)
    state = torch.zeros(3, 5)
    for dt in (torch.inf, 0.04, 0.5):
        state = gru(torch.randn(3, 6), state, torch.full((3, 1), dt))
    state.sum().backward()
    assert all(torch.isfinite(p.grad).all() for p in gru.parameters())


@pytest.mark.parametrize("rate", [12, 25, 60])
def test_the_state_after_a_second_does_not_depend_on_the_frame_rate(rate):
    """The same changing input, seen at different rates: against 1,000 steps a second."""
    torch.manual_seed(2)
    gru = TimeGru(4, 8)

    def after_one_second(fps: int) -> torch.Tensor:
        state = gru(torch.zeros(1, 4), torch.zeros(1, 8), torch.full((1, 1), torch.inf))
        for i in range(fps):
            t = (i + 1) / fps
            x = torch.tensor([[np.sin(3 * t), np.cos(2 * t), t, 1.0]], dtype=torch.float32)
            state = gru(x, state, torch.full((1, 1), 1 / fps))
        return state

    with torch.inference_mode():
        assert torch.allclose(after_one_second(rate), after_one_second(1000), atol=0.04)


def test_config_survives_json():
    assert decoded(encoded(CONFIG), NetworkConfig) == CONFIG
    assert Frame(0, 0.0, np.zeros((2, 2, 3), np.uint8)).follows

"""The recogniser that ships: both forms say the same, and it is as small as promised."""

import io
import shutil

import numpy as np
import pytest
import torch

from fer_desktop.errors import WeightsMismatch
from fer_desktop.paths import voice_weights_dir
from fer_desktop.voice.analyzer import open_voice
from fer_desktop.voice.features import N_MELS
from fer_desktop.voice.manifest import CLASSES, read_voice_manifest
from fer_desktop.voice.network import VoiceRecogniser, multiply_adds_per_s
from fer_desktop.voice.runtime import CONTEXT, STRIDE, OnnxVoiceRuntime
from fer_desktop.voice.statistics import N_STATISTICS

FOLDER = voice_weights_dir()


@pytest.fixture(scope="module")
def recogniser() -> VoiceRecogniser:
    manifest = read_voice_manifest(FOLDER)
    recogniser = VoiceRecogniser(manifest.network)
    recogniser.load_state_dict(torch.load(io.BytesIO(manifest.torch.read(FOLDER)), weights_only=True))
    return recogniser.eval()


def spectra(n: int) -> np.ndarray:
    return np.random.default_rng(3).uniform(-2, 2.5, (CONTEXT + STRIDE * n, N_MELS)).astype(np.float32)


def test_torch_and_the_graph_say_the_same(recogniser):
    runtime = OnnxVoiceRuntime(FOLDER, read_voice_manifest(FOLDER))
    x, state = spectra(12), np.zeros(recogniser.network.config.state_size, np.float32)
    told = np.random.default_rng(4).normal(0, 3, N_STATISTICS).astype(np.float32)
    answers = runtime.step(x, state, told)
    with torch.inference_mode():
        said = recogniser(*(torch.from_numpy(part)[None] for part in (x, state, told)))
    assert answers.logits.shape == (12, len(CLASSES))
    assert np.allclose(answers.logits, said.logits[0].numpy(), atol=1e-4)


def test_the_weights_say_what_they_said_when_they_were_written():
    """Golden: the last logits, from both parts; tolerance for different builds of ONNX Runtime."""
    manifest = read_voice_manifest(FOLDER)
    runtime = OnnxVoiceRuntime(FOLDER, manifest)
    told = np.random.default_rng(4).normal(0, 3, N_STATISTICS).astype(np.float32)
    said = runtime.step(spectra(12), np.zeros(manifest.network.state_size, np.float32), told).logits[-1]
    assert said == pytest.approx([-6.99, -1.49, 10.00, -4.55, 5.44, 3.63, -6.69], abs=0.02)


def test_pieces_and_the_whole_say_the_same(recogniser):
    network, x = recogniser.network, torch.from_numpy(spectra(30))[None]
    with torch.inference_mode():
        whole = network(x, network.initial_state(1)).logits
        state, parts = network.initial_state(1), []
        for at in (0, 7, 8, 20):
            end = {0: 7, 7: 8, 8: 20, 20: 30}[at]
            step = network(x[:, STRIDE * at : CONTEXT + STRIDE * end], state)
            state = step.state
            parts.append(step.logits)
    assert torch.allclose(torch.cat(parts, dim=1), whole, atol=1e-5)


def test_it_is_small(recogniser):
    assert sum(p.numel() for p in recogniser.parameters()) < 1_000_000
    assert multiply_adds_per_s(recogniser.network.config) < 50e6


def test_other_files_are_refused(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "voice")
    graph = folder / read_voice_manifest(folder).onnx.file
    graph.write_bytes(graph.read_bytes()[:-1])
    with pytest.raises(WeightsMismatch):
        open_voice(folder)


def test_without_a_recogniser_the_rest_works(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "voice")
    (folder / "manifest.json").unlink()
    assert open_voice(folder).model.model_id == ""

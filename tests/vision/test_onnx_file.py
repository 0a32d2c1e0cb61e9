"""Files of ONNX, read and given a further output without the library of ONNX; compared with it where it is there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fer_desktop.adaptation import examples
from fer_desktop.adaptation.examples import FeatureReader
from fer_desktop.errors import WeightsMissing
from fer_desktop.onnx_session import open_bytes
from fer_desktop.paths import weights_dir
from fer_desktop.vision.manifest import read_manifest
from fer_desktop.vision.onnx_file import linear_layer, with_output
from fer_desktop.vision.preprocess import network_input

NAMES = ("cnn.classifier.weight", "cnn.classifier.bias")


@pytest.fixture(scope="module")
def data():
    return read_manifest(weights_dir()).onnx.read(weights_dir())


def test_the_last_layer_and_what_it_takes_are_found(data):
    onnx = pytest.importorskip("onnx")
    layer = linear_layer(data, *NAMES)
    graph = onnx.load_from_string(data).graph
    known = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    assert (layer.weight == known[NAMES[0]]).all() and (layer.bias == known[NAMES[1]]).all()
    (node,) = [node for node in graph.node if NAMES[0] in node.input]
    assert layer.takes == node.input[0]
    longer = onnx.load_from_string(with_output(data, layer.takes)).graph
    assert [one.name for one in longer.output] == [*(one.name for one in graph.output), layer.takes]


def test_the_features_are_those_that_the_last_layer_takes(data):
    layer = linear_layer(data, *NAMES)
    session = open_bytes(with_output(data, layer.takes), 1)
    x = network_input(np.random.default_rng(0).integers(0, 255, (3, 64, 64)).astype(np.uint8))
    state_size = read_manifest(weights_dir()).network.state_size
    given = {"x": x, "state": np.zeros((3, state_size), np.float32), "dt_s": np.full((3, 1), np.inf, np.float32)}
    raw, features = session.run(["raw", layer.takes], given)
    assert features @ layer.weight.T + layer.bias == pytest.approx(raw, abs=1e-4)


def test_the_reader_of_features_gives_what_torch_gives():
    torch = pytest.importorskip("torch")
    from fer_desktop.vision.weights import load_network

    crops = np.random.default_rng(1).integers(0, 255, (70, 64, 64)).astype(np.uint8)
    with torch.inference_mode():
        expected = load_network(weights_dir())[0].cnn(torch.from_numpy(network_input(crops)))[0].numpy().mean(axis=0)
    assert FeatureReader(weights_dir()).features(crops) == pytest.approx(expected, abs=1e-5)


def test_what_is_no_file_of_onnx_is_refused(data):
    for broken in (data[: len(data) // 2], b"", b"\x07\x01", data + data):
        with pytest.raises(ValueError, match=r"."):
            linear_layer(broken, *NAMES)
    with pytest.raises(ValueError, match="no layer"):
        linear_layer(data, "other.weight", "other.bias")


def test_weights_that_were_not_exported_say_so(tmp_path, monkeypatch):
    manifest = replace(read_manifest(weights_dir()), onnx=None)
    monkeypatch.setattr(examples, "read_manifest", lambda _: manifest)
    with pytest.raises(WeightsMissing, match="ONNX"):
        FeatureReader(tmp_path)

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch

from fer_desktop.capture.demo.source import DemoOptions, DemoSource
from fer_desktop.errors import DataError
from fer_desktop.training.augment import Jitter, degraded, jittered, mixed, restyled, warp
from fer_desktop.training.baselines import reference_logits
from fer_desktop.training.batches import Batches, sampling_weights
from fer_desktop.training.clips import Clip, reference, unhurried
from fer_desktop.training.crops import standardised
from fer_desktop.training.data import FerPlus, RenderedFaces, crop_matrix, load_fer_plus, load_rendered, save_rendered
from fer_desktop.training.locating import locate_faces
from fer_desktop.training.lower_neutral import lower_neutral
from fer_desktop.training.options import TrainOptions
from fer_desktop.training.photographs import calibrated, readout_of
from fer_desktop.training.render.motion import MovingFaces
from fer_desktop.training.sequences import make_clip_sequence, make_sequence
from fer_desktop.training.temporal import motion_features
from fer_desktop.training.train import Trainer, memory_format
from fer_desktop.training.turned import turned
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.runtime import LastLayer
from tests.training.helpers import crops_of


@pytest.fixture
def archive(tmp_path):
    """Twelve images with hand-made votes, and where their faces are."""
    rng = np.random.default_rng(1)
    votes = np.zeros((12, 10), np.uint8)
    votes[:, 0] = 10
    votes[1] = [1, 8, 1, 0, 0, 0, 0, 0, 0, 0]  # single votes are outliers
    votes[2] = [5, 5, 0, 0, 0, 0, 0, 0, 0, 0]  # no majority
    votes[3] = [2, 0, 0, 0, 0, 0, 0, 0, 8, 0]  # unknown
    votes[4] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 10]  # not a face
    path = tmp_path / "ferplus.npz"
    np.savez(path, X=rng.integers(0, 255, (12, 48, 48)).astype(np.uint8), V=votes, S=np.array([0] * 8 + [1, 1, 2, 2]))
    unit = np.tile(np.array([[1 / 48, 0, 0.5 / 48 - 0.5], [0, 1 / 48, 0.5 / 48 - 0.5]]), (12, 1, 1))
    np.savez(tmp_path / "aligned.npz", matrices=unit, found=np.ones(12, bool))
    return path


def test_votes_become_soft_labels_under_the_protocol(archive):
    data = load_fer_plus(archive, archive.parent / "aligned.npz", "training")
    assert len(data.images) == 6  # without unknown and not-a-face
    assert data.labels[1].tolist() == [0, 1, 0, 0, 0, 0, 0, 0]
    assert data.labels[2].tolist() == [0.5, 0.5, 0, 0, 0, 0, 0, 0]
    assert data.majority.tolist() == [True, True, False, True, True, True]
    assert len(load_fer_plus(archive, archive.parent / "aligned.npz", "test").images) == 2


def test_missing_data_is_named(archive):
    with pytest.raises(DataError, match=r"nowhere\.npz"):
        load_fer_plus(archive, archive.parent / "nowhere.npz", "test")


def test_a_crop_matrix_scales_about_pixel_centres():
    unit = np.array([[1 / 48, 0, 0.5 / 48 - 0.5], [0, 1 / 48, 0.5 / 48 - 0.5]])
    assert crop_matrix(unit, 48) == pytest.approx(np.array([[1, 0, 0], [0, 1, 0]]), abs=1e-9)


def test_faces_are_located_and_missing_ones_take_the_mean():
    source = DemoSource(DemoOptions())
    source.open()
    image = source.read().image[130:430, 175:475]
    small = np.stack([image[::6, ::6].mean(axis=2).astype(np.uint8)[:48, :48]] * 2 + [np.zeros((48, 48), np.uint8)])
    matrices, found = locate_faces(small)
    assert found.tolist() == [True, True, False]
    assert matrices[2] == pytest.approx(matrices[:2].mean(axis=0))


def test_augmentation_keeps_shape_and_repeats_with_its_seed():
    crops = crops_of(60)
    one, other = (degraded(crops, torch.Generator().manual_seed(3)) for _ in range(2))
    assert one.shape == crops.shape
    assert torch.equal(one, other)
    assert one.min() >= 0
    assert one.max() <= 255
    changed = (one != crops).flatten(1).any(dim=1).sum()
    assert 30 < changed <= 60
    still = jittered(torch.eye(2, 3)[None], 48, Jitter(0, 0, 0, 0), torch.Generator().manual_seed(3))
    assert abs(torch.linalg.det(still[0, :, :2])) == pytest.approx(1)


def test_a_crop_of_a_whole_image_is_the_image():
    ramp = torch.arange(48).repeat(48, 1).to(torch.uint8)[None]
    same = warp(ramp, torch.eye(2, 3)[None], 48)
    assert same[0, :, 1:-1] == pytest.approx(ramp[0, :, 1:-1].numpy(), abs=1e-3)
    half = torch.tensor([[[0.5, 0, -0.25], [0, 0.5, -0.25]]])
    assert warp(ramp, half, 24)[0, 5] == pytest.approx(np.arange(24) * 2 + 0.5, abs=1e-3)


def test_standardised_crops_are_those_of_live_use():
    from fer_desktop.vision.preprocess import network_input

    crops = crops_of(4, 64).round()
    assert standardised(crops).numpy() == pytest.approx(network_input(crops.numpy().astype(np.uint8)), abs=1e-4)


def test_rare_expressions_are_drawn_more_often():
    labels = np.repeat(np.eye(8, dtype=np.float32)[[0, 4]], [90, 10], axis=0)
    labels = np.vstack([labels, np.eye(8, dtype=np.float32)])
    even = sampling_weights(labels, 1.0)
    assert even[:90].sum() == pytest.approx(even[90:100].sum(), rel=0.3)
    assert np.ptp(sampling_weights(labels, 0.0)) == pytest.approx(0)


def test_sequences_are_sound(archive):
    data = load_fer_plus(archive, archive.parent / "aligned.npz", "training")
    for seed in range(5):
        sequence = make_sequence(data, np.ones(len(data.labels)), 30, 48, np.random.default_rng(seed))
        assert sequence.crops.shape == (30, 48, 48)
        assert np.isinf(sequence.steps_s[0])
        assert (sequence.steps_s[1:] > 0).all()
        assert sequence.targets.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert isinstance(data, FerPlus)


def test_clip_sequences_keep_the_clips_own_answers_and_time():
    times = np.cumsum(np.full(90, 1 / 30))
    answers = np.eye(8, dtype=np.float32)[np.arange(90) // 12 % 8]
    clip = Clip(np.random.default_rng(0).integers(0, 255, (90, 48, 48)).astype(np.uint8), times, answers)
    for seed in range(20):
        sequence = make_clip_sequence(clip, 48, np.random.default_rng(seed))
        assert sequence.crops.shape == (48, 48, 48)
        assert np.isinf(sequence.steps_s[0])
        assert (sequence.steps_s[1:] > 0).all()
        assert sequence.targets.sum(axis=1) == pytest.approx(1)
    short = Clip(clip.crops[:5], times[:5], answers[:5])
    assert make_clip_sequence(short, 48, np.random.default_rng(0)).crops.shape == (48, 48, 48)


def test_the_reference_of_neutral_faces_does_not_know_that_neutral_was_lowered(archive):
    data = load_fer_plus(archive, archive.parent / "aligned.npz", "training")
    torch.manual_seed(1)
    cnn = FaceCnn(NetworkConfig(input_px=16, widths=(4, 8))).eval()
    before = np.array(reference_logits(data, cnn, 16, 10))
    lower_neutral(cnn, 1.0)
    after = np.array(reference_logits(data, cnn, 16, 10, lowered=1.0))
    assert after - after[0] == pytest.approx(before - before[0], abs=1e-3)


def test_mixing_keeps_light_and_votes_in_step():
    crops = torch.tensor([0.0, 200.0] * 50)[:, None, None].expand(-1, 4, 4)
    votes = torch.eye(8)[[0, 1] * 50]
    blended, shares, whole = mixed(crops, votes, 0.4, torch.Generator().manual_seed(1))
    assert shares.sum(dim=1).numpy() == pytest.approx(1, abs=1e-6)
    assert blended[:, 0, 0].numpy() == pytest.approx(200 * shares[:, 1].numpy(), abs=1e-3)
    assert torch.equal(blended[whole], crops[whole])
    assert 40 < whole.sum() < 80
    assert len(set(blended[~whole][:, 0, 0].tolist())) > 5


def test_restyling_lends_the_coarse_waves_and_leaves_the_rest():
    crops, styles = 0.3 * crops_of(6, 64) + 80, 0.2 * crops_of(3, 64).flip(1) + 60
    assert torch.equal(restyled(crops, styles, 0.0, torch.Generator().manual_seed(1)), crops)
    given = restyled(crops, styles, 1.0, torch.Generator().manual_seed(1))
    before, after = (torch.fft.rfft2(part).abs().numpy() for part in (crops, given))
    assert after[:, 4:-3, 4:] == pytest.approx(before[:, 4:-3, 4:], abs=1.0)
    assert np.abs(after[:, :4, :4] - before[:, :4, :4]).mean() > 10
    assert crops.mean() > given.mean() > styles.mean()
    half = restyled(crops.repeat(40, 1, 1), styles, 0.5, torch.Generator().manual_seed(2))
    assert 90 < (half != crops.repeat(40, 1, 1)).flatten(1).any(dim=1).sum() < 150


def test_drawn_faces_that_move_teach_what_they_show_or_what_the_network_says():
    rng = np.random.default_rng(4)
    crops = rng.integers(0, 255, (2, 5, 16, 16)).astype(np.uint8)
    times = np.tile(np.arange(5) / 25, (2, 1))
    labels = np.eye(8, dtype=np.float32)[rng.integers(0, 8, (2, 5))]
    faces = MovingFaces(crops, times, labels, np.array(["at rest", "blink"]))
    cnn = FaceCnn(NetworkConfig(input_px=16, widths=(4, 8))).eval()
    shown, said = motion_features(cnn, faces, "shown"), motion_features(cnn, faces, "said")
    assert torch.equal(shown.targets, torch.from_numpy(labels))
    assert torch.equal(shown.raw, said.raw)
    both = unhurried(cnn, crops[1])
    assert said.targets[1].numpy() == pytest.approx(reference(times[1], both), abs=1e-5)


def drawn_faces(n: int) -> RenderedFaces:
    rng = np.random.default_rng(2)
    expression = np.arange(n) % 8
    return RenderedFaces(
        pictures=rng.integers(0, 255, (n, 24, 24)).astype(np.uint8),
        labels=np.eye(8, dtype=np.float32)[expression],
        units=rng.uniform(0, 1, (n, 3)).astype(np.float32),
        expression=expression,
        strength=np.ones(n, np.float32),
        person=np.arange(n),
        names=("a", "b", "c"),
        field=1.3,
    )


def test_drawn_faces_are_kept_whole_and_joined(tmp_path):
    save_rendered(tmp_path / "one.npz", drawn_faces(8))
    save_rendered(tmp_path / "two.npz", drawn_faces(16))
    both = load_rendered([tmp_path / "one.npz", tmp_path / "two.npz"])
    assert both.pictures.shape == (24, 24, 24)
    assert both.names == ("a", "b", "c")
    assert both.matrix @ np.array([11.5, 11.5, 1]) == pytest.approx(0, abs=1e-9)
    (tmp_path / "no.npz").write_text("no")
    with pytest.raises(DataError, match="no rendered faces"):
        load_rendered([tmp_path / "no.npz"])


def test_a_run_learns_from_both_sources_and_goes_on_where_it_stopped(archive, tmp_path):
    photographs = load_fer_plus(archive, archive.parent / "aligned.npz", "training")
    options = TrainOptions(epochs=4, batch=6, adversary=0.1, mixing=0.4, peak_rate=0.01)
    config = NetworkConfig(input_px=16, widths=(4, 8))

    def trainer() -> Trainer:
        batches = Batches(photographs, drawn_faces(16), 16, options, torch.device("cpu"))
        return Trainer(config, options, batches, None, tmp_path)

    first = trainer()
    assert np.isfinite(first.train_epoch())
    first.save()
    again = trainer()
    again.resume()
    assert again.epoch == 1
    assert again.train_epoch() == pytest.approx(first.train_epoch(), abs=1e-5)
    first.save()
    other = trainer()
    other.start_from(tmp_path)
    assert other.epoch == 0
    assert all(torch.equal(v, first.average.state_dict()[k]) for k, v in other.cnn.state_dict().items())


def test_photographs_can_have_a_readout_of_their_own(archive, tmp_path):
    photographs = load_fer_plus(archive, archive.parent / "aligned.npz", "training")
    config, device = NetworkConfig(input_px=16, widths=(4, 8)), torch.device("cpu")
    learned = {}
    for apart in (0.0, 0.5, 1.0):
        options = TrainOptions(batch=6, peak_rate=0.05, apart=apart)
        batches = Batches(photographs, drawn_faces(16), 16, options, device)
        trainer = Trainer(config, options, batches, None, tmp_path / str(apart))
        before = trainer.photographs.weight.detach().clone()
        trainer.train_epoch()
        (tmp_path / str(apart)).mkdir()
        trainer.save()
        learned[apart] = (trainer.photographs.weight - before).abs().max().item()
    assert learned[0.0] < learned[0.5] < learned[1.0]  # weight decay alone moves the first
    run = tmp_path / "1.0"
    layer = readout_of(run, trainer.average)
    assert layer.weight.shape == (8, 8)
    with pytest.raises(DataError, match="not the run"):
        readout_of(run, FaceCnn(config))
    state = torch.load(run / "checkpoint.pt", weights_only=True)
    torch.save({name: value for name, value in state.items() if name != "photographs"}, run / "checkpoint.pt")
    with pytest.raises(DataError, match="--apart"):
        readout_of(run, trainer.average)


def test_the_readout_for_photographs_takes_in_how_often_expressions_occur():
    rng = torch.Generator().manual_seed(1)
    features, truth = torch.randn(400, 8, generator=rng), torch.randint(8, (400,), generator=rng)
    features += 2 * torch.eye(8)[truth]
    layer = LastLayer(5 * np.eye(8, dtype=np.float32), np.zeros(8, np.float32))  # too sure of itself
    frequency = torch.linspace(0, -3, 8)
    other = calibrated(layer, features @ torch.from_numpy(layer.weight), truth, frequency, 0.5)
    temperature = layer.weight[0, 0] / other.weight[0, 0]
    assert temperature > 1.5
    assert other.bias * temperature == pytest.approx(0.5 * frequency.numpy(), abs=1e-4)


@pytest.mark.skipif(torch.cuda.is_available(), reason="the fault is one of the CPU")
def test_channels_come_last_only_where_the_cpu_can_train_such_a_network():
    assert memory_format(NetworkConfig()) == torch.channels_last
    assert memory_format(NetworkConfig(widths=(8, 16))) == torch.contiguous_format


def test_turning_by_nothing_keeps_the_face():
    source = DemoSource(DemoOptions())
    source.open()
    image = source.read().image
    grid = np.linspace(-1, 1, 22)
    x, y = np.meshgrid(grid, grid)
    landmarks = np.column_stack([320 + 80 * x.ravel()[:468], 270 + 80 * y.ravel()[:468], 20 * x.ravel()[:468] ** 2])
    landmarks = landmarks.astype(np.float32)
    middle = np.s_[230:310, 260:380]
    same = turned(image, landmarks, 0.0)[middle].astype(int)
    assert np.abs(same - image[middle]).mean() < 6
    assert np.abs(turned(image, landmarks, 0.6)[middle] - same).mean() > 6


COMMANDS = (
    *("render.generate", "render.motion"),
    *("prepare", "train", "temporal", "evaluate", "finding", "turned", "clips"),
)


EXPLAINED = """
import contextlib, importlib, sys
for name in sys.argv[1:]:
    module = importlib.import_module(f"fer_desktop.training.{name}")
    sys.argv = [name, "--help"]
    with contextlib.suppress(SystemExit):
        module.main()
"""


def test_every_command_explains_itself():
    command = [sys.executable, "-c", EXPLAINED, *COMMANDS]  # in one process: each would load torch
    result = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    for name in COMMANDS:
        assert f"usage: python -m fer_desktop.training.{name}" in result.stdout

"""Figures of the voice: speakers that the networks did not know, from the answers that `protocol` kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import nn

from fer_desktop.core.voice import PIECE_S
from fer_desktop.training.metrics import expected_calibration_error
from fer_desktop.training.voice.answers import RECOGNISER, STATISTICS, WITHOUT_GRU, Way, answered, load_answers, recalls
from fer_desktop.training.voice.corpus import SPEAKERS
from fer_desktop.training.voice.protocol import VARIANTS
from fer_desktop.voice.manifest import CLASSES, VoiceNetworkConfig
from fer_desktop.voice.network import Summary, VoiceNetwork, VoiceRecogniser, multiply_adds_per_s

_RESAMPLES = 2000


def evaluate_voice(answers: Path, _weights: Path) -> dict[str, Any]:
    """Every variant that has answers, with the level of the whole utterance and as it was known live."""
    found: dict[str, Any] = {}
    for variant, (part, multiply_adds) in _parts().items():
        speakers = answered(answers, variant)
        if not speakers:
            continue
        found[variant] = {
            "speakers": len(speakers),
            "parameters": sum(p.numel() for p in part.parameters()),
            "multiply_adds_per_s": multiply_adds,
            "whole": _figures(answers, variant, "whole"),
            "live": _figures(answers, variant, "live"),
        }
        if variant != RECOGNISER and len(answered(answers, RECOGNISER)) >= len(speakers):
            found[variant]["less_than_shipped"] = _difference(answers, variant, speakers)
    if not found:
        raise FileNotFoundError(f"no answers in {answers}")
    return found


def _parts() -> dict[str, tuple[nn.Module, int]]:
    """What gave the answers, by name, and its multiply-adds for a second of sound; what ships comes first."""
    layer = Summary(len(CLASSES))
    of_layer = round(layer.classifier.weight.numel() / PIECE_S)
    shipped = VoiceNetworkConfig()
    parts: dict[str, tuple[nn.Module, int]] = {
        RECOGNISER: (VoiceRecogniser(shipped), multiply_adds_per_s(shipped) + of_layer),
        WITHOUT_GRU: (VoiceRecogniser(VARIANTS["attention"]), multiply_adds_per_s(VARIANTS["attention"]) + of_layer),
        STATISTICS: (layer, of_layer),
    }
    networks = {name: (VoiceNetwork(shape), multiply_adds_per_s(shape)) for name, shape in VARIANTS.items()}
    return parts | networks


def _figures(answers: Path, variant: str, way: Way) -> dict[str, Any]:
    logits, labels = load_answers(answers, variant, way)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    predicted = probabilities.argmax(axis=1)
    confusion = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
    np.add.at(confusion, (labels, predicted), 1)
    six = labels != CLASSES.index("boredom")
    among_six = probabilities[six][:, : len(CLASSES) - 1].argmax(axis=1)
    return {
        "n": len(labels),
        "uar": float(np.nanmean(recalls(predicted, labels))),
        "uar_interval": _interval(answers, variant, way),
        "uar_six": float(np.nanmean(recalls(among_six, labels[six]))),
        "accuracy": float((predicted == labels).mean()),
        "ece": expected_calibration_error(probabilities.max(axis=1), predicted == labels),
        "recall": dict(zip(CLASSES, recalls(predicted, labels).tolist(), strict=True)),
        "confusion": confusion.tolist(),
    }


def _interval(answers: Path, variant: str, way: Way) -> list[float]:
    """95% of the UAR when speakers are drawn again (bootstrap over people, Efron 1979)."""
    by_speaker = []
    for speaker in answered(answers, variant):
        logits, labels = load_answers(answers, variant, way, (speaker,))
        by_speaker.append((logits.argmax(axis=1), labels))
    rng = np.random.default_rng(1)
    draws = rng.integers(len(by_speaker), size=(_RESAMPLES, len(by_speaker)))
    values = [_uar_of([by_speaker[i] for i in draw]) for draw in draws]
    return [float(value) for value in np.quantile(values, [0.025, 0.975])]


def _difference(answers: Path, variant: str, speakers: tuple[str, ...]) -> list[float]:
    """By how much the UAR of what ships is above that of a variant, and 95% when the same speakers are drawn again."""
    pairs = []
    for speaker in speakers:
        both = [load_answers(answers, name, "whole", (speaker,)) for name in (RECOGNISER, variant)]
        pairs.append([(logits.argmax(axis=1), labels) for logits, labels in both])
    draws = np.random.default_rng(1).integers(len(pairs), size=(_RESAMPLES, len(pairs)))
    values = [_uar_of([pairs[i][0] for i in draw]) - _uar_of([pairs[i][1] for i in draw]) for draw in draws]
    whole = _uar_of([shipped for shipped, _ in pairs]) - _uar_of([other for _, other in pairs])
    return [whole, *(float(value) for value in np.quantile(values, [0.025, 0.975]))]


def _uar_of(parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> float:
    predicted, labels = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return float(np.nanmean(recalls(predicted, labels)))


def print_voice(result: dict[str, Any]) -> None:
    """As tables."""
    print("EmoDB, one speaker left out at a time; UAR over seven classes (chance 0.143)")
    print(f"{'':>14} speakers  parameters  M multiply-adds/s    UAR   95% over speakers   live UAR    ECE")
    for variant, one in result.items():
        whole, low_high = one["whole"], "{:.3f}-{:.3f}".format(*one["whole"]["uar_interval"])
        print(
            f"{variant:>14} {one['speakers']:5d}/{len(SPEAKERS)}  {one['parameters']:10,d}  "
            f"{one['multiply_adds_per_s'] / 1e6:17.2f}  {whole['uar']:.3f}  {low_high:>18}  "
            f"{one['live']['uar']:9.3f}  {whole['ece']:.3f}"
        )
    for variant, one in result.items():
        if "less_than_shipped" in one:
            print(f"{RECOGNISER} above {variant}: {{:+.3f}} ({{:+.3f}} to {{:+.3f}})".format(*one["less_than_shipped"]))
    variant, one = next(iter(result.items()))
    print(f"\n{variant}: accuracy {one['whole']['accuracy']:.3f}; UAR of the six without boredom", end=" ")
    print(f"{one['whole']['uar_six']:.3f} (chance 0.167)")
    print(f"{'':>10} recall  confusion (row: label, column: answer, in this order)")
    for name, row in zip(CLASSES, one["whole"]["confusion"], strict=True):
        print(f"{name:>10}  {one['whole']['recall'][name]:.3f}  " + " ".join(f"{count:4d}" for count in row))

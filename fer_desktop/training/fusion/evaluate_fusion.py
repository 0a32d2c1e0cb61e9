"""Does fusing help, and how? Each stream alone, both fusions, every subset, on people that nothing was learned from.

The speakers are split in two: what is fitted with one half is measured on the other, and the other way round. Faces
and sentences come from the test parts, what is fitted from the validation parts. All moments are made: a face, a voice
and a sentence of the same label, from three people. Such streams err independently, which those of one person need
not do, and they always mean the same, which those of one person need not do either: figures of real people will be
lower.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.fusion import STREAMS, PoolOptions, pooled
from fer_desktop.training.fusion.network import FusionNetwork, FusionOptions, Standard, answers, train
from fer_desktop.training.fusion.streams import Pairs, load_streams, matched, resampled_weights, uar
from fer_desktop.training.fusion.wrong_streams import CHANGES

SUBSETS = tuple(c for n in (1, 2, 3) for c in combinations(range(3), n))
_N_EACH = 400  # moments of each class, in each half
_RESAMPLES = 1000
_SKILLS = (0.25, 0.5, 0.75, 1.0, 1.5)
_CERTAINTIES = (0.5, 1.0, 1.5)  # 0 fits as well, but lets a stream that prefers nothing dilute the others
Subset = tuple[int, ...]
Way = Callable[[Pairs, Subset], NDArray[np.int64]]
Answers = dict[tuple[str, str], NDArray[np.int64]]
WAYS = ("pool", "network", "shipped")


def fitted(pairs: Pairs) -> PoolOptions:
    """Skills and certainty with the least surprise at the labels (mean negative log-likelihood).

    How far streams sharpen each other, and how far they are doubted, is not fitted: made pairs err independently, and
    are of people like those that were learned from. For the same reason voices count less than this says.
    """
    everything = np.ones((len(pairs.labels), 3))
    rows = np.arange(len(pairs.labels))

    def surprise(options: PoolOptions) -> float:
        probabilities = pooled(pairs.probabilities, everything, options).probabilities
        return float(-np.log(np.maximum(probabilities[rows, pairs.labels], 1e-9)).mean())

    candidates = [
        PoolOptions((1.0, v, w), certainty=g, doubt=0.0) for v, w, g in product(_SKILLS, _SKILLS, _CERTAINTIES)
    ]
    return min(candidates, key=surprise)


def of_pool(options: PoolOptions, pairs: Pairs, subset: Subset) -> NDArray[np.int64]:
    """Answers of the pool for some of the streams."""
    reliability = np.zeros((len(pairs.labels), 3))
    reliability[:, list(subset)] = 1.0
    return pooled(pairs.probabilities, reliability, options).top


def evaluate_fusion(path: Path, _weights: Path) -> dict[str, Any]:
    """Figures of both fusions and of what ships, from the streams of `training.fusion.prepare`."""
    streams = load_streams(path)
    voices = streams["voice"]
    first = voices.people < np.median(np.unique(voices.people))
    tested, options, parts = [], [], []
    for fold, inside in enumerate((first, ~first)):
        fit = (streams["face_fit"], voices.of(inside), streams["words_fit"])
        test = (streams["face_test"], voices.of(~inside), streams["words_test"])
        pairs = matched(test, _N_EACH, np.random.default_rng(fold))
        options.append(fitted(matched(fit, _N_EACH, np.random.default_rng(fold))))
        tested.append(pairs)
        parts.append(_answered(pairs, _ways(options[-1], train(fit, FusionOptions()))))
    labels = np.concatenate([pairs.labels for pairs in tested])
    people = np.concatenate([pairs.people for pairs in tested])
    every = (streams["face_fit"], voices, streams["words_fit"])
    return {
        "n": len(labels),
        "people": [len(np.unique(column)) for column in people.T],
        "shipped_options": asdict(PoolOptions()),
        "fitted": [asdict(one) for one in options],
        "fitted_on_all_speakers": asdict(fitted(matched(every, _N_EACH, np.random.default_rng(9)))),
        **_figures(_joined(parts), labels, people),
    }


def _ways(options: PoolOptions, learned: tuple[FusionNetwork, Standard]) -> dict[str, Way]:
    def network(pairs: Pairs, subset: Subset) -> NDArray[np.int64]:
        return answers(*learned, pairs, np.isin(np.arange(3), subset))

    return {"pool": partial(of_pool, options), "network": network, "shipped": partial(of_pool, PoolOptions())}


def _answered(pairs: Pairs, ways: dict[str, Way]) -> Answers:
    """By way and kind: every subset of streams, and all of them with one made wrong."""
    found = {(way, _name(subset)): ask(pairs, subset) for way, ask in ways.items() for subset in SUBSETS}
    for place, stream in enumerate(STREAMS):
        for name, change in CHANGES.items():
            changed = change(pairs, place, np.random.default_rng(7))
            found |= {(way, f"{stream} {name}"): ask(changed, SUBSETS[-1]) for way, ask in ways.items()}
    return found


def _name(subset: Subset) -> str:
    return "+".join(STREAMS[i] for i in subset)


def _joined(parts: list[Answers]) -> Answers:
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


def _figures(found: Answers, labels: NDArray[np.int64], people: NDArray[np.int64]) -> dict[str, Any]:
    """UAR of every way and kind with its interval, and the differences that decide."""
    rng = np.random.default_rng(1)
    weights = [resampled_weights(people, rng) for _ in range(_RESAMPLES)]
    drawn = {key: np.array([uar(answer, labels, w) for w in weights]) for key, answer in found.items()}
    whole, singles = _name(SUBSETS[-1]), [_name(subset) for subset in SUBSETS[:3]]

    def best_of(names: Sequence[str]) -> str:
        return max(names, key=lambda name: uar(found["pool", name], labels))

    best = best_of(singles)
    without_best = {
        f"{stream} {name}": best_of([one for one in singles if one != stream]) for stream in singles for name in CHANGES
    }
    return {
        "uar": {f"{way}: {kind}": [uar(found[way, kind], labels), *_interval(drawn[way, kind])] for way, kind in found},
        "best_single": best,
        "pool_minus_best": _interval(drawn["pool", whole] - drawn["pool", best]),
        "network_minus_best": _interval(drawn["network", whole] - drawn["pool", best]),
        "network_minus_pool": _interval(drawn["network", whole] - drawn["pool", whole]),
        "shipped_minus_best": _interval(drawn["shipped", whole] - drawn["pool", best]),
        "shipped_minus_others": {
            kind: _interval(drawn["shipped", kind] - drawn["pool", other]) for kind, other in without_best.items()
        },
    }


def _interval(values: NDArray[np.float64]) -> list[float]:
    return [float(value) for value in np.quantile(values, [0.025, 0.975])]


def print_fusion(result: dict[str, Any]) -> None:
    """As a table, and what follows from it."""
    n_faces, n_voices, n_sentences = result["people"]
    print(f"{result['n']} moments that were MADE: faces ({n_faces}), voices ({n_voices} speakers) and sentences")
    print(
        f"({n_sentences}) of one label each, from different people; six classes (chance 0.167), UAR and 95% over people"
    )
    print(f"\n{'':>24}  " + "  ".join(f"{way:>19}" for way in WAYS))
    for subset in SUBSETS:
        _print_row(result, _name(subset))
    print(f"\nbest single stream: {result['best_single']}")
    for name in ("pool_minus_best", "network_minus_best", "network_minus_pool", "shipped_minus_best"):
        low, high = result[name]
        print(f"{name.replace('_', ' '):>20}: {low:+.3f} to {high:+.3f}")
    print(f"by the rule the default is the {chosen(result)}")
    print("\nall three streams, one of them made wrong (training.fusion.wrong_streams);")
    print("at the end what ships minus the best of the other two")
    for kind, (low, high) in result["shipped_minus_others"].items():
        _print_row(result, kind, f"  {low:+.3f} to {high:+.3f}")
    print(f"\nwhat ships: {result['shipped_options']}")
    print(f"least surprised here are: {result['fitted_on_all_speakers']}; in the two halves {result['fitted']}")


def _print_row(result: dict[str, Any], kind: str, end: str = "") -> None:
    cells = ["{:.3f} ({:.3f}-{:.3f})".format(*result["uar"][f"{way}: {kind}"]) for way in WAYS]
    print(f"{kind:>24}  " + "  ".join(cells) + end)


def chosen(result: dict[str, Any]) -> str:
    """The rule: the network only where it is better than the pool beyond doubt; a fusion only where it beats all."""
    if result["network_minus_pool"][0] > 0 and result["network_minus_best"][0] > 0:
        return "network"
    return "pool" if result["pool_minus_best"][0] > 0 else f"best single stream ({result['best_single']})"

"""Does fusing help, and how? Each stream alone, both fusions, every subset, on people that nothing was learned from.

The speakers are split in two: what is fitted with one half is measured on the other, and the other way round. Faces
and sentences come from the test parts, what is fitted from the validation parts. All moments are made: a face, a voice
and a sentence of the same label, from three people. Such streams err independently, which those of one person need
not do, and they always mean the same, which those of one person need not do either: figures of real people will be
lower.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.fusion import STREAMS, PoolOptions, pooled
from fer_desktop.training.fusion.network import FusionOptions, answers, train
from fer_desktop.training.fusion.streams import Pairs, load_streams, matched, resampled_weights, uar
from fer_desktop.training.fusion.wrong_streams import print_wrong_streams, with_wrong_streams

SUBSETS = tuple(c for n in (1, 2, 3) for c in combinations(range(3), n))
_N_EACH = 400  # moments of each class, in each half
_RESAMPLES = 1000
_SKILLS = (0.25, 0.5, 0.75, 1.0, 1.5)
_CERTAINTIES = (0.5, 1.0, 1.5)  # 0 fits as well, but lets a stream that prefers nothing dilute the others
Answers = dict[tuple[int, ...], NDArray[np.int64]]


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

    candidates = [PoolOptions((1.0, v, w), certainty=g) for v, w, g in product(_SKILLS, _SKILLS, _CERTAINTIES)]
    return min(candidates, key=surprise)


def of_pool(pairs: Pairs, options: PoolOptions) -> Answers:
    """Answers of the pool for every subset of streams."""
    found = {}
    for subset in SUBSETS:
        reliability = np.zeros((len(pairs.labels), 3))
        reliability[:, list(subset)] = 1.0
        found[subset] = pooled(pairs.probabilities, reliability, options).top
    return found


def evaluate_fusion(path: Path, _weights: Path) -> dict[str, Any]:
    """Figures of both fusions, from the streams of `training.fusion.prepare`."""
    streams = load_streams(path)
    voices = streams["voice"]
    first = voices.people < np.median(np.unique(voices.people))
    shipped = PoolOptions()
    tested, pool, network, options = [], [], [], []
    for fold, inside in enumerate((first, ~first)):
        fit = (streams["face_fit"], voices.of(inside), streams["words_fit"])
        test = (streams["face_test"], voices.of(~inside), streams["words_test"])
        pairs = matched(test, _N_EACH, np.random.default_rng(fold))
        options.append(fitted(matched(fit, _N_EACH, np.random.default_rng(fold))))
        learned, standard = train(fit, FusionOptions())
        tested.append(pairs)
        pool.append(of_pool(pairs, shipped))
        network.append({s: answers(learned, standard, pairs, np.isin(np.arange(3), s)) for s in SUBSETS})
    labels = np.concatenate([pairs.labels for pairs in tested])
    people = np.concatenate([pairs.people for pairs in tested])
    ways = {"pool": _joined(pool), "network": _joined(network)}
    every = (streams["face_fit"], voices, streams["words_fit"])
    return {
        "n": len(labels),
        "people": [len(np.unique(column)) for column in people.T],
        "shipped": _plain(shipped),
        "fitted": [_plain(one) for one in options],
        "fitted_on_all_speakers": _plain(fitted(matched(every, _N_EACH, np.random.default_rng(9)))),
        **_figures(ways, labels, people),
        "wrong": with_wrong_streams(np.concatenate([pairs.probabilities for pairs in tested]), labels, people, shipped),
    }


def _joined(parts: list[Answers]) -> Answers:
    return {subset: np.concatenate([part[subset] for part in parts]) for subset in SUBSETS}


def _plain(options: PoolOptions) -> dict[str, Any]:
    return asdict(options)


def _figures(ways: dict[str, Answers], labels: NDArray[np.int64], people: NDArray[np.int64]) -> dict[str, Any]:
    """UAR of every way and subset with its interval, and the differences that decide."""
    rng = np.random.default_rng(1)
    weights = [resampled_weights(people, rng) for _ in range(_RESAMPLES)]
    drawn = {
        (way, subset): np.array([uar(found, labels, w) for w in weights])
        for way, by_subset in ways.items()
        for subset, found in by_subset.items()
    }
    whole = SUBSETS[-1]
    best = max(SUBSETS[:3], key=lambda s: uar(ways["pool"][s], labels))
    return {
        "uar": {
            way: {
                "+".join(STREAMS[i] for i in subset): [uar(found, labels), *_interval(drawn[way, subset])]
                for subset, found in by_subset.items()
            }
            for way, by_subset in ways.items()
        },
        "best_single": STREAMS[best[0]],
        "pool_minus_best": _interval(drawn["pool", whole] - drawn["pool", best]),
        "network_minus_best": _interval(drawn["network", whole] - drawn["pool", best]),
        "network_minus_pool": _interval(drawn["network", whole] - drawn["pool", whole]),
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
    print(f"\n{'':>18}  {'pool':>22}  {'network':>22}")
    for subset in result["uar"]["pool"]:
        cells = ["{:.3f} ({:.3f}-{:.3f})".format(*result["uar"][way][subset]) for way in ("pool", "network")]
        print(f"{subset:>18}  {cells[0]:>22}  {cells[1]:>22}")
    print(f"\nbest single stream: {result['best_single']}")
    for name in ("pool_minus_best", "network_minus_best", "network_minus_pool"):
        low, high = result[name]
        print(f"{name.replace('_', ' '):>20}: {low:+.3f} to {high:+.3f}")
    print(f"the default is the {chosen(result)}")
    print_wrong_streams(result["wrong"])
    print(f"\nconstants of the pool: {result['shipped']}")
    print(f"least surprised here are: {result['fitted_on_all_speakers']}; in the two halves {result['fitted']}")


def chosen(result: dict[str, Any]) -> str:
    """The rule: the network only where it is better than the pool beyond doubt; a fusion only where it beats all."""
    if result["network_minus_pool"][0] > 0 and result["network_minus_best"][0] > 0:
        return "network"
    return "pool" if result["pool_minus_best"][0] > 0 else f"best single stream ({result['best_single']})"

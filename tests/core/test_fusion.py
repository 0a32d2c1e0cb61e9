"""The pool: each property that its formula promises, and who moved what."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.fusion import PoolOptions, in_words, pooled

OPTIONS = PoolOptions((1.0, 0.7, 0.5), agreement=0.5, certainty=1.0)
SURPRISE, CONTEMPT = EXPRESSIONS.index("surprise"), EXPRESSIONS.index("contempt")
UNKNOWN = {"face": (), "voice": (SURPRISE, CONTEMPT), "words": (CONTEMPT,)}


def opinion(stream: str, **given: float) -> np.ndarray:
    """(8,) with these probabilities, and the rest of 1 shared by the others that the stream knows."""
    values = np.full(8, np.nan)
    known = [i for i in range(8) if i not in UNKNOWN[stream]]
    rest = (1 - sum(given.values())) / max(len(known) - len(given), 1)
    values[known] = rest
    for name, p in given.items():
        values[EXPRESSIONS.index(name)] = p
    return values


def pool(*parts: tuple[str, np.ndarray, float], options: PoolOptions = OPTIONS):
    streams, reliability = np.full((1, 3, 8), np.nan), np.zeros((1, 3))
    for name, values, r in parts:
        place = ("face", "voice", "words").index(name)
        streams[0, place], reliability[0, place] = values, r
    return pooled(streams, reliability, options)


FACE = opinion("face", surprise=0.5, happiness=0.3)
VOICE = opinion("voice", happiness=0.6, anger=0.2)
WORDS = opinion("words", happiness=0.4, neutral=0.4)


@given(st.lists(st.floats(1e-4, 1), min_size=8, max_size=8), st.floats(0.01, 1), st.sampled_from(sorted(UNKNOWN)))
def test_one_stream_alone_gives_that_stream(values, reliability, stream):
    p = np.array(values)
    p[list(UNKNOWN[stream])] = np.nan
    p /= np.nansum(p)
    alone = pool((stream, p, reliability))
    np.testing.assert_allclose(alone.probabilities[0], p, atol=1e-9)
    assert (alone.weights[0] > 0).sum() == 1


@given(st.permutations([0, 1, 2]), st.integers(0, 2**31))
def test_the_order_does_not_matter(order, seed):
    rng = np.random.default_rng(seed)
    streams, reliability = rng.dirichlet(np.ones(8), (5, 3)), rng.random((5, 3))
    streams[0, 1, SURPRISE] = np.nan
    skills = (0.9, 0.5, 0.3)
    first = pooled(streams, reliability, PoolOptions(skills))
    other = pooled(streams[:, order], reliability[:, order], PoolOptions(tuple(skills[i] for i in order)))
    np.testing.assert_allclose(first.probabilities, other.probabilities)
    np.testing.assert_allclose(first.moved[:, order], other.moved)


@pytest.mark.parametrize("stream", ["face", "voice", "words"])
def test_an_unreliable_stream_fades_out_smoothly(stream):
    parts = {"face": FACE, "voice": VOICE, "words": WORDS}
    without = pool(*((name, p, 1.0) for name, p in parts.items() if name != stream)).probabilities[0]
    steps = np.geomspace(1, 1e-12, 400)
    path = np.array(
        [pool(*((n, p, r if n == stream else 1.0) for n, p in parts.items())).probabilities[0] for r in steps]
    )
    assert np.abs(np.diff(path, axis=0)).max() < 0.03  # no step anywhere
    np.testing.assert_allclose(path[-1], np.nan_to_num(without), atol=1e-6)


def test_a_missing_stream_changes_nothing():
    both = pool(("face", FACE, 1.0), ("words", WORDS, 0.5))
    for absent in ((np.full(8, np.nan), 1.0), (VOICE, 0.0), (VOICE, np.nan)):
        with_absent = pool(("face", FACE, 1.0), ("voice", *absent), ("words", WORDS, 0.5))
        np.testing.assert_array_equal(both.probabilities, with_absent.probabilities)
        assert np.isnan(with_absent.moved[0, 1])


def test_a_class_that_a_stream_does_not_know_does_not_count_against_it():
    alone = pool(("face", FACE, 1.0)).probabilities[0]
    for told in ({"happiness": 0.97}, {"anger": 0.97}, {"neutral": 0.5, "sadness": 0.45}):
        with_voice = pool(("face", FACE, 1.0), ("voice", opinion("voice", **told), 1.0)).probabilities[0]
        assert with_voice[SURPRISE] > 0.8 * alone[SURPRISE]
    # and it wins nothing where those that know it hardly see it, however sure the other is of something else
    calm = opinion("face", neutral=0.7, anger=0.05, contempt=0.02)
    result = pool(("face", calm, 1.0), ("words", opinion("words", anger=0.97), 1.0)).probabilities[0]
    assert result[CONTEMPT] < 0.1
    assert result[EXPRESSIONS.index("anger")] > 0.3


def test_a_stream_that_prefers_nothing_moves_nothing():
    with_flat = pool(("face", FACE, 1.0), ("voice", opinion("voice"), 1.0)).probabilities[0]
    np.testing.assert_allclose(with_flat, FACE, atol=1e-3)


def test_classes_that_nobody_knows_are_blank():
    result = pool(("voice", VOICE, 1.0), ("words", WORDS, 1.0))
    assert np.isnan(result.probabilities[0, CONTEMPT])
    assert np.nansum(result.probabilities) == pytest.approx(1)
    assert result.probabilities[0, SURPRISE] > 0


def test_without_any_stream_there_is_no_decision():
    result = pool()
    assert np.isnan(result.probabilities).all()
    assert result.top.tolist() == [-1]
    assert result.names.tolist() == [""]
    assert np.isnan(result.moved).all()


def test_streams_that_agree_are_surer_and_those_that_do_not_less():
    p = opinion("face", happiness=0.6)
    agree = pool(("face", p, 1.0), ("words", opinion("words", happiness=0.6), 1.0)).probabilities[0].max()
    differ = pool(("face", p, 1.0), ("words", opinion("words", anger=0.6), 1.0)).probabilities[0].max()
    assert np.nanmax(agree) > 0.6 > np.nanmax(differ)


@given(st.integers(0, 2**31))
def test_what_each_stream_moved_is_the_whole_sum(seed):
    rng = np.random.default_rng(seed)
    streams = rng.dirichlet(np.ones(8), (20, 3))
    result = pooled(streams, rng.random((20, 3)), OPTIONS)
    rows = np.arange(20)
    odds = np.log(result.probabilities[rows, result.top] / result.probabilities[rows, result.runner_up])
    np.testing.assert_allclose(result.moved.sum(axis=1), odds, atol=1e-9)


def test_however_sure_a_stream_is_it_cannot_rule_out_what_others_see():
    """From some point on it moves no more: in another language it may be as sure and wrong."""
    odds = []
    for p in (0.99, 1 - 1e-6):
        one = pool(("face", FACE, 1.0), ("voice", opinion("voice", sadness=p), 1.0), options=PoolOptions())
        odds.append(np.log(one.probabilities[0, EXPRESSIONS.index("sadness")] / one.probabilities[0, 1]))
    assert odds[0] < odds[1] < odds[0] + 0.5
    both = (
        ("face", opinion("face", happiness=0.8), 1.0),
        ("voice", opinion("voice", sadness=0.9999), 1.0),
        ("words", opinion("words", happiness=0.8), 1.0),
    )
    assert pool(*both, options=PoolOptions()).names[0] == "happiness"


@pytest.mark.parametrize("p", [0.6, 0.9, 0.99])
def test_streams_that_agree_are_not_less_sure(p):
    parts = [(name, opinion(name, happiness=p), 1.0) for name in UNKNOWN]
    assert np.nanmax(pool(*parts, options=PoolOptions()).probabilities) > p


def test_zeros_are_no_veto():
    never = opinion("face", happiness=0.0, neutral=1.0)
    result = pool(("face", never, 0.3), ("voice", opinion("voice", happiness=0.95), 1.0), ("words", WORDS, 1.0))
    assert result.probabilities[0, EXPRESSIONS.index("happiness")] > 0.05


def test_in_words():
    assert in_words([2.14, np.nan, -0.42]) == "face +2.1, words -0.4"

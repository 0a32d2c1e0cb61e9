"""How neutral faces are told from what is none, on made moments; and what people do in drawn stretches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from fer_desktop.core.baseline import Calibration, read_against
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.neutral_stretch import Moment
from fer_desktop.core.rest_check import RestCheck
from fer_desktop.errors import DataError
from fer_desktop.training.baselines import row_of
from fer_desktop.training.mixing import Differences, fitted_mixing
from fer_desktop.training.references import Case, mixed, refusals, with_known_lids
from fer_desktop.training.render.drawn_file import save_drawn
from fer_desktop.training.render.expression import Repertoire
from fer_desktop.training.render.peaks import draw_peaks, load_peaks
from fer_desktop.training.render.repertoire import AT_REST, PAIRED
from fer_desktop.training.render.sitters import Moves
from fer_desktop.training.render.sittings import ELSEWHERE, draw_sittings
from fer_desktop.training.render.stretches import SPEAKING, Stretches, _shown, draw_stretches, load_stretches
from fer_desktop.training.rest_check import differences, fitted
from fer_desktop.training.seated import People, look_at
from fer_desktop.training.ways_to_calibrate import chosen_calibration, figures, with_neutral
from fer_desktop.vision.manifest import NetworkConfig
from fer_desktop.vision.network import FaceCnn
from tests.core.test_baseline import CHECK, moment

NAMES = (
    *(f"{name}_{side}" for name in PAIRED for side in "LR"),
    *("jawOpen", "mouthFunnel", "mouthPucker", "mouthRollLower", "mouthRollUpper", "mouthShrugLower"),
    *("mouthShrugUpper", "mouthLeft", "mouthRight", "mouthClose", "jawForward", "jawLeft", "jawRight"),
)

STILL = np.zeros(2)
REFERENCE = (-0.5, -5.9, -6.0, -3.2, -4.2, -6.3, -5.1, -4.0)


def case(person: int, kind: str, strength: float = 1.0, **changes: Any) -> Case:
    moments: tuple[Moment, ...] = tuple(moment(i / 10, **{"units": STILL, **changes}) for i in range(20))
    return Case(person, kind, strength, moments)


def test_each_kind_has_its_share_of_all_and_of_the_strong_ones():
    cases = [case(person, AT_REST) for person in range(2) for _ in range(2)]
    cases += [case(0, "anger", 0.2, probability=0.5), case(0, "anger", 0.9, top=4)]
    alone = refusals(cases, are_photographs=False, is_known=False, check=CHECK)
    assert alone[AT_REST] == (0.0, 0.0) and alone["anger"] == (0.5, 1.0)
    known = refusals(cases, are_photographs=False, is_known=True, check=CHECK)
    assert known[AT_REST] == (0.0, 0.0) and known["anger"][1] == 1.0
    nobody = [Case(0, AT_REST, 1.0, ())]
    assert refusals(nobody, are_photographs=True, is_known=True, check=CHECK)[AT_REST] == (1.0, 1.0)


def test_the_check_of_rest_is_fitted_to_differences_of_people_and_judged_on_others():
    rng = np.random.default_rng(0)
    cases = []
    for person in range(20):
        own = rng.uniform(0, 0.4, 2)  # what people look like at rest differs by more than an expression

        def shown(kind: str, strength: float, more: float, person: int = person, own: Any = own) -> Case:
            return case(person, kind, strength, units=own + rng.normal(0, 0.01, 2) + np.array([more, 0.0]))

        cases += [shown(AT_REST, 1.0, 0.0) for _ in range(4)] + [shown("anger", 0.9, 0.15), shown("fear", 0.05, 0.0)]
        cases.append(case(person, SPEAKING))
    given = differences(cases)
    assert given.values.shape == (20 * 6, 9) and given.counts.min() == 0.0
    weights, refused = fitted(given)
    assert refused == 1.0 and len(weights) == 10
    strong = [one for one in cases if one.strength > 0.5]
    found = refusals(strong, are_photographs=False, is_known=True, check=RestCheck((), weights))
    assert found["anger"][1] == 1.0 and found[AT_REST][0] < 0.1


def test_people_are_mixed_half_and_half():
    first, second = case(0, AT_REST), case(1, AT_REST)
    both = mixed([first, second])
    assert [one.kind for one in both] == ["two people"] * 2
    assert both[0].moments == first.moments[:10] + second.moments[10:20]


def test_people_keep_still_speak_and_show_expressions():
    repertoire, rng = Repertoire(NAMES), np.random.default_rng(3)
    times_s = np.linspace(0, 2, 20)
    jaw = NAMES.index("jawOpen")
    rest = np.stack([_shown(AT_REST, times_s, repertoire, rng)[0] for _ in range(10)])
    talk = np.stack([_shown(SPEAKING, times_s, repertoire, rng)[0] for _ in range(10)])
    assert rest[:, :, jaw].std(axis=1).max() < 1e-6 and np.median(talk[:, :, jaw].std(axis=1)) > 0.03
    weights, strength = _shown("anger", times_s, repertoire, rng)
    assert weights.shape == (20, len(NAMES)) and strength > 0


def test_what_holds_no_stretches_says_so(tmp_path):
    with pytest.raises(DataError, match="no stretches"):
        load_stretches(tmp_path / "none.npz")


def test_what_rises_together_is_told_apart_by_what_it_counts_for_another():
    rng = np.random.default_rng(0)
    truth = np.repeat(np.arange(8), 60)
    values = 0.2 * rng.normal(size=(480, 8))
    values[np.arange(480), truth] += np.where(truth > 0, 3.0, 0.0)
    values[truth == 6, 2] += 3.5  # fear raises surprise more than itself
    plain = Calibration((0.0, -2, -2, -2, -2, -2, -2, -2), 1.5, 1.0)
    half = np.arange(480) % 2 == 0
    given = Differences(values, truth, np.arange(480))
    mixed = fitted_mixing([given.of(half)], plain)
    assert mixed == replace(plain, mixing=mixed.mixing) and np.shape(mixed.mixing) == (8, 8)
    others = given.of(~half)
    before, after = (read_against(others.values, one).argmax(axis=1) for one in (plain, mixed))
    assert (before[others.truth == 6] == 6).mean() < 0.5 and (after == others.truth).mean() > 0.95
    assert mixed.mixing[6][6] > mixed.mixing[2][6]  # a rise of fear says more of fear than one of surprise does


def test_what_cannot_be_learned_stays_as_it_was():
    truth = np.repeat(np.arange(8), 5)
    nothing = Differences(np.zeros((40, 8)), truth, np.arange(40))
    mixing = fitted_mixing([nothing], Calibration(REFERENCE, 1.5)).mixing
    assert np.array(mixing) == pytest.approx(np.eye(8), abs=1e-3)


class _Plain:
    """Somebody whose pictures say how far one shape goes, and in which light."""

    def __init__(self, gray: int = 40) -> None:
        self._gray = gray

    def take(self, weights: np.ndarray, moves: Moves) -> np.ndarray:
        assert len(weights) == len(moves.yaw) == len(moves.brightness)
        gray = (self._gray + 100 * np.clip(weights.max(axis=1), 0, 1)).astype(np.uint8)
        return np.broadcast_to(gray[:, None, None], (len(weights), 8, 8)).copy()

    def in_other_light(self, rng: np.random.Generator) -> _Plain:
        return _Plain(self._gray + 50)


class _PlainSitters:
    names, can_turn = NAMES, False

    def sit_down(self, person: int, rng: np.random.Generator) -> Callable[[np.random.Generator], _Plain]:
        return lambda rng: _Plain()


def test_who_cannot_turn_is_not_asked_to_and_sits_in_another_light_too():
    sittings = draw_sittings(_PlainSitters(), 2, 3)
    assert (sittings.kind == ELSEWHERE).sum() == 4 and "turned" not in sittings.kind
    assert sorted(set(sittings.person)) == [0, 1] and len(sittings.person) == len(sittings.pictures)
    again = draw_sittings(_PlainSitters(), 1, 3)  # the first people are the same whatever n
    assert np.array_equal(again.pictures, sittings.pictures[: len(again.pictures)])
    stretches = draw_stretches(_PlainSitters(), 1, 3)
    assert stretches.pictures.shape[:2] == (11, 10)


def test_a_sequence_goes_from_rest_to_its_peak_and_stays_there(tmp_path):
    peaks = draw_peaks(_PlainSitters(), 2, 3)
    assert peaks.pictures.shape == (14, 10, 8, 8) and peaks.expression.tolist() == [*range(1, 8)] * 2
    assert (np.diff(peaks.times_s, axis=1) > 0.03).all() and (peaks.times_s[:, -1] <= 1.31).all()
    gray = peaks.pictures[:, :, 0, 0].astype(int)
    assert (gray[:, 7] - gray[:, 2] > 20).mean() > 0.9  # the peak begins with the eighth frame
    assert (gray[:, 7:] == gray[:, 7:8]).all() and (gray[:, :3] == gray[:, :1]).all()
    again = draw_peaks(_PlainSitters(), 1, 3)  # the first people are the same whatever n
    assert np.array_equal(again.pictures, peaks.pictures[:7])
    save_drawn(tmp_path / "peaks.npz", peaks)
    assert np.array_equal(load_peaks(tmp_path / "peaks.npz").times_s, peaks.times_s)
    with pytest.raises(DataError, match="no sequences"):
        load_peaks(tmp_path / "none.npz")


def test_what_stays_neutral_is_said_with_how_sure_it_is():
    kinds = np.array([AT_REST, AT_REST, *EXPRESSIONS[1:], ELSEWHERE, SPEAKING] * 2)
    n = len(kinds)
    truth = np.array([0, 0, *range(1, 8), -1, -1] * 2)
    person = np.repeat([0, 1], n // 2)
    said = np.where(truth >= 0, truth, 0)
    said[-1] = 3  # one of the two who speak is not called neutral
    people = People(person, kinds, np.ones(n), np.eye(8)[said] * 0.92 + 0.01, truth)
    row = row_of("as it is", people, lambda _, p: p, truth >= 0, np.random.default_rng(0))
    assert row.uar == 1.0 and row.calm == 1.0
    assert row.others == (
        "neutral 1.00 (1.00 to 1.00); happiness 1.00 (1.00 to 1.00); calm 1.00 (1.00 to 1.00); "
        "to the peak 14 of 14, a full one 14 of 14; other light called neutral 1.00; speaking called neutral 0.50"
    )


def seated(rng: np.random.Generator, n: int = 12) -> People:
    """People who differ at rest, whose faces at rest vary, and whose expressions are moderate."""
    kinds = np.array([AT_REST, AT_REST, AT_REST, *EXPRESSIONS[1:], "smile"] * n)
    person = np.repeat(np.arange(n), len(kinds) // n)
    truth = np.array([0, 0, 0, *range(1, 8), -1] * n)
    own = rng.normal(0, 1.5, (n, 8))[person]
    logits = np.array(REFERENCE) + own + rng.normal(0, 0.5, (len(person), 8))
    logits[np.arange(len(truth)), np.maximum(truth, 0)] += np.where(truth > 0, 6.0, 0.0)
    values = np.exp(logits)
    return People(person, kinds, np.ones(len(truth)), values / values.sum(axis=1, keepdims=True), truth)


def test_what_is_chosen_keeps_neutral_faces_neutral_and_calm_where_anything_does():
    people = seated(np.random.default_rng(1))
    chosen = chosen_calibration([people], REFERENCE)
    recalls, calm = figures(people, with_neutral(people, 1, chosen))
    plain, less_calm = figures(people, with_neutral(people, 1, Calibration(REFERENCE, 1.2)))
    assert chosen.half_at > 0 and recalls[0] >= 0.97 and calm >= 0.9 > less_calm
    assert recalls.mean() >= plain.mean() - 0.02
    others = seated(np.random.default_rng(2))
    mixed, unmixed = (
        figures(others, with_neutral(others, 1, one))[0].mean() for one in (chosen, replace(chosen, mixing=()))
    )
    assert np.shape(chosen.mixing) == (8, 8) and mixed > unmixed - 0.05


def test_a_stretch_is_one_neutral_face():
    stretch = Stretches(
        np.random.default_rng(0).integers(0, 255, (4, 3, 96, 96)).astype(np.uint8),
        *(np.arange(3.0), np.array([0, 0, 1, 1]), np.array([AT_REST, AT_REST, "anger", AT_REST])),
        np.array([0, 0, 0.9, 0], np.float32),
    )
    people = look_at(stretch, FaceCnn(NetworkConfig(input_px=64, widths=(4, 8, 8, 8, 8))), 64)
    assert people.probabilities.shape == (12, 8) and people.truth.tolist() == [0] * 6 + [4] * 3 + [0] * 3
    assert people.references(1).tolist() == [True] * 3 + [False] * 6 + [True] * 3


def test_lids_are_held_against_how_far_the_same_person_opens_them():
    def narrow(time_s: float = 0.0) -> Case:
        return replace(case(0, AT_REST), moments=(moment(time_s, units=STILL),), openings=(0.2,))

    alone = with_known_lids(narrow(), [])
    known = with_known_lids(narrow(), [narrow() for _ in range(20)])
    assert alone.moments[0].lids > known.moments[0].lids == pytest.approx(0, abs=1e-6)
    unmeasured = case(0, AT_REST)
    assert with_known_lids(unmeasured, [narrow()]).moments is unmeasured.moments

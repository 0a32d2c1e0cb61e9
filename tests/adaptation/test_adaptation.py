"""Adapting to made people: it helps where their anger is another one, and random labels are advised against."""

from __future__ import annotations

import numpy as np
import pytest

from fer_desktop.adaptation.examples import Examples, Origin, grouped
from fer_desktop.adaptation.fitting import RECIPES, UNCHANGED, Layer, Recipe, fit
from fer_desktop.adaptation.judging import choose, compared, folds_of, judge
from fer_desktop.adaptation.making import adapted_weights
from fer_desktop.adaptation.tables import BETTER, NOT_BETTER, advice, card_tables
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import CodesUnreadable
from fer_desktop.vision.adapted import Parent

N_FEATURES = 24
ANGER, DISGUST = EXPRESSIONS.index("anger"), EXPRESSIONS.index("disgust")
PARENT = Parent(model_id="fake-1", sha256="0" * 64)


@pytest.fixture(scope="module")
def parent():
    """A layer that reads the first eight features."""
    return Layer(np.eye(8, N_FEATURES) * 4, np.zeros(8))


def people(n_people, per_class, odd=(), seed=0, labels=range(8)):
    """Faces of people; those of the odd expressions show a feature of another expression, and one of their own."""
    rng = np.random.default_rng(seed)
    features, classes, groups = [], [], []
    for person in range(n_people):
        for label in labels:
            x = rng.normal(scale=0.35, size=(per_class, N_FEATURES))
            x[:, DISGUST if label in odd else label] += 1
            if label in odd:
                x[:, 10] += 1
            features.append(x)
            classes += [label] * per_class
            groups += [person] * per_class
    return Examples(np.concatenate(features), np.array(classes), np.array(groups), "person")


def test_another_anger_is_learned_and_helps_people_who_were_held_out(parent):
    judgement = judge(parent, people(10, 3, odd=(ANGER,)))
    assert judgement.is_better and judgement.gain > 0.05 and judgement.interval_over == "10 groups"
    assert judgement.log_loss[1] < judgement.log_loss[0]
    weights = adapted_weights("anna", (PARENT, parent), people(10, 3, odd=(ANGER,)), "made data")
    assert weights.card.advised and advice(weights) == BETTER
    layer = Layer(np.array(weights.weight), np.array(weights.bias))
    others = people(5, 4, odd=(ANGER,), seed=9)
    before, after = (values.logits(others.features).argmax(axis=1) for values in (parent, layer))
    is_angry = others.labels == ANGER
    assert (after == ANGER)[is_angry].mean() > (before == ANGER)[is_angry].mean() + 0.4


def test_an_anger_that_was_read_as_what_nobody_showed_is_learned_too(parent):
    shown = [label for label in range(8) if label != DISGUST]
    given = people(10, 3, odd=(ANGER,), labels=shown)  # reads as disgust, and there is no disgust
    judgement = judge(parent, given)
    assert judgement.is_better and judgement.gain > 0.05
    layer = fit(parent, given, choose(parent, given))
    disgust = people(5, 4, seed=9, labels=(DISGUST,))  # of others: it is still answered
    assert (layer.logits(disgust.features).argmax(axis=1) == DISGUST).mean() > 0.3


def test_one_person_alone_is_judged_by_stretches_of_time(parent):
    one = people(1, 16, odd=(ANGER,), labels=(0, 1, ANGER, DISGUST))
    origins = [Origin("anna", "s", float(time_s)) for time_s in np.random.default_rng(3).permutation(len(one))]
    groups, held_out_by = grouped(origins)
    assert "time" in held_out_by and len(set(groups.tolist())) == 5
    judgement = judge(parent, Examples(one.features, one.labels, groups, held_out_by))
    assert judgement.is_better and "examples" in judgement.interval_over


@pytest.mark.parametrize("seed", range(2))
def test_random_labels_are_advised_against(parent, seed):
    given = people(10, 3, seed=seed)
    shuffled = np.random.default_rng(seed).permutation(given.labels)
    weights = adapted_weights("random", (PARENT, parent), Examples(given.features, shuffled, given.groups, "p"), "x")
    assert not weights.card.advised and advice(weights) == NOT_BETTER
    assert NOT_BETTER in [row[1] for table in card_tables(weights) for row in table.rows]


def test_people_like_those_it_learned_from_need_nothing(parent):
    given = people(10, 3)
    assert choose(parent, given).kind in ("as it is", "offsets", "last layer", "low rank")
    assert not judge(parent, given).is_better


def test_expressions_without_examples_keep_their_row(parent):
    given = people(4, 4, odd=(ANGER,), labels=(0, ANGER, DISGUST))
    layer = fit(parent, given, Recipe("last layer", 0.001))
    absent = [i for i in range(8) if i not in (0, ANGER, DISGUST)]
    assert np.array_equal(layer.weight[absent], parent.weight[absent]) and not layer.bias[absent].any()
    assert np.abs(layer.weight[ANGER] - parent.weight[ANGER]).max() > 0.1
    weights = adapted_weights("anna", (PARENT, parent), given, "made data")
    rows = {row[0]: row[1] for row in card_tables(weights)[0].rows}
    assert rows["without any example"] == ", ".join(EXPRESSIONS[i] for i in absent)


def test_what_may_change_grows_from_recipe_to_recipe(parent):
    given = people(6, 3, odd=(ANGER,))
    offsets = fit(parent, given, Recipe("offsets", 0.03))
    assert np.array_equal(offsets.weight, parent.weight) and offsets.bias.any()
    change = fit(parent, given, Recipe("low rank", 0.003)).weight - parent.weight
    assert np.linalg.matrix_rank(change, tol=1e-6) <= 8
    sizes = [np.abs(fit(parent, given, recipe).weight - parent.weight).sum() for recipe in RECIPES[-4:]]
    assert sizes == sorted(sizes)
    assert fit(parent, given, UNCHANGED) is parent


def test_the_fit_is_that_of_scikit_learn():
    linear_model = pytest.importorskip("sklearn.linear_model")
    given = people(4, 5, labels=(0, 1, 2))
    nothing = Layer(np.zeros((8, N_FEATURES)), np.where(np.arange(8) < 3, 0.0, -50.0))  # says none of the others
    mine = fit(nothing, given, Recipe("last layer", 0.01)).logits(given.features)[:, :3]
    centred = given.features - given.features.mean(axis=0)
    centred /= np.sqrt((centred**2).sum(axis=1).mean())
    # it leaves the offset out of the penalty: given as a feature it is in
    x = np.column_stack([centred, np.ones(len(given))])
    theirs = linear_model.LogisticRegression(
        C=1 / (2 * 0.01 * len(given)), fit_intercept=False, tol=1e-9, max_iter=9999
    )
    logits = theirs.fit(x, given.labels).decision_function(x)
    assert (mine - mine.mean(axis=1, keepdims=True)) == pytest.approx(
        logits - logits.mean(axis=1, keepdims=True), abs=1e-3
    )


def test_groups_are_never_split_and_folds_are_of_about_one_size():
    given = people(7, 2)
    folds = folds_of(given)
    assert all(len(set(folds[given.groups == group].tolist())) == 1 for group in range(7))
    assert np.bincount(folds).tolist() == [32, 32, 16, 16, 16]
    assert folds_of(people(2, 3)).max() == 1


def test_groups_are_people_else_sessions_else_time():
    def by(*pairs):
        return grouped([Origin(person, source, float(i)) for i, (person, source) in enumerate(pairs)])[1]

    assert by(("anna", "a"), ("ben", "a")) == "person"
    assert by(("anna", "a"), ("", "b")) == "session or file"
    assert by(("anna", "a"), ("anna", "b")) == "session or file"
    assert "time" in by(("anna", "a"), ("anna", "a"))


def test_the_interval_of_equal_answers_is_zero(parent):
    given = people(9, 2)
    logits = parent.logits(given.features)
    same = compared(logits, logits, given)
    assert (same.gain, same.gain_95, same.is_better) == (0.0, (0.0, 0.0), False)


def test_too_few_examples_are_refused(parent):
    with pytest.raises(CodesUnreadable, match="16 examples"):
        adapted_weights("few", (PARENT, parent), people(2, 1), "x")
    with pytest.raises(CodesUnreadable, match="anger 30"):
        adapted_weights("one", (PARENT, parent), people(10, 3, labels=(ANGER,)), "x")
    given = people(10, 3)
    together = Examples(given.features, given.labels, np.zeros(len(given), int), "person")
    with pytest.raises(CodesUnreadable):
        adapted_weights("together", (PARENT, parent), together, "x")

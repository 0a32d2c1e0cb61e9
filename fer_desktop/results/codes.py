"""The moments of a session that people are asked about, and what they said of them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

import numpy as np

from fer_desktop import __version__
from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.results.strata import Moment, strata_of
from fer_desktop.session.codings import CodeFacts, Coding
from fer_desktop.session.library import Session

OTHER, UNKNOWN = "other", "cannot tell"
CODES = (*EXPRESSIONS, OTHER, UNKNOWN)
HEADER = ("start_s", "end_s", "face", "code")
INTENSITY = "intensity"  # a further column, that may be missing
STRONGEST = 5  # of the intensities, from 1

_ALIASES = {
    "happy": "happiness", "sad": "sadness", "angry": "anger", "disgusted": "disgust", "fearful": "fear",
    "surprised": "surprise", "contemptuous": "contempt",
}  # fmt: skip


def expression_of(name: str) -> str:
    """The expression that a name means; "" for none."""
    plain = name.strip().lower()
    return plain if plain in EXPRESSIONS else _ALIASES.get(plain, "")


def sampled_moments(session: Session, n: int, seed: int) -> list[Moment]:
    """Moments to be coded, in random order, drawn from the strata in turns.

    Rare answers and unsure ones are then looked at as well as the others. The same session, number and seed give the
    same moments.
    """
    rng, strata = np.random.default_rng(seed), strata_of(session)
    piles = [[pile[i] for i in rng.permutation(len(pile))] for _, pile in sorted(strata.items())]
    taken: list[Moment] = []
    while piles and len(taken) < n:
        for i in rng.permutation(len(piles)):
            taken.append(piles[i].pop())
        piles = [pile for pile in piles if pile]
    return [taken[i] for i in rng.permutation(min(n, len(taken)))]


def moment_of(facts: CodeFacts) -> Moment:
    """Which moment was coded."""
    return Moment(facts.start_s, facts.end_s, facts.face)


def codes_of(coding: Coding) -> dict[Moment, str]:
    """What a coder said; moments without a code are left out."""
    return {moment_of(one): one.code for one in coding.moments if one.code is not None}


def majority(codings: Sequence[Coding]) -> dict[Moment, str]:
    """The expression that most coders gave each moment; moments without such a one are left out."""
    votes: dict[Moment, Counter[str]] = {}
    for coding in codings:
        for moment, code in codes_of(coding).items():
            votes.setdefault(moment, Counter())[code] += 1
    result = {}
    for moment, counts in votes.items():
        (code, n), *others = counts.most_common(2)
        if code in EXPRESSIONS and not (others and others[0][1] == n):
            result[moment] = code
    return result


def intensities_of(coding: Coding) -> dict[Moment, int]:
    """How strong a coder found what was seen, 1 to 5, where that was asked."""
    return {moment_of(one): one.intensity for one in coding.moments if one.intensity is not None}


def begun_coding(session: Session, others: Sequence[Coding], coder: str, n: int, seed: int) -> Coding:
    """What a coder begins with: drawn moments, the same as those of the first coder for whom moments were drawn."""
    first = next((one for one in others if one.seed is not None), None)
    if first is not None:
        moments = tuple(sorted(map(moment_of, first.moments)))
        # skipped moments have moved: each coder begins with the order in which they were drawn
        drawn = [one for one in sampled_moments(session, len(moments), first.seed or 0) if one in moments]
        chosen = [*drawn, *(one for one in moments if one not in drawn)]
    else:
        chosen = sampled_moments(session, n, seed)
    kept_seed = seed if first is None else first.seed
    return Coding(coder=coder, seed=kept_seed, app_version=__version__, moments=uncoded(chosen))


def uncoded(moments: Sequence[Moment]) -> tuple[CodeFacts, ...]:
    """Moments of which nothing has been said."""
    return tuple(CodeFacts(start_s=one.start_s, end_s=one.end_s, face=one.face) for one in moments)


def coding_csv(moments: Sequence[CodeFacts]) -> bytes:
    """A table of what was said; the column `code` is empty where nothing was, and no answer of the app is in it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow((*HEADER, INTENSITY))
    writer.writerows(
        (f"{one.start_s:.3f}", f"{one.end_s:.3f}", one.face, one.code or "", one.intensity or "") for one in moments
    )
    return text.getvalue().encode()


def coded_valence(code: str, intensity: int | None = None) -> float:
    """Valence of a code, as the app makes it of its probabilities: 1 for happiness, -1 for what is unpleasant.

    Args:
        intensity: 1 to 5 takes so many fifths of it.
    """
    if code not in EXPRESSIONS:
        return float("nan")
    whole = ExpressionScores.from_array(np.eye(len(EXPRESSIONS))[EXPRESSIONS.index(code)]).valence
    return float(whole) * (1.0 if intensity is None else intensity / STRONGEST)

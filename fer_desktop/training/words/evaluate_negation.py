"""Whether words that are denied are read as denied: sentences and their denials, written for this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from fer_desktop.training.words.negation_pairs import CHOOSING, HELD, JUDGING, Pair
from fer_desktop.words.reader import Reader

Top = Callable[[str], str]

_GOOD = ("neutral", "happiness")
_BAD = ("neutral", "sadness", "anger", "disgust", "fear")
_ANSWERS = {"happiness": _BAD, "surprise": ("neutral", "happiness", "sadness", "anger", "disgust", "fear")}


def answers_of(expression: str) -> tuple[str, ...]:
    """What a sentence may be read as that denies an expression: neither that one nor another bad one for a bad one."""
    return _ANSWERS.get(expression, _GOOD)


def evaluate_negation(reader: Reader) -> dict[str, Any]:
    """The sentences of `negation_pairs` as a reader reads them."""

    def top(text: str) -> str:
        scores = reader.scores(text)
        assert scores is not None, text
        return scores.top

    return {
        "choosing": judged(CHOOSING, top),
        "judging": judged(JUDGING, top),
        "held": {
            "n": len(HELD),
            "right": sum(top(text) == expression for expression, text in HELD) / len(HELD),
            "wrong": [f"{text} ({top(text)})" for expression, text in HELD if top(text) != expression],
        },
    }


def judged(pairs: Sequence[Pair], top: Top) -> dict[str, Any]:
    """How pairs are read.

    Args:
        top: The most probable expression of a sentence.

    Returns:
        `n`; `plain`: share of plain sentences that are read as what they express; `still`: of denials that are read
        as what they deny; `denied`: of denials that are read as something they may be, also per expression.
    """
    expressions = list(dict.fromkeys(pair.expression for pair in pairs))
    rows = [
        (pair, top(pair.plain) == pair.expression, answer, answer in answers_of(pair.expression))
        for pair, answer in ((pair, top(pair.denied)) for pair in pairs)
    ]
    each = {name: [row for row in rows if row[0].expression == name] for name in expressions}
    return {
        "n": len(pairs),
        "plain": sum(row[1] for row in rows) / len(rows),
        "still": sum(row[2] == row[0].expression for row in rows) / len(rows),
        "denied": sum(row[3] for row in rows) / len(rows),
        "each": {name: {"n": len(of), "denied": sum(row[3] for row in of) / len(of)} for name, of in each.items()},
        "wrong": [f"{pair.denied} ({answer})" for pair, _, answer, is_right in rows if not is_right],
    }


def print_negation(result: dict[str, Any]) -> None:
    """As tables."""
    print("\nsentences written for this, and what denies them\n")
    print(f"{'':>12}  pairs  plain right  still read as denied  denial right")
    for name in ("choosing", "judging"):
        one = result[name]
        print(f"{name:>12}  {one['n']:5d}  {one['plain']:11.3f}  {one['still']:20.3f}  {one['denied']:12.3f}")
    print("\njudging, denial right of each: ", end="")
    print(", ".join(f"{name} {one['denied']:.2f} ({one['n']})" for name, one in result["judging"]["each"].items()))
    held = result["held"]
    print(f"\na negation that denies nothing, or a turn after it: {held['right']:.3f} right of {held['n']}")
    print("\nread wrongly (as):")
    for line in [*result["judging"]["wrong"], *held["wrong"]]:
        print(f"  {line}")

"""The clock of a sound card, followed on ours: a loop that is slow, for cards drift slowly and stamps are uneven. Pure.

A second-order phase-locked loop, critically damped (Gardner 2005, Phaselock Techniques; for sound cards: Adriaensen
2005, Using a DLL to filter time, Linux Audio Conference).
"""

from __future__ import annotations

_SLOW_HZ = 0.05  # natural frequency, in radians a second: what is faster than some 20 s is taken for unevenness
_JUMP_S = 0.06  # what is further off is no unevenness: sound was lost, or a clock was set
_LOST_S = 0.004  # the same where the card says itself that it lost something
_MOST_S = 0.02  # of one stamp that is believed


class SoundClock:
    """Says when blocks of one card were taken.

    Attributes:
        end_s: When the sample after the last block is taken, on our clock.
        drift: How much longer a second of the card is on ours, minus 1: negative for a card that runs fast.
    """

    def __init__(self) -> None:
        self.end_s = 0.0
        self.drift = 0.0
        self._n = 0

    def place(self, length_s: float, taken_s: float, has_lost: bool = False) -> float:
        """Take one more block; returns how much sound is missing before it in seconds, 0 where it follows.

        Args:
            length_s: By the card's own clock.
            taken_s: By its stamp, on our clock.
            has_lost: The card says that it lost sound before this block.
        """
        error_s = taken_s - self.end_s
        missing_s = 0.0
        if self._n == 0 or abs(error_s) > (_LOST_S if has_lost else _JUMP_S):
            missing_s = max(error_s, 0.0) if self._n else 0.0
            self.end_s, self._n = taken_s, 1
        else:
            self._n += 1
            believed_s = max(min(error_s, _MOST_S), -_MOST_S)
            # at first the mean of the stamps, which is nearer than the first of them
            self.end_s += max(2 * _SLOW_HZ * length_s, 1 / self._n if self._n < 16 else 0.0) * believed_s
            self.drift += _SLOW_HZ**2 * length_s * believed_s
        self.end_s += length_s * (1 + self.drift)
        return missing_s

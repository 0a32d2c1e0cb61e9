"""From speech activity to utterances: where somebody begins to speak, and where they have stopped. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from fer_desktop.core.sound import SOUND_RATE_HZ

_BEGINS, _GOES_ON = 0.5, 0.35  # probabilities of speech: it must be clearer that it begins than that it goes on
_LEAST_S, _PAUSE_S, _BEFORE_S, _LONGEST_S = 0.1, 0.45, 0.1, 15.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples from `start` up to `end` of a stream; `end` is None while it is not known."""

    start: int
    end: int | None = None


class Utterances:
    """Follows one stream. An utterance begins after 0.1 s of speech, and ends after 0.45 s without, or 15 s.

    Attributes:
        current: The utterance that goes on; None where nobody speaks.
        is_speech: Whether the last window was speech.
    """

    def __init__(self, window: int) -> None:
        self._window = window
        self._place = 0
        self._since: int | None = None  # where speech began that may become an utterance
        self._last_speech = 0  # end of the last window with speech
        self._earliest = 0  # no utterance begins before the end of another
        self.current: Stretch | None = None
        self.is_speech = False

    def add(self, probability: float) -> Stretch | None:
        """One more window; an utterance that ended with it, or None."""
        start, self._place = self._place, self._place + self._window
        self.is_speech = probability >= (_BEGINS if self._since is None else _GOES_ON)
        if self.is_speech:
            self._since = start if self._since is None else self._since
            self._last_speech = self._place
        elif self.current is None:
            self._since = None
        return self._begin_or_end()

    def end(self) -> Stretch | None:
        """The stream ends: the utterance that was going on, or None."""
        ended = None if self.current is None else Stretch(self.current.start, self._last_speech)
        self.current, self._since, self.is_speech = None, None, False
        return ended

    def _begin_or_end(self) -> Stretch | None:
        if self.current is None:
            if self._since is not None and self._place - self._since >= _LEAST_S * SOUND_RATE_HZ:
                before = round(_BEFORE_S * SOUND_RATE_HZ)
                self.current = Stretch(max(self._since - before, self._earliest))
            return None
        is_silent = self._place - self._last_speech >= _PAUSE_S * SOUND_RATE_HZ
        is_long = self._place - self.current.start >= _LONGEST_S * SOUND_RATE_HZ
        if not (is_silent or is_long):
            return None
        ended = Stretch(self.current.start, self._last_speech)
        self._earliest = self._last_speech
        self.current = None
        self._since = None if is_silent else self._place
        return ended

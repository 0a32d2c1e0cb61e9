"""Hears what is said in utterances, one after the other, in a thread of its own; its model comes after all others."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from fer_desktop.core.sound import Sound
from fer_desktop.core.words import HeardWords
from fer_desktop.engine.channels import Backlog, Closed
from fer_desktop.engine.priority import lower_priority
from fer_desktop.errors import FerError
from fer_desktop.guard import GuardedThread

_log = logging.getLogger(__name__)

BUDGET_BYTES = 64 * 2**20  # of sound that waits: some 17 minutes of speech
_RESULTS = 4096
_NICER_BY = 8

State = Literal["loading", "ready", "failed"]


class TakesWords(Protocol):
    """A recording, which takes words while it goes on."""

    def offer_words(self, words: HeardWords) -> bool:
        """Keep them; False when it is too late for that."""

    def own_words(self, words: HeardWords) -> HeardWords:
        """Those that are of it, on its clock."""


Hear = Callable[[Sound], HeardWords]
"""What is said in an utterance, on the clock of its sound."""


@dataclass(frozen=True, slots=True)
class TranscribingStatus:
    """How far it is.

    Attributes:
        waiting: Utterances that are not heard yet, with the one that is being heard.
        behind_s: Since the oldest of them was over; 0 without any.
        refused: Those for which there was no room.
        error: Why it has failed.
    """

    state: State
    waiting: int = 0
    behind_s: float = 0.0
    refused: int = 0
    error: BaseException | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Late:
    """A recording that is closed, with what was heard of it afterwards.

    Attributes:
        location: Of its session.
        words: What came too late for it, on its clock.
        refused: Utterances that were left out since the one before.
    """

    location: str
    words: HeardWords
    refused: int


@dataclass(frozen=True, slots=True, eq=False)
class _Spoken:
    sound: Sound
    recording: TakesWords | None


@dataclass(frozen=True, slots=True)
class _Closed:
    location: str


_Item = _Spoken | _Closed


def _cost(item: _Item) -> int:
    return item.sound.samples.nbytes if isinstance(item, _Spoken) else 0


class Transcriber:
    """A queue beside everything else. It outlives runs: what waits at their end is heard afterwards.

    `offer` is for the thread that listens, the rest for the window's.

    Args:
        open_model: Makes what hears; called in a thread of low priority, which those that it starts inherit.
            What it gives raises FerError.
    """

    def __init__(self, open_model: Callable[[], Hear]) -> None:
        self._open_model = open_model
        self._items: Backlog[_Item] = Backlog(BUDGET_BYTES, _cost)
        self.results: Backlog[HeardWords | Late] = Backlog(_RESULTS)
        self._since: deque[float] = deque()  # when each utterance that waits was over
        self._state: State = "loading"
        self._error: BaseException | None = None
        self._late: list[HeardWords] = []
        self._told_refused = 0
        self._is_stopped = False
        self._thread = GuardedThread("fer-speech", self._run, self._fail, self._end, daemon=True)

    @property
    def status(self) -> TranscribingStatus:
        """How far it is right now."""
        waiting = tuple(self._since)
        behind_s = time.monotonic() - waiting[0] if waiting else 0.0
        return TranscribingStatus(self._state, len(waiting), behind_s, self._items.refused, self._error)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes of it."""
        return not self._thread.is_alive()

    def start(self) -> None:
        """Begin; the model is opened in the thread that hears."""
        self._thread.start()

    def offer(self, sound: Sound, recording: TakesWords | None) -> None:
        """Hear this utterance after those that wait; where there is no room it is left out and counted."""
        if self._state == "failed":
            return
        self._since.append(time.monotonic())
        if not self._items.offer(_Spoken(sound, recording)):
            self._since.pop()

    def close_recording(self, location: str) -> None:
        """Say so, with a `Late`, when all is heard that was offered until now."""
        self._items.offer(_Closed(location))

    def finish(self) -> None:
        """Hear what waits, then end."""
        self._items.close()

    def stop(self) -> None:
        """End at once; what waits is left out."""
        self._is_stopped = True
        self._items.close()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; True when it has come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # -- in the thread that hears

    def _run(self) -> None:
        hear = _opened_behind(self._open_model)
        self._state = "ready"
        while not self._is_stopped:
            try:
                item = self._items.take()
            except Closed:
                return
            if isinstance(item, _Spoken):
                self._hear(hear, item)
            elif item is not None:
                self._tell(item.location)

    def _hear(self, hear: Hear, spoken: _Spoken) -> None:
        words = hear(spoken.sound)
        self._since.popleft()
        if not words.lines or self._is_stopped:
            return
        if spoken.recording is not None and not spoken.recording.offer_words(words):
            self._late.append(spoken.recording.own_words(words))
        self.results.offer(words)

    def _tell(self, location: str) -> None:
        refused = self._items.refused
        self.results.offer(Late(location, HeardWords.joined(self._late), refused - self._told_refused))
        self._late, self._told_refused = [], refused

    def _fail(self, error: BaseException) -> None:
        _log.error("speech: %s", error, exc_info=None if isinstance(error, FerError) else error)
        self._error, self._state = error, "failed"

    def _end(self) -> None:
        self._since.clear()
        self._items.close()


def _opened_behind(open_model: Callable[[], Hear]) -> Hear:
    """What hears, with its computing threads behind all others.

    Only they get the low priority: whoever calls them holds Python's lock now and then, and with the lock in
    hand he must not wait for a core, since everybody would wait for him.
    """
    lower_priority()
    with ThreadPoolExecutor(1, "fer-speech-open", partial(lower_priority, _NICER_BY)) as opener:
        return opener.submit(open_model).result()

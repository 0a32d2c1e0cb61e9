"""The queue of files that are analysed behind the window: processes do the work, this object knows how far each is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from fer_desktop.errors import Told
from fer_desktop.ui.analyse.item import QueueItem
from fer_desktop.ui.widgets.translation import error_text, translated

if TYPE_CHECKING:
    from fer_desktop.offline.job import AnalyzeOptions, Job
    from fer_desktop.offline.outcome import Outcome
    from fer_desktop.offline.serving import Line

_POLL_MS = 200
_ENDING_S = 10.0  # for a session that is being closed when the window closes


@dataclass(slots=True)
class _Worker:
    """A process and what it does now; `key` is 0 while it does nothing."""

    process: BaseProcess
    line: Line
    key: int = 0
    since_s: float = 0.0
    held_s: float = 0.0


class AnalysisQueue(QObject):
    """Owns the items and the processes; lives in the GUI thread and never waits.

    Signals:
        changed(): the items are others than before.
        ended(QueueItem): one is over.

    Args:
        options: What is wanted at the moment at which a job begins.
    """

    changed = Signal()
    ended = Signal(object)

    def __init__(self, options: Callable[[], AnalyzeOptions], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options = options
        self._items: list[QueueItem] = []
        self._jobs: dict[int, Job] = {}
        self._workers: list[_Worker] = []
        self._n_workers, self._next_key = 1, 1
        self._is_held, self._held_since_s = False, 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def items(self) -> tuple[QueueItem, ...]:
        """Every file, in the order in which they are done."""
        return tuple(self._items)

    @property
    def is_held(self) -> bool:
        """Whether all waits."""
        return self._is_held

    @property
    def n_workers(self) -> int:
        """Files at a time."""
        return self._n_workers

    def set_workers(self, n_workers: int) -> None:
        """So many files at a time from now on; those that run are finished."""
        self._n_workers = n_workers
        self._look()

    def add(self, jobs: Sequence[Job], failures: Sequence[Outcome] = ()) -> None:
        """Put these at the end, and begin; what cannot be begun at all is listed as failed."""
        for job in jobs:
            self._jobs[self._next_key] = job
            self._items.append(QueueItem(self._next_key, job.label))
            self._next_key += 1
        for failure in failures:
            self._items.append(_ended(QueueItem(self._next_key, failure.input), failure))
            self._next_key += 1
        self._timer.start()
        self._look()
        self.changed.emit()

    def hold(self, is_held: bool) -> None:
        """Let all wait, or go on."""
        if is_held == self._is_held:
            return
        now_s = time.monotonic()
        for worker in self._workers:
            if worker.key and not is_held:
                worker.held_s += now_s - max(self._held_since_s, worker.since_s)
            self._say(worker, "hold" if is_held else "go on")
        self._is_held, self._held_since_s = is_held, now_s
        self._look()
        self.changed.emit()

    def cancel(self, keys: Sequence[int]) -> None:
        """End those that run, keeping what they have; take the others off the list."""
        for worker in self._workers:
            if worker.key in keys:
                self._say(worker, "cancel")
        self._items = [i for i in self._items if i.key not in keys or i.state == "running"]
        self.changed.emit()

    def move(self, key: int, step: int) -> None:
        """Let one come earlier (-1) or later (1) among those that wait."""
        places = [place for place, item in enumerate(self._items) if item.state == "waiting"]
        mine = next((n for n, place in enumerate(places) if self._items[place].key == key), None)
        if mine is not None and 0 <= mine + step < len(places):
            one, other = places[mine], places[mine + step]
            self._items[one], self._items[other] = self._items[other], self._items[one]
            self.changed.emit()

    def close(self) -> None:
        """End all; sessions that are under way are closed with what they have."""
        self._timer.stop()
        for worker in self._workers:
            worker.line.close()
        deadline_s = time.monotonic() + _ENDING_S
        for worker in self._workers:
            worker.process.join(max(deadline_s - time.monotonic(), 0.1))
            if worker.process.is_alive():
                worker.process.kill()
        self._workers = []

    def _look(self) -> None:
        """Hear what the processes say, and give them more to do."""
        for worker in list(self._workers):
            self._hear(worker)
        if not self._is_held:
            self._give_out()
        if not any(worker.key for worker in self._workers) and not self._waiting:
            self._timer.stop()
            for worker in self._workers:
                worker.line.close()  # ends by itself: a model costs memory
            self._workers = []

    @property
    def _waiting(self) -> list[QueueItem]:
        return [item for item in self._items if item.state == "waiting"]

    def _give_out(self) -> None:
        n_busy = sum(bool(worker.key) for worker in self._workers)
        next_ones = self._waiting[: max(self._n_workers - n_busy, 0)]
        if not next_ones:  # so that the window opens without all that reads files
            return
        from fer_desktop.offline.serving import Work

        for item in next_ones:
            worker = next((w for w in self._workers if not w.key), None) or self._begun()
            worker.key, worker.since_s, worker.held_s = item.key, time.monotonic(), 0.0
            self._put(replace(item, state="running", share=None))
            self._say(worker, Work(self._jobs[item.key], self._options()))
            self.changed.emit()

    def _begun(self) -> _Worker:
        from fer_desktop.offline.serving import serve

        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs,), name="fer-analysis-worker", daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _hear(self, worker: _Worker) -> None:
        from fer_desktop.offline.outcome import Failed
        from fer_desktop.offline.serving import Reached

        before = list(self._items)
        try:
            while worker.line.poll():
                said = worker.line.recv()
                if isinstance(said, Reached):
                    self._put(_reached(self._item(worker.key), said.share, said.n_frames, self._busy_s(worker)))
                else:
                    self._end(worker, said)
        except (EOFError, OSError):
            self._workers.remove(worker)
            if worker.key:
                lost = Failed(self._item(worker.key).label, "The process that analysed it ended.", "Analyse it again.")
                self._end(worker, lost)
        if self._items != before:
            self.changed.emit()

    def _busy_s(self, worker: _Worker) -> float:
        return max(time.monotonic() - worker.since_s - worker.held_s, 1e-3)

    def _end(self, worker: _Worker, outcome: Outcome) -> None:
        item = _ended(self._item(worker.key), outcome)
        worker.key = 0
        self._put(item)
        self.ended.emit(item)

    def _item(self, key: int) -> QueueItem:
        return next(item for item in self._items if item.key == key)

    def _put(self, item: QueueItem) -> None:
        self._items = [item if each.key == item.key else each for each in self._items]

    def _say(self, worker: _Worker, what: Any) -> None:
        with suppress(OSError):  # it is gone, which the next look says
            worker.line.send(what)


def _reached(item: QueueItem, share: float | None, n_frames: int, busy_s: float) -> QueueItem:
    left_s = busy_s * (1 - share) / share if share else None
    return replace(item, share=share, fps=n_frames / busy_s, left_s=left_s)


def _ended(item: QueueItem, outcome: Outcome) -> QueueItem:
    """The item with what became of it."""
    from fer_desktop.offline.outcome import CutShort, Failed

    item = replace(item, left_s=None)
    if isinstance(outcome, Failed):
        return replace(item, state="failed", words=translated(outcome.template, outcome.hint, outcome.values))
    if isinstance(outcome, CutShort):
        kept = Path(outcome.location) if outcome.location else None
        return replace(item, state="cancelled", session=kept)
    notices = getattr(outcome, "notices", ())
    words = "\n".join(error_text(one.notice) if isinstance(one, Told) else one for one in notices)
    return replace(item, state="done", share=1.0, words=words, session=Path(outcome.result.location))

"""One file of the queue, as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

State = Literal["waiting", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A file, or the photographs of a folder.

    Attributes:
        key: By which it is known.
        label: What the user called it.
        share: Of it that is done, 0-1; None while nobody knows.
        fps: Frames analysed in a second, as of the last seconds.
        left_s: Seconds until it is done; None while nobody knows.
        words: What came of it: how much was found, or what is wrong and what to do.
        session: Where the session is, once there is one.
    """

    key: int
    label: str
    state: State = "waiting"
    share: float | None = 0.0
    fps: float = 0.0
    left_s: float | None = None
    words: str = ""
    session: Path | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.state in ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Choices:
    """How files are analysed; the same as the options of `fer-desktop analyze`.

    Attributes:
        fps: To which videos are thinned out; 0 takes every frame.
        start_s, end_s: What part of each; the end is infinite for all.
        max_faces: Faces that are followed at a time.
        workers: Files at a time, each in a process of its own.
        copies_video: A copy of each video is kept in its session.
        hears_voice: The sound is listened to, too, and files of sound alone are analysed.
        reads_words: The transcript that lies beside a file is read, too.
    """

    fps: float = 0.0
    start_s: float = 0.0
    end_s: float = float("inf")
    max_faces: int = 4
    workers: int = 1
    copies_video: bool = False
    hears_voice: bool = False
    reads_words: bool = False


def left_s(items: Sequence[QueueItem], workers: int) -> float | None:
    """Seconds until all are done, when those that wait take as long as those that run; None while nobody knows."""
    running = [item for item in items if item.state == "running"]
    known = [(item.left_s, item.share) for item in running if item.left_s is not None and item.share is not None]
    if not running or len(known) < len(running):
        return None
    mean_s = sum(left / max(1 - share, 0.01) for left, share in known) / len(known)
    n_waiting = sum(item.state == "waiting" for item in items)
    return max(left for left, _ in known) + mean_s * n_waiting / max(workers, 1)

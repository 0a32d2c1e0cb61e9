"""What human coders said of a session: a file of each coder beside the recording, written whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import count
from typing import Annotated

from msgspec import Meta

from fer_desktop.errors import SessionTooNew, SessionUnreadable, SessionUnwritable
from fer_desktop.facts import Count, Facts, Time, decoded, encoded, json_bytes, load_json
from fer_desktop.session.store import Store, read_file

CODES_VERSION = 1
MOST_CODER = 60  # characters of a coder's name
_FILE = re.compile(r"codes-[1-9]\d*\.json")
_HINT = "Rename or delete that file to go on without what this coder said."

Intensity = Annotated[int, Meta(ge=1, le=5)]


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeFacts(Facts):
    """One moment of a face, and what was said of it.

    Attributes:
        code: None until something is said.
        intensity: 1 (a trace) to 5 (as strong as it gets); None where nobody asked.
    """

    start_s: Time
    end_s: Time
    face: Count
    code: str | None = None
    intensity: Intensity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Coding(Facts):
    """The moments of one coder, in the order in which they are shown: coded ones first.

    Attributes:
        origin: "window", or the name of the file that it was read from.
        seed: With which the moments were drawn; None where they were not drawn here.
    """

    codes_version: Annotated[int, Meta(ge=1)] = CODES_VERSION
    coder: Annotated[str, Meta(min_length=1, max_length=MOST_CODER)]
    origin: str = "window"
    seed: Count | None = None
    app_version: str = ""
    moments: tuple[CodeFacts, ...] = ()

    @property
    def n_coded(self) -> int:
        """How many moments have a code: the first so many."""
        return next((i for i, one in enumerate(self.moments) if one.code is None), len(self.moments))

    @property
    def current(self) -> CodeFacts | None:
        """The moment that is to be coded next; None when all are."""
        return self.moments[self.n_coded] if self.n_coded < len(self.moments) else None

    def coded(self, code: str, intensity: int | None = None) -> Coding:
        """With a code for the current moment."""
        return self._with(self.n_coded, code, intensity)

    def undone(self) -> Coding:
        """Without the last code, whose moment is the current one then; the same without any code."""
        return self._with(self.n_coded - 1, None, None) if self.n_coded else self

    def skipped(self) -> Coding:
        """The current moment comes again after all others."""
        n = self.n_coded
        return replace(self, moments=(*self.moments[:n], *self.moments[n + 1 :], *self.moments[n : n + 1]))

    def _with(self, place: int, code: str | None, intensity: int | None) -> Coding:
        changed = replace(self.moments[place], code=code, intensity=intensity)
        return replace(self, moments=(*self.moments[:place], changed, *self.moments[place + 1 :]))


def is_codes_file(name: str) -> bool:
    """Whether a file of a session, by its name, holds codes."""
    return _FILE.fullmatch(name) is not None


def load_codings(store: Store) -> list[Coding]:
    """What every coder said, in the order in which they began; the place in the list is the place to save it at.

    Raises:
        SessionUnreadable: a file is damaged.
        SessionTooNew: a newer version of the app wrote one.
    """
    codings: list[Coding] = []
    for place in count():
        name = _file(place)
        if not store.has(name):
            return codings
        try:
            values = load_json(read_file(store, name))
            if decoded(values, _Version).codes_version > CODES_VERSION:
                raise SessionTooNew(
                    "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=name
                )
            codings.append(decoded(values, Coding))
        except (OSError, ValueError) as error:
            raise SessionUnreadable(
                "{path} cannot be read ({reason}).", _HINT, path=store.path(name), reason=error
            ) from error
    raise AssertionError("count() has no end")


def save_coding(store: Store, place: int, coding: Coding) -> None:
    """Keep what a coder said, at a place of `load_codings` or right behind the last.

    Raises:
        SessionUnwritable: it cannot be written; what was there before still is.
    """
    try:
        store.write(_file(place), json_bytes(encoded(coding)))
    except OSError as error:
        raise SessionUnwritable(
            "{path} cannot be written ({reason}).",
            "Check that the folder exists and that you may write there.",
            path=store.folder,
            reason=error.strerror or error,
        ) from error


@dataclass(frozen=True, kw_only=True, slots=True)
class _Version(Facts):
    codes_version: Annotated[int, Meta(ge=1)]


def _file(place: int) -> str:
    return f"codes-{place + 1}.json"

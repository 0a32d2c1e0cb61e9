"""What human coders said of a session: a file of each coder beside the recording, written whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated

from msgspec import Meta

from fer_desktop.errors import SessionDamaged, SessionUnwritable
from fer_desktop.facts import Count, Facts, Time, decoded, encoded, json_bytes, load_json
from fer_desktop.session.sealed_store import SEALED_SUFFIX
from fer_desktop.session.store import Store, read_file

CODES_VERSION = 1
MOST_CODER = 60  # characters of a coder's name
_FILE = re.compile(r"codes-[1-9]\d*\.json")
_HINT = "Restore it from a copy, or delete it to do without what this coder said."

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
    """What every coder said, in the order in which they began, without what `lost_codings` names."""
    return [coding for _, coding in _readable(store)]


def lost_codings(store: Store) -> tuple[SessionDamaged, ...]:
    """What is wrong with files of coders that cannot be read: each takes no other with it."""
    return tuple(found for name in _files(store) if isinstance(found := _read(store, name), SessionDamaged))


def save_coding(store: Store, coding: Coding) -> None:
    """Keep what a coder said, in the place of what the same one said before, or behind the last file.

    Raises:
        SessionUnwritable: it cannot be written; what was there before still is.
    """
    before = next((name for name, one in _readable(store) if one.coder == coding.coder), None)
    try:
        store.write(before or _next(store), json_bytes(encoded(coding)))
    except OSError as error:
        raise SessionUnwritable(
            "{path} cannot be written ({reason}).",
            "Check that the folder exists and that you may write there.",
            path=store.folder,
            reason=error.strerror or error,
        ) from error


def _files(store: Store) -> list[str]:
    """Names of the files of coders; one that was deleted hides no later one."""
    names = {path.name.removesuffix(SEALED_SUFFIX) for path in store.folder.glob("codes-*")}
    return sorted((name for name in names if is_codes_file(name) and store.has(name)), key=_number)


def _next(store: Store) -> str:
    return f"codes-{max(map(_number, _files(store)), default=0) + 1}.json"


def _number(name: str) -> int:
    return int(name.removeprefix("codes-").removesuffix(".json"))


def _readable(store: Store) -> list[tuple[str, Coding]]:
    return [(name, found) for name in _files(store) if isinstance(found := _read(store, name), Coding)]


def _read(store: Store, name: str) -> Coding | SessionDamaged:
    path = store.path(name)
    try:
        values = load_json(read_file(store, name))
        if decoded(values, _Version).codes_version > CODES_VERSION:
            return SessionDamaged(
                "{path} was written by a newer version of FER Desktop.", "Update the app to open it.", path=path
            )
        return decoded(values, Coding)
    except (SessionDamaged, OSError, ValueError) as error:
        return SessionDamaged("{path} cannot be read ({reason}).", _HINT, path=path, reason=error)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Version(Facts):
    codes_version: Annotated[int, Meta(ge=1)]

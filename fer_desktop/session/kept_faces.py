"""Neutral faces that are kept with a person's name: one small file of this user, written whole or not at all.

It holds for each name eight numbers (what the network says of the face at rest), how many frames they are the mean
of, which weights they belong to, the day, and what the user overruled; no picture. It is not encrypted: where
recordings are, nothing is kept. Without an entry there is no file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fer_desktop.core.baseline import Baseline
from fer_desktop.disk import write_file
from fer_desktop.errors import SessionUnreadable, SessionUnwritable
from fer_desktop.facts import Count, Facts, decoded, encoded, json_bytes, load_json
from fer_desktop.session.baseline_facts import Logits
from fer_desktop.session.files import free_name

_HINT = "Check that you may write there."


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFace(Facts):
    """The neutral face of one person.

    Attributes:
        model_sha256, prior: What read it: it means nothing to others.
        kept_on: Day, as in 2026-01-31.
        despite: See `BaselineFacts`.
    """

    name: str
    model_sha256: str
    prior: str
    logits: Logits
    n_frames: Count
    kept_on: str
    despite: tuple[str, ...] | None = None

    @property
    def baseline(self) -> Baseline:
        """To work with."""
        return Baseline(self.logits, self.n_frames, "kept", self.despite or ())


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptFaces(Facts):
    """All that are kept, by name."""

    faces: tuple[KeptFace, ...] = ()

    def of(self, name: str, model_sha256: str, prior: str) -> KeptFace | None:
        """What is kept with a name, if these weights can use it."""
        wanted = (name, model_sha256, prior)
        return next((one for one in self.faces if (one.name, one.model_sha256, one.prior) == wanted), None)

    def with_face(self, face: KeptFace) -> KeptFaces:
        """With another one in the place of what was kept with its name."""
        return replace(self.without(face.name), faces=(*self.without(face.name).faces, face))

    def without(self, name: str) -> KeptFaces:
        """Without what is kept with a name."""
        return replace(self, faces=tuple(one for one in self.faces if one.name != name))


def kept_face(name: str, model_sha256: str, prior: str, baseline: Baseline) -> KeptFace:
    """What is to be kept from today on."""
    logits = tuple(round(value, 6) for value in baseline.logits)
    return KeptFace(
        name=name,
        model_sha256=model_sha256,
        prior=prior,
        logits=logits,
        n_frames=baseline.n_frames,
        kept_on=date.today().isoformat(),
        despite=baseline.despite or None,
    )


def load_kept(path: Path) -> KeptFaces:
    """Read the file; none when it is not there.

    Raises:
        SessionUnreadable: it cannot be read, or makes no sense. It lies under another name from then on, so that what
            is kept next does not take its place.
    """
    try:
        return decoded(load_json(path.read_bytes()), KeptFaces)
    except FileNotFoundError:
        return KeptFaces()
    except (OSError, ValueError) as error:
        raise _put_aside(path) from error


def _put_aside(path: Path) -> SessionUnreadable:
    """Give a file that makes no sense another name; what to say of it."""
    aside = free_name(path.parent, f"{path.name}.damaged")
    try:
        os.rename(path, aside)
    except OSError:
        aside = path
    return SessionUnreadable(
        "The kept neutral faces cannot be read. Nothing was deleted: they lie in {path}.",
        "Measure them again; delete that file once you do not need it, or give it back its name when it is mended.",
        path=aside,
    )


def save_kept(kept: KeptFaces, path: Path) -> None:
    """Write the file, or remove it when nothing is left to keep.

    Raises:
        SessionUnwritable: that cannot be done.
    """
    try:
        if not kept.faces:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, json_bytes(encoded(kept)))
    except OSError as error:
        raise SessionUnwritable(
            "{path} cannot be written ({reason}).", _HINT, path=path, reason=error.strerror or error
        ) from error

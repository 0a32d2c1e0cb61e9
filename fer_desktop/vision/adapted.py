"""Adapted weights: another last layer of the CNN, fitted to some people, in a small file of its own.

The file is JSON: name, parent (the model whose other layers stay as they are, by its hash), the layer, and a card that
says what it was fitted to and how it did on what was held out. Its identity is the hash of its bytes. No torch here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.disk import OWNER_ONLY, create_file, sync, sync_folder
from fer_desktop.errors import ExportError, WeightsMismatch, WeightsMissing
from fer_desktop.facts import Count, Facts, Number, decoded, encoded, json_bytes, load_json
from fer_desktop.weight_file import Hash

FORMAT_VERSION = 1
SUFFIX = ".adapted.json"
MOST_NAME = 40
_NAME = re.compile(r"[^\W_][\w-]*")
_HINT = "Choose the model as shipped in the settings, or adapt again."

Row = tuple[Number, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Parent(Facts):
    """The model that was adapted."""

    model_id: str
    sha256: Hash


@dataclass(frozen=True, kw_only=True, slots=True)
class Card(Facts):
    """What it was fitted to, and how it did on what was held out.

    Attributes:
        data: In words.
        n, n_groups: Examples, and people, sessions or stretches of time, whatever `held_out_by` says.
        per_class: Examples of each expression.
        uar, accuracy, log_loss: Of parent and adapted, on held-out examples.
        gain: Of the UAR; `gain_95` its bootstrap interval, over what `interval_over` says.
        advised: Whether the interval lies above zero.
    """

    data: str
    n: Count
    n_groups: Count
    held_out_by: str
    per_class: Mapping[str, Count] = field(default_factory=dict)
    uar: tuple[Number, Number]
    accuracy: tuple[Number, Number]
    log_loss: tuple[Number, Number]
    gain: Number
    gain_95: tuple[Number, Number]
    interval_over: str
    advised: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AdaptedWeights(Facts):
    """What the file says.

    Attributes:
        kind: What was changed: "offsets", "low rank" or "last layer".
        penalty: Of the change, in the units of `adaptation.fitting`.
        weight, bias: The last layer: (8, C) and (8,), in the order of `EXPRESSIONS`.
    """

    adapted_version: Annotated[int, Meta(ge=1)] = FORMAT_VERSION
    name: Annotated[str, Meta(min_length=1, max_length=MOST_NAME)]
    made_at_utc: str = ""
    app_version: str = ""
    parent: Parent
    labels: tuple[str, ...] = EXPRESSIONS
    kind: str
    penalty: Number
    card: Card
    weight: Annotated[tuple[Row, ...], Meta(min_length=N_EXPRESSIONS, max_length=N_EXPRESSIONS)]
    bias: Annotated[Row, Meta(min_length=N_EXPRESSIONS, max_length=N_EXPRESSIONS)]


@dataclass(frozen=True, slots=True)
class AdaptedFile:
    """Adapted weights and the hash of their file."""

    path: Path
    sha256: str
    weights: AdaptedWeights


def read_adapted(path: Path) -> AdaptedFile:
    """Read a file of adapted weights.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it makes no sense, or a newer version of the app wrote it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsMissing("The adapted weights are missing: {path}.", _HINT, path=path) from error
    try:
        weights = decoded(load_json(data), AdaptedWeights)
    except ValueError as error:
        raise WeightsMismatch("{path} holds no adapted weights ({reason}).", _HINT, path=path, reason=error) from error
    is_even = len({len(row) for row in weights.weight}) == 1
    if weights.adapted_version > FORMAT_VERSION or weights.labels != EXPRESSIONS or not is_even:
        raise WeightsMismatch(
            "{path} was written for another version of FER Desktop.", "Update the app, or adapt again.", path=path
        )
    return AdaptedFile(path, hashlib.sha256(data).hexdigest(), weights)


def check_parent(adapted: AdaptedFile, model_id: str, sha256: str) -> None:
    """See that it belongs to this model.

    Raises:
        WeightsMismatch: it was made of another one.
    """
    parent = adapted.weights.parent
    if parent.sha256 != sha256:
        raise WeightsMismatch(
            "{path} was adapted from {parent}, this app has {model}.",
            "Choose the model as shipped in the settings, or adapt again.",
            path=adapted.path,
            parent=f"{parent.model_id} ({parent.sha256[:12]}...)",
            model=f"{model_id} ({sha256[:12]}...)",
        )


def adapted_path(folder: Path, name: str) -> Path:
    """Where weights of a name are kept.

    Raises:
        ExportError: nothing can have this name.
    """
    if not _NAME.fullmatch(name) or len(name) > MOST_NAME:
        raise ExportError(
            "{name!r} is no name for adapted weights.", "Use letters, digits, - and _, 40 at most.", name=name
        )
    return folder / f"{name}{SUFFIX}"


def chosen_adapted(folder: Path, chosen: str | None) -> Path | None:
    """The file that somebody chose, by a name or as a file; None for none.

    Raises:
        ExportError: nothing can have this name.
    """
    if not chosen:
        return None
    return Path(chosen) if chosen.endswith(".json") else adapted_path(folder, chosen)


def keep_adapted(folder: Path, weights: AdaptedWeights) -> Path:
    """Keep weights under their name; what is there already is never replaced.

    Raises:
        ExportError: the name is taken or no name, or nothing can be written there.
    """
    return _keep(folder, weights.name, json_bytes(encoded(weights)))


def add_adapted(folder: Path, source: Path) -> Path:
    """Keep a file that was made elsewhere, byte by byte: its hash stays the same.

    Raises:
        WeightsMissing, WeightsMismatch: it is none, or is not there.
        ExportError: as `keep_adapted`.
    """
    return _keep(folder, read_adapted(source).weights.name, source.read_bytes())


def _keep(folder: Path, name: str, data: bytes) -> Path:
    path = adapted_path(folder, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with create_file(path, OWNER_ONLY) as file:
            file.write(data)
            file.flush()
            sync(file)
        sync_folder(folder)
    except FileExistsError as error:
        raise ExportError(
            "There are adapted weights of the name {name}.", "Choose another name, or remove those.", name=name
        ) from error
    except OSError as error:
        path.unlink(missing_ok=True)  # half of it
        raise ExportError(
            "{path} cannot be written: {reason}.",
            "Choose a folder in which you may write.",
            path=path,
            reason=error.strerror or error,
        ) from error
    return path


def kept_adapted(folder: Path) -> list[str]:
    """Names of the weights that are kept."""
    return sorted(path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}"))


def remove_adapted(folder: Path, name: str) -> None:
    """Remove weights for good, and the folder with the last ones.

    Raises:
        WeightsMissing: there are none of this name.
        ExportError: they cannot be removed.
    """
    path = adapted_path(folder, name)
    try:
        path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
    except FileNotFoundError as error:
        raise WeightsMissing("There are no adapted weights of the name {name}.", name=name) from error
    except OSError as error:
        raise ExportError(
            "{path} cannot be removed ({reason}).",
            "Check that you may write there.",
            path=path,
            reason=error.strerror or error,
        ) from error

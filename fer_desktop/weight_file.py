"""A weights folder: what its manifest says of any model, and whether a file is the one that it describes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

from msgspec import Meta

from fer_desktop.disk import AS_USUAL, write_file
from fer_desktop.errors import WeightsMismatch, WeightsMissing
from fer_desktop.facts import Facts, decoded, encoded, json_bytes, load_json

REINSTALL_HINT = "Reinstall the app, or restore its weights folder."

Size = Annotated[int, Meta(ge=1, le=65_536)]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
FileName = Annotated[str, Meta(pattern=r"^[^/\\\0]+$")]  # in the same folder


@dataclass(frozen=True, kw_only=True, slots=True)
class WeightFile(Facts):
    """One file of a weights folder.

    Attributes:
        file: Its name.
    """

    file: FileName
    sha256: Hash

    def read(self, folder: Path) -> bytes:
        """Its bytes, which are those that the manifest describes.

        Raises:
            WeightsMissing: it is not there.
            WeightsMismatch: it is another file.
        """
        path = folder / self.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise WeightsMissing("The model's weights are missing: {path}.", REINSTALL_HINT, path=path) from error
        actual = hashlib.sha256(data).hexdigest()
        if actual != self.sha256:
            raise WeightsMismatch(
                "{path} has hash {actual}..., expected {expected}....",
                REINSTALL_HINT,
                path=path,
                actual=actual[:12],
                expected=self.sha256[:12],
            )
        return data


def does_not_fit(path: Path) -> WeightsMismatch:
    """For a file that is whole but cannot be used."""
    return WeightsMismatch("{path} does not fit the network in its manifest.", REINSTALL_HINT, path=path)


MANIFEST = "manifest.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelDescription(Facts):
    """What a manifest says of any model.

    Attributes:
        model_id: Name of the model.
        data, licence: In words.
    """

    model_id: str
    data: str = ""
    licence: str = ""


class _Described(Protocol):
    @property
    def preprocessing(self) -> str: ...


Described = TypeVar("Described", bound=_Described)


def is_described(folder: Path) -> bool:
    """Whether there is a model in `folder`."""
    return (folder / MANIFEST).is_file()


def read_description(folder: Path, kind: type[Described], preprocessing: str) -> Described:
    """The manifest of a weights folder, as a `kind`.

    Args:
        preprocessing: What this app does to the input before the network sees it.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it cannot be read, or was made for other preprocessing.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise WeightsMissing("The model's description is missing: {path}.", REINSTALL_HINT, path=path)
    try:
        manifest = decoded(load_json(path.read_bytes()), kind)
    except (OSError, ValueError) as error:
        raise WeightsMismatch(
            "The model's description cannot be read: {path} ({reason!r}).", REINSTALL_HINT, path=path, reason=error
        ) from error
    if manifest.preprocessing != preprocessing:
        raise WeightsMismatch(
            "The model expects {wanted!r}, this app makes {made!r}.",
            REINSTALL_HINT,
            wanted=manifest.preprocessing,
            made=preprocessing,
        )
    return manifest


def write_description(folder: Path, manifest: ModelDescription) -> None:
    """Write the manifest of a weights folder."""
    write_file(folder / MANIFEST, json_bytes(encoded(manifest)), AS_USUAL)

"""One file of a weights folder, and whether it is the one that a manifest describes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from fer_desktop.errors import WeightsMismatch, WeightsMissing
from fer_desktop.facts import Facts

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

"""What was drawn, kept in a file: the arrays of a dataclass, by the names of its fields."""

from __future__ import annotations

from dataclasses import Field, fields
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np

from fer_desktop.errors import DataError


class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Drawn = TypeVar("Drawn", bound=_Dataclass)


def load_drawn(path: Path, kind: type[Drawn], what: str) -> Drawn:
    """Read what `save_drawn` wrote.

    Args:
        what: Is drawn, in words, for the error.

    Raises:
        DataError: it is missing or is something else.
    """
    try:
        with np.load(path) as data:
            values = {field.name: data[field.name] for field in fields(kind)}
    except (OSError, KeyError, ValueError) as error:
        maker = kind.__module__.removeprefix("fer_desktop.")
        raise DataError(f"{path} holds no {what}: {error}.", f"Make it with {maker}.") from error
    return kind(**{name: value if value.ndim else value.item() for name, value in values.items()})


def save_drawn(path: Path, drawn: _Dataclass) -> None:
    """Write what `load_drawn` reads; the file is there only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    np.savez(partial, **{field.name: np.asarray(getattr(drawn, field.name)) for field in fields(drawn)})
    partial.replace(path)

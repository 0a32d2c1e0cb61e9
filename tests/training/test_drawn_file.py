from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from fer_desktop.errors import DataError
from fer_desktop.training.render.drawn_file import load_drawn, save_drawn


@dataclass(frozen=True)
class Drawn:
    crops: np.ndarray
    kind: np.ndarray
    field: float = 1.0


def test_what_was_drawn_is_read_again_and_what_is_missing_named(tmp_path):
    path = tmp_path / "new" / "drawn.npz"
    save_drawn(path, Drawn(np.zeros((2, 3), np.uint8), np.array(["a", "b"]), 1.5))
    assert list(path.parent.iterdir()) == [path]
    found = load_drawn(path, Drawn, "faces")
    assert (found.crops.shape, found.kind.tolist(), found.field) == ((2, 3), ["a", "b"], 1.5)
    np.savez(tmp_path / "other.npz", crops=found.crops)
    for name in ("other.npz", "none.npz"):
        with pytest.raises(DataError, match=f"{name} holds no faces: .*[.]") as caught:
            load_drawn(tmp_path / name, Drawn, "faces")
        assert caught.value.hint.startswith("Make it with tests.training")
